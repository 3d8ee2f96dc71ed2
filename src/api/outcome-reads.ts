import { CalcomApiError } from "../errors.ts";
import type { Booking } from "../schemas/bookings.ts";
import type { BookingsAnswer } from "./booking-answers.ts";
import { isText } from "./booking-facts.ts";
import { type BookingReadDeps, type BookingsReader, bookingsReader } from "./booking-reads.ts";
import type { BookingWriteDeps } from "./booking-writes.ts";
import type { Sighting } from "./outcome-search.ts";

/** What may still come about. */
export const NOT_FOUND = { seen: "not-found" } as const;

export function found(bookings: readonly Booking[], isSeries = false): Sighting<BookingsAnswer> {
  return { seen: "found", answer: { bookings, isSeries } };
}

/** Reads as urgent as the write they belong to, until its outcome is of no more use. */
export function outcomeReader(deps: BookingWriteDeps, until: number): BookingsReader {
  const readOptions: BookingReadDeps["readOptions"] = (options) => ({
    ...deps.readOptions(options),
    timeoutMs: Math.max(1, until - deps.clock.monotonic()),
    priority: "booking",
  });
  return bookingsReader({ ...deps, readOptions });
}

/** What a read gives, or `undefined` where Cal.com does not know of it (yet). */
export async function ifKnown<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CalcomApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** Whether nobody comes to a booking any more: it was moved on, called off or declined. */
export function isOver({ status }: Booking): boolean {
  return status === "cancelled" || status === "rejected";
}

export function startsAt(start: string): (booking: Booking) => boolean {
  const wanted = Date.parse(start);
  return (booking) => Date.parse(booking.start) === wanted;
}

/** How much later than the one it replaces a booking is dated at most, and how much earlier. */
const ABOUT_THEN_MS = 60_000;

/**
 * The bookings that have taken the place of one. Older servers do not say by which (recording 0113),
 * and of two moves at once only one is named: so all are looked through that were made since.
 */
export async function successorsOf(
  reader: BookingsReader,
  { uid, attendees, eventTypeId, updatedAt }: Booking,
): Promise<readonly Booking[]> {
  const attendeeEmail = attendees[0]?.email;
  const since = isText(updatedAt) ? Date.parse(updatedAt) - ABOUT_THEN_MS : Number.NaN;
  const filter = {
    ...(isText(attendeeEmail) ? { attendeeEmail } : {}),
    ...(eventTypeId == null ? {} : { eventTypeId }),
    ...(Number.isNaN(since) ? {} : { afterCreatedAt: new Date(since).toISOString() }),
  };
  const successors: Booking[] = [];
  for await (const booking of reader.list(filter)) {
    if (booking.rescheduledFromUid === uid) successors.push(booking);
  }
  return successors;
}
