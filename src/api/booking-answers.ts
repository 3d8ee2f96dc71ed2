import { SchemaError } from "../errors.ts";
import type { BookingIndex } from "../invalidation/booking-index.ts";
import type { BookingFacts } from "../invalidation/changes.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import { type Booking, bookingAnswerSchema, seriesAnswerSchema } from "../schemas/bookings.ts";
import { parseAnswer } from "../schemas/validate.ts";
import { factsOfBookings } from "./booking-facts.ts";
import { type HttpAnswer, VERSION_HINT } from "./refusals.ts";

/** What one answer says: a booking, or the occurrences of a series. */
export interface BookingsAnswer {
  readonly bookings: readonly Booking[];
  readonly isSeries: boolean;
}

/** @throws SchemaError naming the path that is wrong */
export function bookingsIn(answer: HttpAnswer, what: string): BookingsAnswer {
  const { status, requestId, body } = answer;
  const about = { what, status, requestId };
  refuseOldShape(body, about);
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

// A version that the server does not know is answered in the shape of 2024-04-15 (recording 0068).
export function refuseOldShape(
  body: unknown,
  { what, status, requestId }: { what: string; status: number; requestId: string | undefined },
): void {
  const data = (body as { data?: unknown } | undefined)?.data;
  const first: unknown = Array.isArray(data) ? data[0] : data;
  if (typeof first !== "object" || first === null) return;
  if (!("startTime" in first) || "start" in first) return;
  throw new SchemaError(
    "invalid_response",
    `Cal.com answered ${what} in the shape of API version 2024-04-15, so it does not know the version sent. ${VERSION_HINT}`,
    { path: "data.start", status, requestId },
  );
}
