import { expect, it } from "vitest";
import { ANN, at, createWorld, sourceOf, timesOf, warm } from "../../helpers/world.ts";

/** A world whose host also has an event type that asks for confirmation. */
function createWorldOfRequests() {
  const world = createWorld();
  const { alice, fake } = world;
  const wish = fake.eventTypes.add({
    ownerId: alice.id,
    slug: "wish",
    lengthInMinutes: 30,
    requiresConfirmation: true,
  });
  const host = { id: alice.id, email: alice.email };
  const calcom = world.client({
    invalidation: { pools: { ...world.pools, [wish.id]: [host] } },
  });
  const request = () =>
    calcom.bookings.create({ eventTypeId: wish.id, start: at("09:00"), attendee: ANN });
  return { ...world, calcom, wish, request };
}

it("takes the time in every event type of the host when a request is confirmed", async () => {
  const { calcom, half, request } = createWorldOfRequests();
  const { booking } = await request();
  expect(booking.status).toBe("pending");
  expect(await timesOf(calcom, half.id)).toContain("09:00");
  const confirmed = await calcom.bookings.confirm(booking.uid);
  expect(confirmed).toMatchObject({ booking: { status: "accepted" }, coherence: "confirmed" });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("orphans what a declined request held", async () => {
  const { calcom, wish, request } = createWorldOfRequests();
  const { booking } = await request();
  await warm(calcom, wish.id);
  const declined = await calcom.bookings.decline(booking.uid, { reason: "not possible" });
  expect(declined.booking.status).toBe("rejected");
  expect(await sourceOf(calcom, wish.id)).toBe("origin");
});

it("leaves the cache warm when Cal.com refuses the decision", async () => {
  const { calcom, half, request } = createWorldOfRequests();
  const { booking } = await request();
  await calcom.bookings.confirm(booking.uid);
  await warm(calcom, half.id);
  await expect(calcom.bookings.confirm(booking.uid)).rejects.toMatchObject({ code: "api_error" });
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

it("refuses to mark anybody absent without saying whom it means", async () => {
  const { calcom } = createWorldOfRequests();
  const attempt = calcom.bookings.markAbsent("uid", { attendees: [{ email: "x" }] } as never);
  await expect(attempt).rejects.toMatchObject({
    code: "invalid_input",
    path: "attendees.0.absent",
  });
});
