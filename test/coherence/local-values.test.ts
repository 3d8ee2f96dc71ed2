import { expect, it } from "vitest";
import { createBoundedWorld } from "../helpers/bounded-world.ts";
import { ANN, at, onDay, sourceOf, timesOf } from "../helpers/world.ts";

/** A strict reader that keeps values in its own memory, with an answer in it. */
async function localWorld() {
  const world = createBoundedWorld();
  const link = world.server.connect({ values: "local" });
  const reader = world.strict(link);
  await reader.slots.list(onDay(world.half.id));
  link.sent.length = 0;
  link.entriesAsked.length = 0;
  return { ...world, link, reader };
}

it("asks for records alone, in one command, when it has the answer itself", async () => {
  const { half, link, reader } = await localWorld();
  expect(await sourceOf(reader, half.id)).toBe("cache");
  expect(link.sent).toEqual(["read"]);
  expect(link.entriesAsked).toEqual([undefined]);
});

it("hands out the same value each time", async () => {
  const { half, reader } = await localWorld();
  const [first, second] = [
    await reader.slots.list(onDay(half.id)),
    await reader.slots.list(onDay(half.id)),
  ];
  expect(first.provenance.source).toBe("cache");
  expect(second.slots).toBe(first.slots);
});

it("shares answers among the clients over one store object", async () => {
  const { half, link, strict } = await localWorld();
  const other = strict(link);
  expect(await sourceOf(other, half.id)).toBe("cache");
  expect(link.entriesAsked).toEqual([undefined]);
});

it("never gives what a change elsewhere has superseded", async () => {
  const { changeElsewhere, half, reader } = await localWorld();
  const time = await changeElsewhere();
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it("never gives what it has superseded itself", async () => {
  const { half, reader } = await localWorld();
  await reader.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
});

it("takes what another process has loaded since", async () => {
  const { changeElsewhere, half, link, reader, writer } = await localWorld();
  const time = await changeElsewhere();
  expect(await timesOf(writer, half.id)).not.toContain(time);
  expect(await sourceOf(reader, half.id)).toBe("cache");
  expect(link.entriesAsked).toHaveLength(2);
  expect(await sourceOf(reader, half.id)).toBe("cache");
  expect(link.entriesAsked.at(-1)).toBeUndefined();
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it("asks for the entry again once its own is over", async () => {
  const { clock, half, link, reader } = await localWorld();
  await clock.advance(2 * 3_600_000);
  link.entriesAsked.length = 0;
  expect(await sourceOf(reader, half.id)).toBe("origin");
  expect(link.entriesAsked.at(-1)).toBeTypeOf("string");
});

it("finds an answer of another process with tags of its own in one command from the second time on", async () => {
  const { half, link, reader, strict, server } = await localWorld();
  const definition = {
    key: () => ["it"],
    load: async (
      _query: string,
      context: { slots: { list: typeof reader.slots.list } },
    ): Promise<number> => Object.keys((await context.slots.list(onDay(half.id))).slots).length,
    ttlMs: 60_000,
  };
  await strict(server.connect()).layer("count", definition).get("it");
  const layer = reader.layer("count", definition);
  await layer.get("it");
  await layer.get("it");
  link.sent.length = 0;
  expect((await layer.read("it")).provenance.source).toBe("cache");
  expect(link.sent).toEqual(["read"]);
});

it("lets nobody change the versions an answer is judged by", async () => {
  const { half, link, reader, strict } = await localWorld();
  const read = async (client: typeof reader) =>
    (await client.slots.list(onDay(half.id), { cache: "use" })).provenance.versions;
  const loaded = (await reader.slots.list(onDay(half.id), { cache: "refresh" })).provenance;
  expect(Object.isFrozen(loaded.versions)).toBe(true);
  expect(Object.isFrozen(await read(reader))).toBe(true);
  const layer = strict(link).layer("frozen", {
    key: () => ["it"],
    load: async (_query: string, context) =>
      Object.keys((await context.slots.list(onDay(half.id))).slots).length,
    ttlMs: 60_000,
  });
  expect(Object.isFrozen((await layer.read("it")).provenance.versions)).toBe(true);
});
