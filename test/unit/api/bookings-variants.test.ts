import { describe, expect, it } from "vitest";
import type { BookingResult } from "../../../src/index.ts";
import { isSeatedBooking } from "../../../src/index.ts";
import { createTeamWorld } from "../../helpers/team-world.ts";
import { ANN, at } from "../../helpers/world.ts";

function createVariants() {
  const world = createTeamWorld();
  const { alice, fake } = world;
  const seated = fake.eventTypes.add({
    ownerId: alice.id,
    slug: "seated",
    lengthInMinutes: 30,
    seats: { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true },
  });
  const weekly = fake.eventTypes.add({
    ownerId: alice.id,
    slug: "weekly",
    lengthInMinutes: 30,
    recurrence: { frequency: "weekly", interval: 1, occurrences: 4 },
  });
  const wish = (eventTypeId: number) => ({ eventTypeId, start: at("09:00"), attendee: ANN });
  return { ...world, seated, weekly, wish };
}

const kindOf = (result: BookingResult) => {
  if (result.occurrences !== undefined) return `series of ${result.occurrences.length}`;
  if (result.seatUid !== undefined) return `seat ${result.seatUid.length > 0}`;
  return `single ${result.booking.status}`;
};

describe("a result tells by itself what was booked", () => {
  it("a single booking", async () => {
    const { calcom, half, wish } = createVariants();
    expect(kindOf(await calcom.bookings.create(wish(half.id)))).toBe("single accepted");
  });

  it("as many of a series as were asked for", async () => {
    const { calcom, weekly, wish } = createVariants();
    const result = await calcom.bookings.create({ ...wish(weekly.id), recurrenceCount: 2 });
    expect(kindOf(result)).toBe("series of 2");
    expect(result.booking).toBe(result.occurrences?.[0]);
  });

  it("the occurrences that go with one that is called off", async () => {
    const { calcom, weekly, wish } = createVariants();
    const { occurrences = [] } = await calcom.bookings.create(wish(weekly.id));
    const second = String(occurrences[1]?.uid);
    const input = { cancelSubsequentBookings: true, cancellationReason: "over" };
    expect(kindOf(await calcom.bookings.cancel(second, input))).toBe("series of 3");
  });

  it("a seat, and the booking it shares with others", async () => {
    const { calcom, seated, wish } = createVariants();
    const first = await calcom.bookings.create(wish(seated.id));
    const bo = { ...ANN, email: "bo@example.test" };
    const second = await calcom.bookings.create({ ...wish(seated.id), attendee: bo });
    expect([kindOf(first), kindOf(second)]).toEqual(["seat true", "seat true"]);
    expect(second.booking.uid).toBe(first.booking.uid);
    expect(second.seatUid).not.toBe(first.seatUid);
    expect(isSeatedBooking(second.booking)).toBe(true);
  });

  it("a seat that is given back, of a booking that goes on", async () => {
    const { calcom, seated, wish } = createVariants();
    const { booking, seatUid } = await calcom.bookings.create(wish(seated.id));
    await calcom.bookings.create({
      ...wish(seated.id),
      attendee: { ...ANN, email: "bo@example.test" },
    });
    const result = await calcom.bookings.cancel(booking.uid, { seatUid: String(seatUid) });
    expect(kindOf(result)).toBe("single accepted");
    expect(result.booking.attendees.map(({ email }) => email)).toEqual(["bo@example.test"]);
  });

  it("a seat that moves alone", async () => {
    const { calcom, seated, wish } = createVariants();
    const { booking, seatUid } = await calcom.bookings.create(wish(seated.id));
    const move = { start: at("10:00"), seatUid: String(seatUid) };
    const moved = await calcom.bookings.reschedule(booking.uid, move);
    expect(moved.booking.start).toBe(at("10:00"));
    expect(kindOf(moved)).toBe("seat true");
  });

  it("a team's hosts asked to join at once", async () => {
    const { calcom, together, wish } = createVariants();
    const result = await calcom.bookings.create({ ...wish(together.id), instant: true });
    expect(kindOf(result)).toBe("single awaiting_host");
  });
});
