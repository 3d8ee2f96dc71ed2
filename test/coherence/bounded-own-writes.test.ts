import { expect, it } from "vitest";
import { createBoundedWorld } from "../helpers/bounded-world.ts";
import { ANN, at, timesOf } from "../helpers/world.ts";

/** Nobody is told anything by message here. */
async function warmWorld() {
  const world = createBoundedWorld();
  const warm = await world.warmReader();
  warm.link.messages = "lost";
  return { ...world, ...warm };
}

it("shows its own booking at once", async () => {
  const { half, reader } = await warmWorld();
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  expect((await reader.bookings.create(input)).coherence).toBe("confirmed");
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
});

it("shows what another client over the same store object has done at once", async () => {
  const { half, link, reader, strict } = await warmWorld();
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  await strict(link).bookings.create(input);
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
});

it("learns nothing from a read that was under way when it changed something", async () => {
  const { alice, changeElsewhere, half, hour, link, reader } = await warmWorld();
  const asked = link.hold("read");
  const underWay = timesOf(reader, hour.id);
  const read = await asked;
  read.execute();
  const time = await changeElsewhere(() => reader.invalidate({ hostId: alice.id }));
  read.answer();
  await underWay;
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it("learns nothing lasting from a read that was answered before its change was", async () => {
  const { alice, changeElsewhere, half, hour, link, reader } = await warmWorld();
  const time = await changeElsewhere(async () => {
    const asked = link.hold("apply");
    const acknowledged = reader.invalidate({ hostId: alice.id });
    const change = await asked;
    await timesOf(reader, hour.id);
    change.execute();
    change.answer();
    await acknowledged;
  });
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it("answers nothing from memory that depends on a change the store has not confirmed", async () => {
  const { alice, clock, fake, half, link, reader } = await warmWorld();
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const asked = link.hold("apply");
  const failed = expect(reader.invalidate({ hostId: alice.id })).rejects.toMatchObject({
    code: "store_unavailable",
  });
  await asked;
  await clock.advance(100);
  await failed;
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
  await clock.advance(5_000);
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
});
