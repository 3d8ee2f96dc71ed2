import { describe, expectTypeOf, it } from "vitest";
import type {
  ApiAnswer,
  AttendeeResult,
  Booking,
  BookingResult,
  CalcomClient,
  ChangeResult,
  Coherence,
  isSeatedBooking,
  ReassignResult,
  ReservationResult,
  WriteOptions,
} from "../../src/index.ts";

declare const calcom: CalcomClient;
declare const isSeated: typeof isSeatedBooking;

const START = "2026-12-07T09:00:00Z";
const ATTENDEE = { name: "Ann", timeZone: "UTC" };

describe("booking changes", () => {
  it("give the booking, and of a series its occurrences", async () => {
    const input = { eventTypeId: 1, start: START, attendee: ATTENDEE };
    const result = await calcom.bookings.create(input, { timeoutMs: 5 });
    expectTypeOf(result).toEqualTypeOf<BookingResult>();
    expectTypeOf(result.booking.uid).toEqualTypeOf<string>();
    expectTypeOf(result.reconciled).toEqualTypeOf<boolean>();
    expectTypeOf(result.coherence).toEqualTypeOf<Coherence>();
    // @ts-expect-error: only a series has occurrences
    result.occurrences.length;
    // @ts-expect-error: answers are frozen
    result.occurrences?.push(result.booking);
  });

  it("need an event type, a start and somebody in some zone", () => {
    // @ts-expect-error: somebody comes
    calcom.bookings.create({ eventTypeId: 1, start: START });
    // @ts-expect-error: in some zone
    calcom.bookings.create({ eventTypeId: 1, start: START, attendee: { name: "Ann" } });
    // @ts-expect-error: a time is a text
    calcom.bookings.create({ eventTypeId: 1, start: new Date(), attendee: ATTENDEE });
    // @ts-expect-error: a move has a time
    calcom.bookings.reschedule("u", {});
    // @ts-expect-error: a reason is a text
    calcom.bookings.cancel("u", { cancellationReason: 5 });
    // @ts-expect-error: somebody is absent or is not
    calcom.bookings.markAbsent("u", { attendees: [{ email: "a@b.test" }] });
  });

  it("can be called off, and are not cached", () => {
    expectTypeOf<WriteOptions>().toEqualTypeOf<{
      readonly signal?: AbortSignal | undefined;
      readonly timeoutMs?: number | undefined;
    }>();
    // @ts-expect-error: writes are not cached
    calcom.bookings.cancel("u", {}, { cache: "use" });
  });
});

describe("the result of a booking change", () => {
  it("narrows to a series, a seat or a single booking", async () => {
    const result: BookingResult = await calcom.bookings.cancel("u");
    if (result.occurrences !== undefined) {
      expectTypeOf(result.occurrences).toEqualTypeOf<readonly Booking[]>();
      expectTypeOf(result.seatUid).toEqualTypeOf<undefined>();
    } else if (result.seatUid !== undefined) {
      expectTypeOf(result.seatUid).toEqualTypeOf<string>();
    } else {
      expectTypeOf(result.occurrences).toEqualTypeOf<undefined>();
    }
    if (isSeated(result.booking)) {
      expectTypeOf(result.booking.attendees[0]?.seatUid).toEqualTypeOf<string | undefined>();
    }
    expectTypeOf(result.booking.attendees[0]?.seatUid).toEqualTypeOf<string | null | undefined>();
    // @ts-expect-error: answers are frozen, and what is in them
    result.booking.attendees.push({});
  });

  it("is what Cal.com says where that is no booking", () => {
    const { bookings } = calcom;
    expectTypeOf(bookings.requestReschedule("u")).resolves.toEqualTypeOf<ChangeResult>();
    expectTypeOf(bookings.reassign("u")).resolves.toEqualTypeOf<ReassignResult>();
    expectTypeOf(bookings.reassign).returns.resolves.toHaveProperty("reassignedTo");
    expectTypeOf(bookings.addAttendee).returns.resolves.toEqualTypeOf<AttendeeResult>();
    expectTypeOf(bookings.addGuests).returns.resolves.toEqualTypeOf<BookingResult>();
  });
});

describe("what a booking is made and changed with", () => {
  const wish = { start: START, attendee: ATTENDEE };

  it("names an event type by id, or by slug and whose it is", () => {
    calcom.bookings.create({ ...wish, eventTypeSlug: "s", username: "u" });
    calcom.bookings.create({ ...wish, eventTypeSlug: "s", teamSlug: "t", organizationSlug: "o" });
    // @ts-expect-error: nobody knows whose slug it is
    calcom.bookings.create({ ...wish, eventTypeSlug: "s" });
    // @ts-expect-error: a user has many event types
    calcom.bookings.create({ ...wish, username: "u" });
    // @ts-expect-error: it is a user's or a team's
    calcom.bookings.create({ ...wish, eventTypeSlug: "s", username: "u", teamSlug: "t" });
  });

  it("is a series or at once, at a place of some kind", () => {
    const one = { ...wish, eventTypeId: 1 };
    calcom.bookings.create({ ...one, recurrenceCount: 3 });
    calcom.bookings.create({ ...one, instant: true });
    // @ts-expect-error: nobody joins a series at once
    calcom.bookings.create({ ...one, instant: true, recurrenceCount: 3 });
    calcom.bookings.create({ ...one, location: { type: "attendeePhone", phone: "+49" } });
    // @ts-expect-error: a telephone has a number
    calcom.bookings.create({ ...one, location: { type: "attendeePhone" } });
    // @ts-expect-error: metadata are texts
    calcom.bookings.create({ ...one, metadata: { k: 1 } });
  });

  it("gives back a seat or a whole booking", () => {
    calcom.bookings.cancel("u", { seatUid: "s", cancellationReason: "ill" });
    calcom.bookings.cancel("u", { cancelSubsequentBookings: true, cancellationReason: "ill" });
    // @ts-expect-error: seats of a series go one by one
    calcom.bookings.cancel("u", { seatUid: "s", cancelSubsequentBookings: true });
  });

  it("names who takes a booking over, and where it goes", () => {
    calcom.bookings.reassign("u", { userId: 7, reason: "ill" });
    // @ts-expect-error: a reason alone names nobody
    calcom.bookings.reassign("u", { reason: "ill" });
    calcom.bookings.updateLocation("u", { type: "link", link: "https://meet.example" });
    // @ts-expect-error: the event type's own link is for bookings to be made
    calcom.bookings.updateLocation("u", { type: "link" });
    // @ts-expect-error: an address is needed to ask somebody
    calcom.bookings.addAttendee("u", ATTENDEE);
    // @ts-expect-error: guests are people here, not addresses
    calcom.bookings.addGuests("u", { guests: ["a@b.test"] });
  });
});

describe("reservations", () => {
  it("take an event type, a start and nothing misspelt", () => {
    const input = { eventTypeId: 1, slotStart: START };
    expectTypeOf(calcom.reservations.create(input)).resolves.toEqualTypeOf<ReservationResult>();
    // @ts-expect-error: it is called slotStart
    calcom.reservations.create({ eventTypeId: 1, start: START });
    // @ts-expect-error: a misspelt part is no part
    calcom.reservations.update("u", { ...input, duration: 5 });
  });
});

describe("other calls", () => {
  it("answer what nobody has checked", () => {
    const answer = calcom.request({ method: "GET", path: "/me" });
    expectTypeOf(answer).resolves.toEqualTypeOf<ApiAnswer>();
    expectTypeOf<ApiAnswer["body"]>().toEqualTypeOf<unknown>();
    expectTypeOf<ApiAnswer["coherence"]>().toEqualTypeOf<Coherence | undefined>();
  });

  it("say what they change", () => {
    calcom.request({ method: "PATCH", path: "/schedules/5", changes: { hostId: 7 } });
    calcom.request({ method: "POST", path: "/x", changes: "nothing" });
    // @ts-expect-error: it is all, something or nothing
    calcom.request({ method: "POST", path: "/x", changes: "everything" });
    // @ts-expect-error: Cal.com has no such method
    calcom.request({ method: "PUT", path: "/x", changes: "all" });
  });
});
