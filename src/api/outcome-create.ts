import type { Booking } from "../schemas/bookings.ts";
import type { BookingsAnswer } from "./booking-answers.ts";
import { isText } from "./booking-facts.ts";
import { makerOf } from "./booking-nonce.ts";
import type { BookingsReader } from "./booking-reads.ts";
import type { BookingWriteDeps } from "./booking-writes.ts";
import { found, ifKnown, isOver, NOT_FOUND, outcomeReader, startsAt } from "./outcome-reads.ts";
import type { Look, Sighting } from "./outcome-search.ts";

/** A booking that was asked for, as it is recognised. */
export interface WantedBooking {
  readonly nonce: string;
  /** ISO 8601, canonical. */
  readonly start: string;
  readonly eventTypeId?: number | undefined;
  readonly attendee: { readonly name: string; readonly email?: string | undefined };
  readonly lengthInMinutes?: number | undefined;
  readonly recurrenceCount?: number | undefined;
}

/** No event is longer, or its length is named. */
const LONGEST_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** Looks for a booking among those of its attendee. */
export function lookForCreated(
  deps: BookingWriteDeps,
  wanted: WantedBooking,
): Look<BookingsAnswer> {
  const { attendee, eventTypeId, lengthInMinutes = 0, start } = wanted;
  const { email, name } = attendee;
  const latestEnd = Date.parse(start) + Math.max(LONGEST_MS, lengthInMinutes * MINUTE_MS);
  const filter = {
    ...(isText(email) ? { attendeeEmail: email } : { attendeeName: name }),
    ...(eventTypeId === undefined ? {} : { eventTypeId }),
    afterStart: start,
    beforeEnd: new Date(latestEnd).toISOString(),
  };
  const isThen = startsAt(start);
  return async (until) => {
    const reader = outcomeReader(deps, until);
    const unclear: Booking[] = [];
    for await (const booking of reader.list(filter)) {
      if (!isThen(booking)) continue;
      const seen = await recognised(reader, booking, wanted);
      if (seen.seen === "found") return seen;
      if (seen.seen === "unclear") unclear.push(...seen.found);
    }
    return unclear.length > 0 ? { seen: "unclear", found: unclear } : NOT_FOUND;
  };
}

async function recognised(
  reader: BookingsReader,
  booking: Booking,
  wanted: WantedBooking,
): Promise<Sighting<BookingsAnswer>> {
  const seats = seatsOf(booking, wanted);
  if (seats !== undefined) return seatAmong(booking, seats, wanted.nonce);
  if (makerOf(booking, undefined, wanted.nonce) !== "us") return NOT_FOUND;
  // It was made, and somebody has ended or moved it since: no success to tell the attendee of.
  if (isOver(booking)) return { seen: "unclear", found: [booking] };
  const { recurringBookingUid } = booking;
  return isText(recurringBookingUid)
    ? wholeSeries(reader, booking, recurringBookingUid, wanted.recurrenceCount)
    : found([booking]);
}

/** The seats in the attendee's name; `undefined` of a booking that is not one of seats. */
function seatsOf(
  { attendees }: Booking,
  { attendee: { email, name } }: WantedBooking,
): readonly string[] | undefined {
  if (!attendees.some(({ seatUid }) => isText(seatUid))) return undefined;
  const theirs = attendees.filter((person) =>
    isText(email) ? person.email?.toLowerCase() === email.toLowerCase() : person.name === name,
  );
  return theirs.map(({ seatUid }) => seatUid).filter(isText);
}

function seatAmong(
  booking: Booking,
  seats: readonly string[],
  nonce: string,
): Sighting<BookingsAnswer> {
  const makers = new Map(seats.map((seatUid) => [seatUid, makerOf(booking, seatUid, nonce)]));
  for (const [seatUid, maker] of makers) {
    if (maker === "us") return found([{ ...booking, seatUid }]);
  }
  // The attendee has a seat, and nobody knows from which request.
  const isUnclear = [...makers.values()].includes("untold");
  return isUnclear ? { seen: "unclear", found: [booking] } : NOT_FOUND;
}

/** Occurrences are made one by one, and not all of them need come about (API.md 8.2). */
async function wholeSeries(
  reader: BookingsReader,
  first: Booking,
  seriesUid: string,
  count: number | undefined,
): Promise<Sighting<BookingsAnswer>> {
  const made = (await ifKnown(reader.getSeries(seriesUid))) ?? [first];
  return count !== undefined && made.length >= count
    ? found(inOrder(made), true)
    : { seen: "unclear", found: inOrder(made) };
}

function inOrder(bookings: readonly Booking[]): readonly Booking[] {
  return bookings.toSorted((one, other) => Date.parse(one.start) - Date.parse(other.start));
}
