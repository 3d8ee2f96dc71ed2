import type { Clock } from "../clock.ts";
import type { TimeRange } from "./availability.ts";
import { refuseOverLimit } from "./booking-limits.ts";
import { bookingWindowOf } from "./booking-window.ts";
import type { Phase } from "./gates.ts";
import type { FakeBooking, FakeEventType } from "./model.ts";
import { organizerFor } from "./organizer.ts";
import { refuse, refuseBare } from "./replies.ts";
import type { SlotsCache } from "./slots-cache.ts";
import { patch, type State } from "./state.ts";
import type { WebhookSubject } from "./webhook-payloads.ts";

const MINUTE_MS = 60_000;
const UNAVAILABLE = "either already has booking at this time or is not available";
const OUT_OF_BOUNDS =
  "The event type can't be booked at the \"start\" time provided. This could be because it's " +
  "too soon (violating the minimum booking notice) or too far in the future (outside the " +
  "event's scheduling window). Try fetching available slots first using the GET /v2/slots " +
  'endpoint and then make a booking with "start" time equal to one of the available slots: ' +
  "https://cal.com/docs/api-reference/v2/slots";

/** What the actions need from the server around them. */
export interface ActionTools {
  readonly state: State;
  /** The state as a read replica knows it now. */
  readonly replica: () => State;
  readonly slotsCache: SlotsCache;
  readonly clock: Clock;
  /** Whether it stands for Cal.com's own server, as documented, and not for the recorded one. */
  readonly isHosted: boolean;
  /** Whether webhooks go out from a queue, so that no booking call waits for them. */
  readonly queuesWebhooks: boolean;
  readonly send: (subject: WebhookSubject) => Promise<void>;
}

/**
 * Stops the action where a test wants it to stop. Whatever has just committed bookings says which, so
 * that the journal knows.
 */
export type Step = (phase: Phase, committed?: readonly FakeBooking[]) => Promise<void>;

/**
 * Finds who organizes a booking, or refuses it. Reads the state as a write does before it commits;
 * nothing is locked until then.
 */
export function findOrganizer(
  { state, clock }: ActionTools,
  eventType: FakeEventType,
  wanted: TimeRange,
  ignoredUid?: string,
): number {
  const now = clock.now();
  if (wanted.start < now) throw refuse(400, "Attempting to book a meeting in the past.");
  const earliest = now + eventType.minimumBookingNotice * MINUTE_MS;
  const bookable = bookingWindowOf(state, eventType, now);
  if (wanted.start < Math.max(earliest, bookable.start) || wanted.start > bookable.end) {
    throw refuse(400, OUT_OF_BOUNDS);
  }
  refuseOverLimit(state, eventType, wanted.start, ignoredUid);
  const organizer = organizerFor(state, eventType, wanted, ignoredUid);
  if (organizer !== undefined) return organizer;
  throw refuse(400, `${eventType.teamId === null ? "User" : "One of the hosts"} ${UNAVAILABLE}`);
}

/** The database's unique key: one accepted booking per host, start and end, and no other guard. */
export function refuseDuplicate(
  { state }: ActionTools,
  booking: FakeBooking,
  replacedUid?: string,
): void {
  if (booking.status !== "accepted") return;
  for (const other of state.bookings.values()) {
    const same =
      other.uid !== replacedUid &&
      other.status === "accepted" &&
      other.userId === booking.userId &&
      other.start === booking.start &&
      other.end === booking.end;
    if (same) throw refuseBare(409, "booking_conflict_error");
  }
}

export function touch({ state, clock }: ActionTools, uid: string): FakeBooking {
  return patch(state.bookings, uid, "booking", { updatedAt: clock.now() });
}
