import type { BookingIndex } from "../invalidation/booking-index.ts";
import { type BookingFacts, NO_FACTS } from "../invalidation/changes.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import { type Booking, bookingAnswerSchema, seriesAnswerSchema } from "../schemas/bookings.ts";
import { parseAnswer } from "../schemas/validate.ts";
import { factsOfBookings, isText } from "./booking-facts.ts";
import { OLD_BOOKING, refuseOldShape } from "./old-shape.ts";
import type { HttpAnswer } from "./refusals.ts";

/** What one answer says: a booking, or the occurrences of a series. */
export interface BookingsAnswer {
  readonly bookings: readonly Booking[];
  readonly isSeries: boolean;
}

interface Memory {
  readonly index: BookingIndex;
  readonly emailHashes: EmailHashes;
}

/** @throws SchemaError naming the path that is wrong */
export function bookingsIn(answer: HttpAnswer, what: string): BookingsAnswer {
  const { status, requestId, body } = answer;
  const about = { what, status, requestId };
  refuseOldShape(body, about, OLD_BOOKING);
  if (Array.isArray((body as { data?: unknown } | undefined)?.data)) {
    return { bookings: parseAnswer(seriesAnswerSchema, body, about).data, isSeries: true };
  }
  return { bookings: [parseAnswer(bookingAnswerSchema, body, about).data], isSeries: false };
}

/** Of a cancelled booking with seats older servers name nobody (recording 0353 in FACTS). */
export function namesEverybody({ bookings }: BookingsAnswer): boolean {
  return bookings.every(({ attendees }) => attendees.length > 0);
}

/**
 * Confirming one occurrence confirms the series (API.md 8.6). Shown alone it does not say who comes to
 * the others.
 */
export function namesWholeSeries(answer: BookingsAnswer): boolean {
  const isAll = ({ recurringBookingUid }: Booking) =>
    answer.isSeries || !isText(recurringBookingUid);
  return namesEverybody(answer) && answer.bookings.every(isAll);
}

/** Notes in the index whom the bookings touch, for changes that name only a uid. */
export async function rememberBookings(
  deps: Memory,
  { bookings, isSeries }: BookingsAnswer,
): Promise<BookingFacts> {
  const facts = await factsOfBookings(bookings, deps.emailHashes);
  // A series is cancelled and confirmed by a uid of its own as well. One occurrence says too little
  // to stand for all of them.
  const series = isSeries ? bookings.map((booking) => booking.recurringBookingUid) : [];
  const uids = [...bookings.map(({ uid }) => uid), ...series].filter(isText);
  await deps.index.remember([...new Set(uids)], facts);
  return facts;
}

/** Notes who comes to a booking besides those that are known: any of them may be a host. */
export async function rememberPeople(
  { index, emailHashes }: Memory,
  uid: string,
  addresses: readonly (string | null | undefined)[],
): Promise<void> {
  const known = (await index.find(uid)) ?? NO_FACTS;
  const hashes = await emailHashes.all(addresses.filter(isText));
  // They say nothing about whether the hosts known are all of them.
  await index.remember([uid], { ...known, emailHashes: hashes });
}
