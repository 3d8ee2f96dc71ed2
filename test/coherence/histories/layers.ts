import type { CalcomClient, Layer, SlotsReader } from "../../../src/index.ts";
import { comparable } from "./comparable.ts";
import type { Part, Read } from "./history.ts";
import { DAYS } from "./questions.ts";
import { useQuestion } from "./truth.ts";
import type { HistoryWorld } from "./world.ts";

export const LAYER_NAMES = ["two days", "menu", "second choice", "plain"] as const;
export type LayerName = (typeof LAYER_NAMES)[number];

/** A part that has just been asked for. */
type AskedPart = Part & Pick<Read, "source">;

/** Asks one of the questions, and keeps what a checker needs of the answer. */
export async function ask(
  slots: SlotsReader,
  world: HistoryWorld,
  name: string,
  options: NonNullable<Parameters<SlotsReader["list"]>[1]> & { readonly asTimes?: boolean } = {},
): Promise<AskedPart> {
  const { asTimes = false, ...call } = options;
  const query = world.questions.get(name)?.query;
  if (query === undefined) throw new RangeError(`There is no question ${name}`);
  useQuestion(world, name);
  const answer = asTimes
    ? await slots.list({ ...query, format: "time" }, call)
    : await slots.list(query, call);
  const { loadBeganAt, source } = answer.provenance;
  return { question: name, value: comparable(answer.slots), loadBeganAt, source };
}

/** Layers of a host application; all are asked by the slug of an event type. */
export function defineLayers(
  client: CalcomClient,
  world: HistoryWorld,
): Record<LayerName, Layer<string, readonly Part[]>> {
  const ttlMs = 900_000;
  const key = (slug: string) => [slug];
  const [first, second, third] = DAYS.map((day) => `${day}`);
  const on = (slug: string, day: string | undefined) => `${slug} ${day} to ${day}`;
  const days = client.layer<string, readonly Part[]>("two days", {
    key,
    ttlMs,
    load: async (slug, { slots }) =>
      Promise.all([ask(slots, world, on(slug, first)), ask(slots, world, on(slug, second))]),
  });
  return {
    "two days": days,
    menu: client.layer<string, readonly Part[]>("menu", {
      key,
      ttlMs,
      load: async (slug, context) => [
        ...(await context.get(days, slug)),
        await ask(context.slots, world, `half ${first} to ${third}`),
      ],
    }),
    // What it asks depends on what it is told.
    "second choice": client.layer<string, readonly Part[]>("second choice", {
      key,
      ttlMs,
      load: async (slug, { slots }) => {
        const wish = await ask(slots, world, on(slug, first));
        if (wish.value.split(",").length > 8) return [wish];
        return [wish, await ask(slots, world, on("either", first))];
      },
    }),
    // Without the context: what it reads is noted all the same.
    plain: client.layer<string, readonly Part[]>("plain", {
      key,
      ttlMs,
      load: async (slug) => [await ask(client.slots, world, on(slug, second))],
    }),
  };
}
