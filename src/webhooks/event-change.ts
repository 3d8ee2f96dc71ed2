import {
  asHeard,
  type BookingFacts,
  type Change,
  mergeFacts,
  namesHosts,
} from "../invalidation/changes.ts";
import type { EventNames } from "./event-facts.ts";
import type { WebhookEvent } from "./parse.ts";

/** What a trigger says about availability. */
type Happening =
  | "booked"
  | "moved"
  | "cancelled"
  | "reassigned"
  | "updated"
  | "unavailable"
  | "noted";

/** Every trigger Cal.com has (API.md 11.2). What is not in here may be anything. */
export const TRIGGERS = {
  BOOKING_CREATED: "booked",
  BOOKING_REQUESTED: "booked",
  BOOKING_RESCHEDULED: "moved",
  BOOKING_CANCELLED: "cancelled",
  BOOKING_REASSIGNED: "reassigned",
  BOOKING_REJECTED: "updated",
  BOOKING_PAYMENT_INITIATED: "updated",
  BOOKING_PAID: "updated",
  INSTANT_MEETING_ACCEPTED: "updated",
  CALENDAR_ENTRY_REJECTED: "updated",
  // Who did not come weighs when a round robin chooses its host (API.md 12.2, row 13).
  BOOKING_NO_SHOW_UPDATED: "updated",
  AFTER_HOSTS_CAL_VIDEO_NO_SHOW: "updated",
  AFTER_GUESTS_CAL_VIDEO_NO_SHOW: "updated",
  OOO_CREATED: "unavailable",
  // Calendars that cannot be read make their owner busy all day, until they can (row 33).
  DELEGATION_CREDENTIAL_ERROR: "unavailable",
  DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED: "unavailable",
  DELEGATION_CREDENTIAL_ROTATION_REQUIRED: "unavailable",
  DELEGATION_CREDENTIAL_SECRET_ROTATED: "unavailable",
  BOOKING_LOCATION_UPDATED: "noted",
  MEETING_STARTED: "noted",
  MEETING_ENDED: "noted",
  RECORDING_READY: "noted",
  RECORDING_TRANSCRIPTION_GENERATED: "noted",
  // It takes nobody's time before a host joins.
  INSTANT_MEETING: "noted",
  FORM_SUBMITTED: "noted",
  FORM_SUBMITTED_NO_EVENT: "noted",
  ROUTING_FORM_FALLBACK_HIT: "noted",
  WRONG_ASSIGNMENT_REPORT: "noted",
} as const satisfies Readonly<Record<string, Happening>>;

/** Those that tell of availability. */
export const AVAILABILITY_TRIGGERS: readonly string[] = Object.entries(TRIGGERS)
  .filter(([, happening]) => happening !== "noted")
  .map(([trigger]) => trigger);

/** What the index knows of the bookings a delivery names. */
export interface KnownBookings {
  readonly booking: BookingFacts | undefined;
  readonly previous: BookingFacts | undefined;
}

/** What has happened, by the event and what the index knows of the bookings it names. */
export function changeOf(event: WebhookEvent, names: EventNames, known: KnownBookings): Change {
  const happening = happeningOf(event.triggerEvent);
  const previous = known.previous && asHeard(known.previous);
  const facts = [names.booking, known.booking, previous].filter((one) => one !== undefined);
  const booking = facts.reduce(mergeFacts);
  const previousKnown = namesHosts(known.previous) && names.namesGuests;
  const namesNothing = booking.eventTypeIds.length + booking.hostIds.length === 0;
  const isOfBooking = happening !== "unavailable" && happening !== "noted";
  if (happening === undefined || (isOfBooking && namesNothing)) return { kind: "unrecognised" };
  switch (happening) {
    case "unavailable":
      return { kind: "absence-changed", hostIds: names.unavailable };
    case "noted":
      return { kind: "noted", booking };
    case "moved":
      return { kind: "booking-rescheduled", booking, previousKnown };
    // Whoever was heard of as its host may have lost it before, and nobody was told (recording 0250).
    case "reassigned":
      return { kind: "booking-reassigned", booking, previousKnown: names.losesHosts };
    // Of a series one delivery tells, about one occurrence; the others may have other guests.
    case "cancelled":
      return { kind: "booking-cancelled", booking, previousKnown: booking.isSingle };
    case "booked":
      if (names.previousUid !== undefined) {
        // What has to be confirmed again is told as a request; its old time is free (delivery 44).
        return { kind: "booking-rescheduled", booking, previousKnown };
      }
      return names.isFull
        ? { kind: "booking-created", booking }
        : { kind: "booking-confirmed", booking, previousKnown: booking.isSingle };
    case "updated":
      return { kind: "booking-updated", booking };
  }
}

function happeningOf(trigger = ""): Happening | undefined {
  return Object.hasOwn(TRIGGERS, trigger) ? TRIGGERS[trigger as keyof typeof TRIGGERS] : undefined;
}
