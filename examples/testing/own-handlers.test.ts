import { guardBookings, mockedCalcom, UnheardChangesError } from "calcom-coherent/testing";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createAppointments } from "./appointments.ts";

const baseUrl = "https://api.cal.com/v2";
const server = setupServer(
  http.post(`${baseUrl}/bookings`, () =>
    HttpResponse.json({ status: "success", data: { uid: "a1b2c3" } }, { status: 201 }),
  ),
);
const app = createAppointments({ baseUrl, apiKey: "cal_test", eventTypeId: 123 });
const guard = guardBookings(mockedCalcom(server), app.calcom);

beforeAll(() => server.listen());
afterEach(() => guard.check());
afterAll(() => server.close());

it("is caught when it books behind the client's back", async () => {
  await app.bookByFax("2026-12-07T09:00:00Z", "Ann");
  await expect(guard.check()).rejects.toThrow(UnheardChangesError);
});
