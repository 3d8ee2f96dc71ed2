import { expect, it } from "vitest";
import { signedDelivery } from "../../../src/testing/index.ts";
import { createWebhookHandler } from "../../../src/webhooks/index.ts";
import { at, SECRET } from "../../helpers/world.ts";
import { createGuardedWorld, reported } from "./guard-world.ts";

const BOOKED = "the booking page (/book)";
const CANCELLED = "the booking page (/cancel)";

it("reports nothing that webhooks have told of, one before its commit included", async () => {
  const { bookDirectly, calcom, fake, guard, half, post, receiveWith } = createGuardedWorld();
  receiveWith((request) => calcom.handleWebhook(request));
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const moved = await fake.bookings.reschedule(uid, at("11:00"));
  await fake.bookings.cancel(moved.uid);
  await bookDirectly("13:00");
  const direct = fake.bookings.list().at(-1)?.uid;
  await post(`/bookings/${direct}/cancel`);
  expect(guard.violations).toEqual([]);
  await guard.check();
});

it("reports a series only if its webhooks are missing", async () => {
  const { alice, calcom, fake, guard, receiveWith } = createGuardedWorld();
  const recurrence = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
  const series = fake.eventTypes.add({ ownerId: alice.id, lengthInMinutes: 30, recurrence });
  receiveWith((request) => calcom.handleWebhook(request));
  const visit = (time: string) => fake.bookings.book({ eventTypeId: series.id, start: at(time) });
  await visit("09:00");
  await guard.check();
  fake.faults.webhooks.lose();
  await visit("11:00");
  expect(await reported(guard.check())).toEqual([BOOKED]);
});

it("reports a booking whose webhook was lost", async () => {
  const { calcom, fake, guard, half, receiveWith } = createGuardedWorld();
  receiveWith((request) => calcom.handleWebhook(request));
  fake.faults.webhooks.lose();
  const lost = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  await expect(guard.check()).rejects.toMatchObject({ changes: [{ uids: [lost.uid] }] });
});

it("reports a booking whose webhook was refused", async () => {
  const { client, fake, guard, half, receiveWith } = createGuardedWorld();
  const wrong = createWebhookHandler(client({ webhookSecret: "another" }));
  receiveWith(wrong);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect(await reported(guard.check())).toEqual([BOOKED]);
});

it("reports a cancel that was announced and answered by a plain invalidation alone", async () => {
  const { calcom, fake, guard, half, receiveWith } = createGuardedWorld();
  receiveWith(() => calcom.invalidate({ eventTypeId: half.id }));
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await guard.check();
  // What is loaded between the webhook and its commit is kept, and holds the old times.
  await fake.bookings.cancel(uid);
  expect(await reported(guard.check())).toEqual([CANCELLED]);
});

it("reports a lost webhook's change although the next one's came twice", async () => {
  const { calcom, fake, guard, half, receiveWith } = createGuardedWorld();
  receiveWith((request) => calcom.handleWebhook(request));
  fake.faults.webhooks.lose();
  const lost = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  fake.faults.webhooks.repeat({ copies: 3 });
  await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  await expect(guard.check()).rejects.toMatchObject({ changes: [{ uids: [lost.uid] }] });
});

it("takes a delivery that was made by hand for the last change's", async () => {
  const { calcom, fake, guard, half } = createGuardedWorld();
  const first = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  const payload = { uid, eventTypeId: half.id };
  const input = { trigger: "BOOKING_CREATED", payload, secret: SECRET };
  await calcom.handleWebhook(await signedDelivery(input));
  await expect(guard.check()).rejects.toMatchObject({ changes: [{ uids: [first.uid] }] });
});

it("tells apart webhooks that arrive at the same time", async () => {
  const { calcom, fake, guard, half, receiveWith } = createGuardedWorld();
  receiveWith((request) => calcom.handleWebhook(request));
  const times = ["09:00", "10:00", "11:00"].map(at);
  await Promise.all(times.map((start) => fake.bookings.book({ eventTypeId: half.id, start })));
  await guard.check();
});

it("leaves what is held or queued for the check after its delivery", async () => {
  const { calcom, clock, fake, guard, half, receiveWith } = createGuardedWorld({
    profile: "hosted",
  });
  receiveWith((request) => calcom.handleWebhook(request));
  const held = fake.faults.webhooks.hold();
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await guard.check();
  expect(held.count).toBe(1);
  await held.release();
  await guard.check();

  await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  await guard.check();
  await clock.advance(1_000);
  await fake.webhooks.settled();
  await guard.check();
});

it("reports what was queued once its delivery has failed", async () => {
  const { client, clock, fake, guard, half, receiveWith } = createGuardedWorld({
    profile: "hosted",
  });
  receiveWith((request) => client({ webhookSecret: "another" }).handleWebhook(request));
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await guard.check();
  await clock.advance(1_000);
  expect(await reported(guard.check())).toEqual([BOOKED]);
});

it("reports what was held and then dropped", async () => {
  const { calcom, fake, guard, half, receiveWith } = createGuardedWorld();
  receiveWith((request) => calcom.handleWebhook(request));
  const held = fake.faults.webhooks.hold();
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await guard.check();
  held.drop(0);
  expect(await reported(guard.check())).toEqual([BOOKED]);
});

it("hears of a queued cancel after its commit", async () => {
  const { calcom, clock, fake, guard, half, receiveWith } = createGuardedWorld({
    profile: "hosted",
  });
  const { uid } = fake.bookings.add({ eventTypeId: half.id, start: at("09:00") });
  receiveWith((request) => calcom.handleWebhook(request));
  await fake.bookings.cancel(uid);
  await clock.advance(1_000);
  await guard.check();
});
