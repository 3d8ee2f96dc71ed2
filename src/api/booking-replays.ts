import { BookingReplayedError } from "../booking-errors.ts";
import type { Clock } from "../clock.ts";
import type { Booking } from "../schemas/bookings.ts";
import type { BookingsAnswer } from "./booking-answers.ts";
import { isText } from "./booking-facts.ts";
import { type Maker, makerOf } from "./booking-nonce.ts";
import type { HttpAnswer } from "./refusals.ts";

/** What Cal.com stores is dated by its own clock; its `Date` header says so by the second. */
const DATE_HEADER_TOLERANCE_MS = 2_000;
/** What our clock and Cal.com's may be apart. */
const CLOCK_TOLERANCE_MS = 30_000;

const CREATE = { method: "POST", path: "/bookings" };

/** When a request was sent. */
export interface SentAt {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly monotonic: number;
}

/**
 * Judges whether an answer that says "booked" is the booking that was asked for. Cal.com gives back
 * an earlier one where it takes two requests for the same, and an invented one with id 0 to whom it
 * blocks (API.md 8.2).
 *
 * @throws BookingReplayedError
 */
export function refuseReplay(
  said: BookingsAnswer,
  answer: HttpAnswer,
  request: { readonly nonce: string; readonly sentAt: SentAt; readonly clock: Clock },
): void {
  const { bookings } = said;
  refuseInvented(said, answer, CREATE);
  const earliestMs = sentByServerClock(answer, request);
  const makers = bookings.map((booking) => judged(booking, request.nonce, earliestMs));
  if (makers.includes("us") || !makers.includes("another")) return;
  const { uid, createdAt } = bookings[makers.indexOf("another")] as Booking;
  const { status, requestId } = answer;
  const about = { ...CREATE, status, requestId };
  throw new BookingReplayedError(
    "Cal.com answered POST /bookings with a booking that was there before, and has made none. Book another time, or with an address that is the attendee's own.",
    { ...about, reason: "earlier-booking", bookingUid: uid, bookedAt: createdAt ?? undefined },
  );
}

/**
 * Judges whether what an answer names is stored anywhere. Whoever is blocked is not told so, and a
 * move is made as a booking is.
 *
 * @throws BookingReplayedError
 */
export function refuseInvented(
  { bookings }: BookingsAnswer,
  { status, requestId }: HttpAnswer,
  { method, path }: { readonly method: string; readonly path: string },
): void {
  if (bookings.every(({ id }) => id !== 0)) return;
  throw new BookingReplayedError(
    `Cal.com answered ${method} ${path} as if it had been done, and has stored nothing: so it answers whom it blocks. Ask the attendee for another way to book.`,
    { method, path, status, requestId, reason: "nothing-stored" },
  );
}

function judged(booking: Booking, nonce: string, earliestMs: number): Maker {
  const { attendees, createdAt, seatUid } = booking;
  // Whoever joins a booking with seats is given one that is older than the request. Where it does not
  // say which seat is meant, any may be.
  const seats = isText(seatUid) ? [seatUid] : attendees.map((person) => person.seatUid);
  const makers = seats.filter(isText).map((seat) => makerOf(booking, seat, nonce));
  if (makers.length > 0) return makers.find((maker) => maker !== "another") ?? "another";
  const maker = makerOf(booking, undefined, nonce);
  if (maker !== "untold") return maker;
  return isText(createdAt) && Date.parse(createdAt) < earliestMs ? "another" : "untold";
}

/** When the request can have been sent at the earliest, by the clock that bookings are dated by. */
function sentByServerClock(
  { headers }: HttpAnswer,
  { sentAt, clock }: { readonly sentAt: SentAt; readonly clock: Clock },
): number {
  const answeredAt = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(answeredAt)) return sentAt.now - CLOCK_TOLERANCE_MS;
  const tookMs = clock.monotonic() - sentAt.monotonic;
  return answeredAt - tookMs - DATE_HEADER_TOLERANCE_MS;
}
