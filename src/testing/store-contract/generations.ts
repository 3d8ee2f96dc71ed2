import type { CacheStore, Generations, StepNews } from "../../stores/contract.ts";
import { expectSame, expectThat } from "./expecting.ts";
import { type Checks, entryOf, fence, LONG_MS, type Trial } from "./trial.ts";

const CALLERS = 10;
const ROUNDS = 25;
const MOST_STEPS = 50;

function generationsOf(store: CacheStore): Generations {
  if (store.generations === undefined) throw new Error("Expected: the store has `generations`.");
  return store.generations;
}

const readBy = (trial: Trial, store = trial.store) => generationsOf(store).read(trial.rootKey);

// A store may bump the root record by itself, for example when it comes to another server.
const ownNewsOf = (trial: Trial, news: readonly StepNews[]) =>
  news.filter((one) => one.kind === "own" && one.recordKeys.includes(trial.key("tag")));

/** Listens for the length of a check. */
async function hearing(
  trial: Trial,
  run: (news: StepNews[]) => Promise<void>,
  store = trial.store,
): Promise<void> {
  const news: StepNews[] = [];
  const stop = generationsOf(store).listen(trial.rootKey, (one) => news.push(one));
  try {
    await run(news);
  } finally {
    stop();
  }
}

interface Heard {
  readonly message: StepNews;
  readonly before: string;
  readonly after: string;
}

/** Steps until a message tells of one: any may be lost, and those that nobody listened to yet are. */
async function stepUntilHeard(
  trial: Trial,
  by: CacheStore,
  news: readonly StepNews[],
): Promise<Heard> {
  const steps: Omit<Heard, "message">[] = [];
  while (steps.length < MOST_STEPS) {
    const before = await readBy(trial);
    await by.apply([trial.step({ bump: true }), trial.step({ tag: "other", bump: true })]);
    steps.push({ before, after: await readBy(trial) });
    await trial.pass(Math.ceil(trial.shortMs / 5));
    for (const step of steps) {
      const message = news.find((one) => one.kind === "message" && one.next === step.after);
      if (message !== undefined) return { message, ...step };
    }
  }
  throw new Error("Expected: a step is told to those who listen.");
}

export const generationChecks: Checks = {
  async "draws one generation, the same for everybody"(trial) {
    const stores = Array.from({ length: CALLERS }, (_none, index) =>
      index % 2 === 0 ? trial.store : trial.other,
    );
    const drawn = await Promise.all(stores.map((by) => readBy(trial, by)));
    expectThat("a generation is a text that is not empty", (drawn[0] ?? "").length > 0);
    expectSame("the generations that everybody is told", new Set(drawn).size, 1);
    expectSame("the generation, read again", await readBy(trial), drawn[0]);
  },

  async "replaces the generation with every bump and every mark that is set"(trial) {
    const { store, other, step } = trial;
    await trial.ensured();
    const seen = new Set([await readBy(trial)]);
    const steps = [{ bump: true }, { addMarks: [fence("a")] }, { bump: true, removeMarks: ["a"] }];
    for (let round = 0; round < ROUNDS; round++) {
      await (round % 2 === 0 ? store : other).apply([step(steps[round % steps.length])]);
      const next = await readBy(trial);
      expectThat("a generation is new after each step", !seen.has(next));
      seen.add(next);
    }
  },

  async "keeps the generation when marks are removed, and when nothing is changed"(trial) {
    const { store, step } = trial;
    await store.apply([step({ addMarks: [fence("a"), fence("b")] })]);
    const before = await readBy(trial);
    await store.apply([step({ removeMarks: ["a"] })]);
    await trial.ensured();
    await trial.state();
    await store.write(trial.entryKey("e"), entryOf("kept"), LONG_MS);
    expectSame("the generation", await readBy(trial), before);
  },

  async "replaces the generation in the same act as the version"(trial) {
    await trial.ensured();
    const versions = new Map<string, string>();
    const look = async (by: CacheStore) => {
      const before = await readBy(trial, by);
      const { version } = (await trial.state("tag", by)) ?? { version: "" };
      if ((await readBy(trial, by)) !== before) return;
      const known = versions.get(before) ?? version;
      expectSame("the version seen under one generation", version, known);
      versions.set(before, known);
    };
    const reader = async (by: CacheStore) => {
      for (let round = 0; round < 2 * ROUNDS; round++) await look(by);
    };
    const writer = async (by: CacheStore) => {
      for (let round = 0; round < ROUNDS; round++) {
        await by.apply([trial.step({ bump: true })]);
        await look(by);
      }
    };
    const { store, other } = trial;
    await Promise.all([writer(store), writer(other), reader(store), reader(other)]);
  },

  async "keeps the generations of two namespaces apart"(trial) {
    const neighbour = trial.neighbour();
    const [mine, theirs] = [await readBy(trial), await readBy(neighbour)];
    await trial.store.apply([trial.step({ bump: true })]);
    expectSame("the generation of the other namespace", await readBy(neighbour), theirs);
    expectThat("the generation of this one is new", (await readBy(trial)) !== mine);
  },

  async "tells the listeners of its own steps, before they are sent and after"(trial) {
    await hearing(trial, async (news) => {
      const steps = ["tag", "other"].map((tag) => trial.step({ tag, bump: true }));
      await trial.store.apply(steps);
      const own = ownNewsOf(trial, news);
      expectThat("there are two pieces of news of a step", own.length >= 2);
      const keys = steps.map(({ key }) => key);
      for (const { recordKeys } of own) expectSame("the records told of", recordKeys, keys);
    });
  },

  async "does not take another store's steps for its own"(trial) {
    if (trial.other === trial.store) return;
    await hearing(trial, async (news) => {
      await stepUntilHeard(trial, trial.other, news);
      expectSame("own steps", ownNewsOf(trial, news), []);
    });
  },

  async "tells everybody which generation a step has turned into which"(trial) {
    const keys = ["tag", "other"].map(trial.key);
    for (const by of [trial.other, trial.store]) {
      await hearing(trial, async (news) => {
        const { message, before, after } = await stepUntilHeard(trial, by, news);
        const expected = { kind: "message", previous: before, next: after, recordKeys: keys };
        expectSame("the message", message, expected);
      });
    }
  },

  async "stops telling whoever has stopped listening"(trial) {
    await hearing(trial, async (news) => {
      let heard = 0;
      const stop = generationsOf(trial.store).listen(trial.rootKey, () => {
        heard += 1;
      });
      await stepUntilHeard(trial, trial.store, news);
      expectThat("the second listener hears as well", heard > 0);
      stop();
      heard = 0;
      await stepUntilHeard(trial, trial.store, news);
      expectSame("the news after it has stopped", heard, 0);
    });
  },
};
