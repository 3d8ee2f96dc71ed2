import type { BookingIndex } from "../invalidation/booking-index.ts";
import type { BookingFacts } from "../invalidation/changes.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import { type Booking, bookingAnswerSchema, seriesAnswerSchema } from "../schemas/bookings.ts";
import { parseAnswer } from "../schemas/validate.ts";
import { factsOfBookings } from "./booking-facts.ts";
import { OLD_BOOKING, refuseOldShape } from "./old-shape.ts";
import type { HttpAnswer } from "./refusals.ts";

/** What one answer says: a booking, or the occurrences of a series. */
export interface BookingsAnswer {
  readonly bookings: readonly Booking[];
  readonly isSeries: boolean;
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

/** Notes in the index whom the bookings touch, for changes that name only a uid. */
export async function rememberBookings(
  deps: { readonly index: BookingIndex; readonly emailHashes: EmailHashes },
  bookings: readonly Booking[],
): Promise<BookingFacts> {
  const facts = await factsOfBookings(bookings, deps.emailHashes);
  const uids = bookings.map(({ uid }) => uid);
  await deps.index.remember(uids, facts);
  return facts;
}
