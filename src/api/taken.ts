import { SlotTakenError, type UnknownOutcomeError } from "../booking-errors.ts";
import { CalcomApiError } from "../errors.ts";

// Cal.com has no machine code for a time that is not free, so its texts are known here and nowhere
// else (recordings 0073-0076, 0248, 0255; FACTS for the seats; API.md 7 for the last).
const TEXTS = [
  /^(?:User|One of the hosts) either already has booking at this time or is not available/,
  /^No more seats left at this seated booking\./,
  /^Booking with id=\S{1,100} .{0,100}\bno more seats left\./,
];

// What the booking engine calls it, where that comes through (recordings 0147-0153; API.md 8.2).
const NAMES = new Set([
  "booking_conflict_error",
  "no_available_users_found_error",
  "hosts_unavailable_for_booking",
  "fixed_hosts_unavailable_for_booking",
  "round_robin_host_unavailable_for_booking",
  "booking_seats_full_error",
  "not_enough_available_seats_error",
]);

/** What a refusal was about. */
export interface Refused {
  readonly method: string;
  readonly path: string;
}

/**
 * Whether a refusal says that the time is not free. `already_signed_up_for_this_booking_error` does
 * not: the attendee has a seat there, perhaps from a request whose answer was lost, and offering
 * another time would book them twice.
 *
 * @param text Cal.com's own words, from their beginning: they can repeat what somebody typed
 */
export function isTaken(text: string, { method, path }: Refused): boolean {
  // A reservation that is refused says nothing about a booking.
  if (method === "GET" || /(?:^|\/)slots\/reservations(?:\/|$)/.test(path)) return false;
  return NAMES.has(text) || TEXTS.some((taken) => taken.test(text));
}

const BARE = "Internal server error";

/**
 * Whether an error is the bare 500 of a booking or a reschedule. Hosts of a team who are not free
 * come out as that (API.md 8.2), but so does an unknown uid (recording 0119) and a booking that was
 * made and could not be read back: it means something only where the event type is a team's.
 */
export function mayMeanTaken(error: unknown): error is CalcomApiError {
  if (!(error instanceof CalcomApiError) || error.status !== 500) return false;
  const isBooking =
    error.method === "POST" && /^\/bookings(?:\/[^/]+\/reschedule)?$/.test(error.path);
  if (!isBooking) return false;
  return error.apiCode === undefined
    ? error.message.endsWith(`: ${BARE}`)
    : NAMES.has(error.apiCode);
}

/**
 * A bare 500 to a team's booking, as what it probably means. The write's outcome stays unknown, so
 * what is known of it goes along as the cause.
 */
export function asMaybeTaken(error: CalcomApiError, cause: UnknownOutcomeError): SlotTakenError {
  const { method, path, status, requestId, apiCode } = error;
  return new SlotTakenError(
    `Cal.com failed at ${method} ${path} (${status}), as it does when no host of the team is free. It may also have happened: look for the booking before anything is sent again.`,
    { method, path, status, requestId, apiCode, cause, certainty: "maybe" },
  );
}
