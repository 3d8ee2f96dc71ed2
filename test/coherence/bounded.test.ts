import { expect, it } from "vitest";
import { BOUND_MS, createBoundedWorld, nextDay } from "../helpers/bounded-world.ts";
import { DAY, sourceOf, timesOf } from "../helpers/world.ts";

async function warmWorld() {
  const world = createBoundedWorld();
  return { ...world, ...(await world.warmReader()) };
}

it("answers from memory without any command", async () => {
  const { half, link, reader } = await warmWorld();
  link.sent.length = 0;
  for (let count = 0; count < 100; count++) {
    expect(await sourceOf(reader, half.id)).toBe("cache");
  }
  expect(link.sent).toEqual([]);
});

it("asks for the generation once in half the bound, and for nothing else", async () => {
  const { clock, half, link, reader } = await warmWorld();
  link.sent.length = 0;
  for (let ms = 0; ms < 10 * BOUND_MS; ms += 10) {
    await sourceOf(reader, half.id);
    await clock.advance(10);
  }
  expect(new Set(link.sent)).toEqual(new Set(["generation"]));
  expect(link.sent.length).toBeLessThanOrEqual(20);
});

it("sends nothing while nobody reads", async () => {
  const { changeElsewhere, clock, link } = await warmWorld();
  link.sent.length = 0;
  await changeElsewhere();
  await clock.advance(3_600_000);
  expect(link.sent).toEqual([]);
});

it("shows a change elsewhere at once when its message arrives", async () => {
  const { changeElsewhere, half, reader } = await warmWorld();
  const time = await changeElsewhere();
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it("trusts again what messages told of", async () => {
  const { changeElsewhere, link, reader, warmUp } = await warmWorld();
  await changeElsewhere();
  await warmUp(reader, link);
});

it("shares what is known among the clients over one store object", async () => {
  const { bounded, half, link } = await warmWorld();
  const other = bounded(link);
  // Each client compares its settings with the others' once.
  await sourceOf(other, half.id);
  link.sent.length = 0;
  expect(await sourceOf(other, half.id)).toBe("cache");
  expect(link.sent).toEqual([]);
});

it("goes on hearing of changes when another client over the store object is closed", async () => {
  const { bounded, changeElsewhere, half, link, reader, warmUp } = await warmWorld();
  const other = bounded(link);
  await warmUp(other, link);
  await reader.close();
  await warmUp(other, link);
  const time = await changeElsewhere();
  expect(await timesOf(other, half.id)).not.toContain(time);
});

it("does not give an answer from memory that another question has shown to be superseded", async () => {
  const { changeElsewhere, half, reader } = await warmWorld();
  const time = await changeElsewhere();
  await reader.slots.list(nextDay(half.id));
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it("asks the store for every answer once the client is closed", async () => {
  const { changeElsewhere, half, link, reader } = await warmWorld();
  await reader.close();
  link.messages = "lost";
  const time = await changeElsewhere();
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it("gives nothing from memory to who refreshes, and no versions to who folds them", async () => {
  const { changeElsewhere, half, link, reader } = await warmWorld();
  const target = { eventTypeId: half.id };
  const before = await reader.versionOf(target);
  link.messages = "lost";
  await changeElsewhere();
  expect(await reader.versionOf(target)).not.toBe(before);
  const { provenance } = await reader.slots.list(
    { ...target, start: DAY, end: DAY },
    { cache: "refresh" },
  );
  expect(provenance.source).toBe("origin");
});

it("does not give an answer from memory whose time is over", async () => {
  const { clock, half, warmReader } = createBoundedWorld();
  const { reader } = await warmReader({ ttl: { nearMs: BOUND_MS / 4 } });
  await clock.advance(BOUND_MS / 4);
  expect(await sourceOf(reader, half.id)).toBe("origin");
});

it("does not give an answer from memory that depends on less than the reader's would", async () => {
  const { bounded, half, hour, warmReader } = createBoundedWorld();
  const pools = { [half.id]: [{ id: 999, email: "somebody@else.example" }] };
  const { link, reader } = await warmReader({ invalidation: { pools } });
  expect(await sourceOf(reader, half.id)).toBe("cache");
  const other = bounded(link);
  await sourceOf(other, hour.id);
  expect(await sourceOf(other, half.id)).toBe("origin");
});
