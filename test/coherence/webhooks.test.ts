import { expect, it } from "vitest";
import { at, createWorld, sourceOf, timesOf, warm } from "../helpers/world.ts";

it("has orphaned every answer when the receiver resolves", async () => {
  const { fake, half, hour, client, receiveWith } = createWorld();
  const calcom = client();
  receiveWith((request) => calcom.handleWebhook(request));
  await warm(calcom, half.id, hour.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
});

it("keeps nothing that was loaded between a cancel's webhook and its commit", async () => {
  const { fake, half, clock, client, receiveWith } = createWorld();
  const calcom = client();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  let duringDelivery: string[] = [];
  receiveWith(async (request) => {
    await calcom.handleWebhook(request);
    duringDelivery = await timesOf(calcom, half.id);
  });
  await fake.bookings.cancel(uid);
  expect(duringDelivery).not.toContain("09:00");
  expect(await timesOf(calcom, half.id)).toContain("09:00");
  await clock.advance(5_001);
  await warm(calcom, half.id);
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

it("keeps only for a short time what is loaded soon after a cancel", async () => {
  const { fake, half, clock, client, receiveWith } = createWorld();
  const calcom = client();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  receiveWith((request) => calcom.handleWebhook(request));
  await fake.bookings.cancel(uid);
  await clock.advance(6_000);
  await warm(calcom, half.id);
  await clock.advance(10_001);
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});

it("orphans both times of a reschedule it only heard of", async () => {
  const { fake, half, hour, client, receiveWith } = createWorld();
  const calcom = client();
  receiveWith((request) => calcom.handleWebhook(request));
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await warm(calcom, half.id, hour.id);
  await fake.bookings.reschedule(uid, at("13:00"));
  const times = await timesOf(calcom, hour.id);
  expect(times).toContain("09:00");
  expect(times).not.toContain("13:00");
});
