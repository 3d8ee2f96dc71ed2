import { expect, it } from "vitest";
import { settle } from "../../src/testing/virtual-clock.ts";
import { BOUND_MS, createBoundedWorld, nextDay } from "../helpers/bounded-world.ts";
import { ANN, at, sourceOf, timesOf } from "../helpers/world.ts";

const FENCE_ENDS_MS = 70_000;
const ELSEWHERE = { tags: ["event-type:999"] } as const;

async function warmWorld() {
  const world = createBoundedWorld();
  return { ...world, ...(await world.warmReader()) };
}

it("shows a change elsewhere within the bound when its message is lost", async () => {
  const { changeElsewhere, link, msNotShown, reader } = await warmWorld();
  link.messages = "lost";
  const ms = await msNotShown(reader, await changeElsewhere());
  expect(ms).toBeGreaterThan(0);
  expect(ms).toBeLessThan(BOUND_MS);
});

it("is not told by a later message what a lost one would have said", async () => {
  const { changeElsewhere, link, msNotShown, reader, writer } = await warmWorld();
  link.messages = "lost";
  const time = await changeElsewhere();
  link.messages = "delivered";
  await writer.invalidate(ELSEWHERE);
  expect(await msNotShown(reader, time)).toBeLessThan(BOUND_MS);
});

it("is not misled by messages that come twice and in the wrong order", async () => {
  const { changeElsewhere, half, link, msNotShown, reader, writer } = await warmWorld();
  link.messages = "kept";
  await writer.invalidate(ELSEWHERE);
  const time = await changeElsewhere();
  await writer.invalidate(ELSEWHERE);
  const [before, of, after] = link.mail.splice(0);
  for (const deliver of [after, before, after, before]) deliver?.();
  link.messages = "lost";
  expect(await msNotShown(reader, time)).toBeLessThan(BOUND_MS);
  for (const deliver of [of, before, of]) deliver?.();
  expect(await timesOf(reader, half.id)).not.toContain(time);
  expect(await msNotShown(reader, await changeElsewhere())).toBeLessThan(BOUND_MS);
});

it.each(["overtakes", "comes after"])(
  "keeps its trust when a message %s an answer",
  async (how) => {
    const { clock, half, link, reader, writer } = await warmWorld();
    await clock.advance(BOUND_MS / 2);
    const asked = link.hold("generation");
    await sourceOf(reader, half.id);
    const verification = await asked;
    link.messages = "kept";
    if (how === "overtakes") verification.execute();
    await writer.invalidate(ELSEWHERE);
    if (how === "comes after") verification.execute();
    if (how === "overtakes") link.mail.pop()?.();
    verification.answer();
    await clock.advance(1);
    link.mail.pop()?.();
    await clock.advance(BOUND_MS - 2);
    link.sent.length = 0;
    await sourceOf(reader, half.id);
    expect(link.sent).toEqual(["generation"]);
  },
);

it("does not wait for messages when nothing is trusted any more", async () => {
  const { changeElsewhere, clock, link, reader, warmUp } = await warmWorld();
  link.messages = "lost";
  await changeElsewhere();
  await clock.advance(2 * BOUND_MS);
  await warmUp(reader, link);
});

it("does not trust what is marked, so that a death elsewhere between commit and bump shows", async () => {
  const { doomedClient, fake, half, link, msNotShown, reader, server } = await warmWorld();
  await reader.slots.list(nextDay(half.id));
  link.messages = "lost";
  const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "afterCommit" });
  const doomed = doomedClient({ store: server.connect().store });
  void doomed.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  await gate.reached;
  expect(await msNotShown(reader, "09:00", FENCE_ENDS_MS + 3 * BOUND_MS, 300)).toBeLessThan(
    BOUND_MS,
  );
  expect(await sourceOf(reader, half.id)).toBe("cache");
}, 20_000);

it("does not trust what another question has found marked", async () => {
  const { clock, doomedClient, fake, half, link, reader, server } = await warmWorld();
  link.messages = "lost";
  const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "afterCommit" });
  const doomed = doomedClient({ store: server.connect().store });
  void doomed.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  await gate.reached;
  await clock.advance(2 * BOUND_MS);
  // The first read only finds out that nothing is trusted any more.
  await reader.slots.list(nextDay(half.id));
  await reader.slots.list(nextDay(half.id));
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
});

it("learns nothing from a read that was under way when it started over", async () => {
  const { changeElsewhere, clock, half, link, msNotShown, reader, writer } = await warmWorld();
  link.messages = "lost";
  await writer.invalidate(ELSEWHERE);
  await clock.advance(BOUND_MS / 2);
  await sourceOf(reader, half.id);
  await clock.advance(BOUND_MS / 4);
  const asked = [link.hold("generation"), link.hold("read")];
  const underWay = reader.slots.list(nextDay(half.id));
  const [verification, read] = await Promise.all(asked);
  read?.execute();
  const time = await changeElsewhere();
  verification?.execute();
  verification?.answer();
  await settle();
  read?.answer();
  await underWay;
  expect(await msNotShown(reader, time)).toBeLessThan(BOUND_MS);
});

it("forgets what another answer of the same process contradicts", async () => {
  const { alice, changeElsewhere, half, hour, link, reader, writer } = await warmWorld();
  link.messages = "lost";
  const time = await changeElsewhere(() => writer.invalidate({ hostId: alice.id }));
  expect(await timesOf(reader, half.id)).toContain(time);
  expect(await timesOf(reader, hour.id)).not.toContain(time);
  expect(await timesOf(reader, half.id)).not.toContain(time);
});
