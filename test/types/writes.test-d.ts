import { describe, expectTypeOf, it } from "vitest";
import type {
  ApiAnswer,
  BookingResult,
  CalcomClient,
  Coherence,
  ReservationResult,
  WriteOptions,
} from "../../src/index.ts";

declare const calcom: CalcomClient;

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
