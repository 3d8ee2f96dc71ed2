import { expect, it } from "vitest";
import type { JsonValue } from "../../../src/cache/json.ts";
import { createWorld, onDay, warm } from "../../helpers/world.ts";

const ttlMs = 600_000;

interface Query {
  id: JsonValue;
}

/** A layer whose answers say what they were loaded for, and how often that was. */
async function createLayer(keyOf = ({ id }: Query): readonly JsonValue[] => [id]) {
  const { half, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id);
  const loaded: JsonValue[] = [];
  const layer = calcom.layer("by-id", {
    key: keyOf,
    load: async ({ id }: Query, context) => {
      await context.slots.list(onDay(half.id));
      loaded.push(id);
      return { id };
    },
    ttlMs,
  });
  return { layer, loaded };
}

it("answers a changed query by what it says now", async () => {
  const { layer } = await createLayer();
  const query: Query = { id: 1 };
  expect(await layer.get(query)).toEqual({ id: 1 });
  query.id = 2;
  expect(await layer.get(query)).toEqual({ id: 2 });
});

it("loads for the reader's own query, not for an earlier one with the same key", async () => {
  const { layer, loaded } = await createLayer();
  const earlier: Query = { id: 1 };
  await layer.get(earlier);
  earlier.id = 2;
  expect((await layer.read({ id: 1 }, { cache: "refresh" })).value).toEqual({ id: 1 });
  expect(loaded).toEqual([1, 1]);
});

it("asks for a key each time, also where its parts are objects that change", async () => {
  const part = { id: 1 };
  const { layer, loaded } = await createLayer(() => [part]);
  await layer.get({ id: 1 });
  part.id = 2;
  await layer.get({ id: 2 });
  expect(loaded).toEqual([1, 2]);
});

it("tells texts from numbers, and nothing from both", async () => {
  const { layer, loaded } = await createLayer();
  const ids = [1, "1", null, "null", true, "true", "", 0];
  for (const id of [...ids, ...ids]) expect(await layer.get({ id })).toEqual({ id });
  expect(loaded).toEqual(ids);
});

it.each([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["a BigInt", 1n],
])("refuses %s in a key each time", async (_what, id) => {
  const { layer } = await createLayer();
  for (let time = 0; time < 2; time++) {
    const reading = layer.get({ id: id as unknown as JsonValue });
    await expect(reading).rejects.toMatchObject({ code: "configuration" });
  }
});
