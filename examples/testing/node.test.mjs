import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import {
  createFakeCalcom,
  createVirtualClock,
  guardBookings,
  signedDelivery,
  UnheardChangesError,
} from "calcom-coherent/testing";
import { createAppointments } from "./appointments.mjs";

const DAY = "2026-12-07";
const SECRET = "s3cret";

const clock = createVirtualClock("2026-12-01T08:00:00Z");
const fake = createFakeCalcom({ clock, deliver: (request) => app.webhook(request) });
let hostId;
let eventTypeId;
let app;
let guard;

beforeEach(() => {
  fake.reset();
  const { baseUrl, fetch } = fake;
  const { id, apiKey } = fake.users.add({ username: "alice" });
  hostId = id;
  eventTypeId = fake.eventTypes.add({ ownerId: id, lengthInMinutes: 60 }).id;
  app = createAppointments({ eventTypeId, baseUrl, apiKey, webhookSecret: SECRET, fetch, clock });
  guard = guardBookings(fake, app.calcom);
});
// In every test: whatever has changed a booking, the client has heard of it.
afterEach(() => guard.check().finally(guard.stop));
afterEach(() => app.calcom.close());

test("offers no time that a visitor of Cal.com has booked", async () => {
  fake.webhooks.subscribe({ url: "https://practice.example/webhooks/cal", secret: SECRET });
  assert.deepEqual(await app.offers(DAY), ["09:00", "10:00", "11:00"]);
  await fake.bookings.book({ eventTypeId, start: `${DAY}T09:00:00Z` });
  assert.deepEqual(await app.offers(DAY), ["10:00", "11:00"]);
  assert.deepEqual(app.diary, ["BOOKING_CREATED"]);
});

test("takes signed deliveries only", async () => {
  const delivery = { trigger: "BOOKING_CREATED", payload: { uid: "a1b2c3", eventTypeId } };
  const genuine = await app.webhook(await signedDelivery({ ...delivery, secret: SECRET }));
  const forged = await app.webhook(await signedDelivery({ ...delivery, secret: "guessed" }));
  assert.deepEqual([genuine.status, forged.status], [204, 401]);
});

test("books once although Cal.com's answer is lost", async () => {
  fake.faults.dropReply({ method: "POST", path: "/v2/bookings" });
  const uid = await app.book(`${DAY}T09:00:00Z`, "Ann");
  assert.deepEqual(
    fake.bookings.list().map((booking) => booking.uid),
    [uid],
  );
  assert.deepEqual(await app.offers(DAY), ["10:00", "11:00"]);
});

test("sees after a minute what nobody announces", async () => {
  await app.offers(DAY);
  const [start, end] = [`${DAY}T10:00:00Z`, `${DAY}T11:00:00Z`];
  fake.calendars.addBusy({ userId: hostId, start, end });
  assert((await app.offers(DAY)).includes("10:00"));
  await clock.advance(60_000);
  assert(!(await app.offers(DAY)).includes("10:00"));
});

test("is caught when it books behind the client's back", async () => {
  await app.bookByFax(`${DAY}T09:00:00Z`, "Ann");
  await assert.rejects(guard.check(), UnheardChangesError);
});
