import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterEach, expect, it } from "vitest";
import { CalcomClient } from "../../../src/index.ts";
import { guardBookings, mockedCalcom } from "../../../src/testing/index.ts";
import { reported } from "./guard-world.ts";

const API = "https://api.cal.com/v2";
const START = "2026-12-07T09:00:00Z";
const ANN = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };

const host = { id: 7, name: "Al", email: "al@example.test", username: "al", timeZone: "UTC" };
/** As an application's own handlers answer: with what the client insists on, and no more. */
const answer = {
  status: "success",
  data: {
    ...{ id: 1, uid: "a1", title: "Talk", status: "accepted", duration: 30, eventTypeId: 5 },
    ...{ start: START, end: "2026-12-07T09:30:00Z", location: "Here", hosts: [host] },
    attendees: [{ ...ANN, absent: false }],
  },
};

const server = setupServer(
  http.post(`${API}/bookings`, () => HttpResponse.json(answer, { status: 201 })),
  http.post(`${API}/bookings/:uid/cancel`, () => HttpResponse.json({ status: "success" })),
  http.post(`${API}/bookings/:uid/confirm`, () => new HttpResponse(null, { status: 404 })),
  http.get(`${API}/bookings/:uid`, () => HttpResponse.json(answer)),
  http.post(`${API}/slots/reservations`, () => HttpResponse.json({}, { status: 201 })),
  http.post("https://other.example/bookings", () => HttpResponse.json({})),
);
server.listen({ onUnhandledRequest: "error" });
const cal = mockedCalcom(server);

const direct = (url: string, body: object = {}) =>
  fetch(url, { method: "POST", body: JSON.stringify(body) });

function createGuarded() {
  const calcom = new CalcomClient({
    apiKey: "cal_test",
    invalidation: { pools: "off", settleMs: 0 },
    reconcileTimeoutMs: 0,
  });
  return { calcom, guard: guardBookings(cal, calcom) };
}

afterEach(() => server.resetHandlers());

it("reports what changes a booking behind the client's back", async () => {
  const { guard } = createGuarded();
  await direct(`${API}/bookings`, { eventTypeId: 5 });
  await direct(`${API}/bookings/a1/cancel`);
  await expect(guard.check()).rejects.toMatchObject({
    changes: [
      { by: "POST /v2/bookings", uids: ["a1"], eventTypeIds: [5] },
      { by: "POST /v2/bookings/a1/cancel", uids: ["a1"], eventTypeIds: [] },
    ],
  });
});

it("reads the event type from the request where the answer does not name it", async () => {
  const { guard } = createGuarded();
  server.use(
    http.post(`${API}/bookings`, async ({ request }) => {
      await request.json();
      return HttpResponse.json({ data: { uid: "b2" } });
    }),
  );
  await direct(`${API}/bookings`, { eventTypeId: 5 });
  await expect(guard.check()).rejects.toMatchObject({
    changes: [{ uids: ["b2"], eventTypeIds: [5] }],
  });
});

it("leaves answers readable, and the client's own bookings alone", async () => {
  const { calcom, guard } = createGuarded();
  const { booking } = await calcom.bookings.create({ eventTypeId: 5, start: START, attendee: ANN });
  expect(booking.uid).toBe("a1");
  await guard.check();
});

it("reports a booking behind the back although the client books afterwards", async () => {
  const { calcom, guard } = createGuarded();
  await direct(`${API}/bookings/hidden/cancel`);
  await calcom.bookings.create({ eventTypeId: 5, start: START, attendee: ANN });
  expect(await reported(guard.check())).toEqual(["POST /v2/bookings/hidden/cancel"]);
});

it("takes the application's word for an event type that no answer names", async () => {
  const { calcom, guard } = createGuarded();
  await direct(`${API}/bookings/a1/cancel`);
  await calcom.invalidate({ eventTypeId: 5 });
  await guard.check();
  await direct(`${API}/bookings`, { eventTypeId: 5 });
  await calcom.invalidate({ eventTypeId: 6 });
  expect(await reported(guard.check())).toEqual(["POST /v2/bookings"]);
});

it("reports nothing that was refused, only read, no booking, or not Cal.com's", async () => {
  const { guard } = createGuarded();
  await direct(`${API}/bookings/a1/confirm`);
  await fetch(`${API}/bookings/a1`);
  await direct(`${API}/slots/reservations`);
  await direct("https://other.example/bookings");
  await guard.check();
});
