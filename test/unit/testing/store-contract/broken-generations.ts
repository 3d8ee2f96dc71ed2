import type { Generations, StepNews } from "../../../../src/stores/contract.ts";
import type { Defect, Defects } from "./model-store.ts";

const generating = (change: (right: Generations) => Partial<Generations>) =>
  ({
    methods: (store) => {
      const right = store.generations as Generations;
      return { generations: { ...right, ...change(right) } };
    },
  }) satisfies Defect;

/** News that are not told, or told otherwise. */
const telling = (change: (news: StepNews) => StepNews | undefined) =>
  generating(({ listen }) => ({
    listen: (rootKey, hear) =>
      listen(rootKey, (news) => {
        const told = change(news);
        if (told !== undefined) hear(told);
      }),
  }));

export const brokenGenerations: Defects = {
  "draws one generation, the same for everybody": {
    methods: (store, { generations }) => {
      let drawn = 0;
      return {
        generations: {
          ...(store.generations as Generations),
          read: async (rootKey) => generations.get(rootKey) ?? `drawn-${++drawn}`,
        },
      };
    },
  },
  "replaces the generation with every bump and every mark that is set": {
    parts: { announces: ({ bump }) => bump },
  },
  "keeps the generation when marks are removed, and when nothing is changed": {
    parts: { announces: () => true },
  },
  "replaces the generation in the same act as the version": {
    parts: { announces: () => false },
    methods: ({ apply }, data) => ({
      async apply(steps) {
        await apply(steps);
        for (let turns = 0; turns < 60; turns++) await Promise.resolve();
        for (const rootKey of data.generations.keys()) {
          data.generations.set(rootKey, `late-${++data.drawn}`);
        }
      },
    }),
  },
  "keeps the generations of two namespaces apart": generating(({ read }) => ({
    read: () => read("one for all"),
  })),
  "tells the listeners of its own steps, before they are sent and after": telling((news) =>
    news.kind === "own" ? undefined : news,
  ),
  "does not take another store's steps for its own": telling((news) => ({
    ...news,
    kind: "own",
  })),
  "tells everybody which generation a step has turned into which": telling((news) => ({
    ...news,
    ...(news.kind === "message" && { previous: news.next }),
  })),
  "stops telling whoever has stopped listening": generating(({ listen }) => ({
    listen(...args) {
      listen(...args);
      return () => undefined;
    },
  })),
};
