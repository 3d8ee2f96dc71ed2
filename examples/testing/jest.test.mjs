import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import {
  calcomHandlers,
  createFakeCalcom,
  createVirtualClock,
  guardBookings,
  signedDelivery,
  UnheardChangesError,
} from "calcom-coherent/testing";
import { http } from "msw";
import { setupServer } from "msw/node";
import { createAppointments } from "./appointments.mjs";

const DAY = "2026-12-07";
const HOOK = "https://practice.example/webhooks/cal";
const SECRET = "s3cret";

const clock = createVirtualClock("2026-12-01T08:00:00Z");
const fake = createFakeCalcom({ clock });
const server = setupServer(
  ...calcomHandlers(fake),
  http.post(HOOK, ({ request }) => app.webhook(request)),
);
let hostId;
let eventTypeId;
let app;
let guard;

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => {
  fake.reset();
  const { baseUrl } = fake;
  const { id, apiKey } = fake.users.add({ username: "alice" });
  hostId = id;
  eventTypeId = fake.eventTypes.add({ ownerId: id, lengthInMinutes: 60 }).id;
  app = createAppointments({ eventTypeId, baseUrl, apiKey, webhookSecret: SECRET, clock });
  guard = guardBookings(fake, app.calcom);
});
// In every test: whatever has changed a booking, the client has heard of it.
afterEach(() => guard.check().finally(guard.stop));
afterEach(() => app.calcom.close());
afterAll(() => server.close());

it("offers no time that a visitor of Cal.com has booked", async () => {
  fake.webhooks.subscribe({ url: HOOK, secret: SECRET });
  expect(await app.offers(DAY)).toEqual(["09:00", "10:00", "11:00"]);
  await fake.bookings.book({ eventTypeId, start: `${DAY}T09:00:00Z` });
  expect(await app.offers(DAY)).toEqual(["10:00", "11:00"]);
  expect(app.diary).toEqual(["BOOKING_CREATED"]);
});

it("takes signed deliveries only", async () => {
  const delivery = { trigger: "BOOKING_CREATED", payload: { uid: "a1b2c3", eventTypeId } };
  const genuine = await app.webhook(await signedDelivery({ ...delivery, secret: SECRET }));
  const forged = await app.webhook(await signedDelivery({ ...delivery, secret: "guessed" }));
  expect([genuine.status, forged.status]).toEqual([204, 401]);
});

it("books once although Cal.com's answer is lost", async () => {
  fake.faults.dropReply({ method: "POST", path: "/v2/bookings" });
  const uid = await app.book(`${DAY}T09:00:00Z`, "Ann");
  expect(fake.bookings.list()).toMatchObject([{ uid, status: "accepted" }]);
  expect(await app.offers(DAY)).toEqual(["10:00", "11:00"]);
});

it("sees after a minute what nobody announces", async () => {
  await app.offers(DAY);
  const [start, end] = [`${DAY}T10:00:00Z`, `${DAY}T11:00:00Z`];
  fake.calendars.addBusy({ userId: hostId, start, end });
  expect(await app.offers(DAY)).toContain("10:00");
  await clock.advance(60_000);
  expect(await app.offers(DAY)).not.toContain("10:00");
});

it("is caught when it books behind the client's back", async () => {
  await app.bookByFax(`${DAY}T09:00:00Z`, "Ann");
  await expect(guard.check()).rejects.toThrow(UnheardChangesError);
});
