import type { CalcomClient, Layer, SlotsReader } from "../../../../src/index.ts";
import { comparable } from "../../histories/comparable.ts";
import { DAYS, type Question } from "../../histories/questions.ts";
import type { Person } from "../../histories/world.ts";
import type { NotedPart } from "../notes.ts";
import { digestOf, EVENT_TYPES } from "../questions.ts";

const isIn = (hosts: readonly Person[]) => (host: Person) => hosts.includes(host);

type ListOptions = NonNullable<Parameters<SlotsReader["list"]>[1]>;

/** Asks the questions of a run by their numbers. */
export class Asker {
  readonly #questions: readonly Question[];

  constructor(questions: readonly Question[]) {
    this.#questions = questions;
  }

  async ask(slots: SlotsReader, number: number, options: ListOptions = {}) {
    const question = this.#questions[number];
    if (question === undefined) throw new RangeError(`There is no question ${number}`);
    const { slots: days, provenance } = await slots.list(question.query, options);
    const { loadBeganAt, source } = provenance;
    const part: NotedPart = [number, digestOf(comparable(days)), loadBeganAt];
    return { source, loadBeganAt, parts: [part] };
  }

  async part(slots: SlotsReader, number: number): Promise<NotedPart> {
    return (await this.ask(slots, number)).parts[0] as NotedPart;
  }

  /** Numbers of the questions about an event type, alone or with others. */
  about(slug: string): readonly number[] {
    const hosts = EVENT_TYPES.find((one) => one.slug === slug)?.hosts ?? [];
    return this.#questions.flatMap(({ name, eventTypeIds, hosts: asked }, number) =>
      name.startsWith(`${slug} `) || (eventTypeIds.length === 0 && asked.some(isIn(hosts)))
        ? [number]
        : [],
    );
  }

  on(slug: string, day: number): number {
    const date = DAYS[day];
    return this.#questions.findIndex(({ name }) => name === `${slug} ${date} to ${date}`);
  }
}

export const LAYER_NAMES = ["two days", "menu", "plain"] as const;
export type LayerName = (typeof LAYER_NAMES)[number];

/** Layers of a host application, asked by the slug of an event type. */
export function defineLayers(
  client: CalcomClient,
  asker: Asker,
  ttlMs: number,
): Readonly<Record<LayerName, Layer<string, readonly NotedPart[]>>> {
  const key = (slug: string) => [slug];
  const days = client.layer<string, readonly NotedPart[]>("two days", {
    ...{ key, ttlMs },
    load: async (slug, { slots }) =>
      Promise.all([0, 1].map((day) => asker.part(slots, asker.on(slug, day)))),
  });
  return {
    "two days": days,
    menu: client.layer("menu", {
      ...{ key, ttlMs },
      load: async (slug, context) => [
        ...(await context.get(days, slug)),
        await asker.part(context.slots, asker.on("daves", 0)),
      ],
    }),
    // Without the context: what it reads is noted all the same.
    plain: client.layer("plain", {
      ...{ key, ttlMs },
      load: async (slug) => [await asker.part(client.slots, asker.on(slug, 1))],
    }),
  };
}
