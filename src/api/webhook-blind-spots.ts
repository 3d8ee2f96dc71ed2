import type { ScopeIds } from "./scopes.ts";

/** What a subscription does not hear of, in one word. */
export type BlindSpotCode =
  | "attendees-added"
  | "bookings-elsewhere"
  | "event-types"
  | "external-calendars"
  | "other-event-types"
  | "other-users"
  | "out-of-office"
  | "reassignments"
  | "reservations"
  | "schedules"
  | "team-bookings"
  | "undelivered";

/** Something that changes availability, and that a subscription does not hear of. */
export interface BlindSpot {
  readonly code: BlindSpotCode;
  /** What it is, and what helps. */
  readonly message: string;
}

const EVERYWHERE = {
  schedules:
    "Cal.com announces no edits of schedules. Make them through this client, say `invalidate()`, or let the reconciler compare them.",
  "event-types":
    "Cal.com announces no edits of event types, their hosts or limits. Make them through this client, say `invalidate()`, or let the reconciler compare them.",
  "out-of-office":
    "OOO_CREATED is not sent for absences that are made through the API or deleted, and does not say what an edited one was. Make them through this client, or let the reconciler compare them.",
  "external-calendars":
    "Cal.com does not announce what changes in connected calendars. The time to live is the bound.",
  reservations:
    "Cal.com does not announce that a time is held, or no longer. Those of this client are known.",
  "attendees-added":
    "Cal.com announces nobody who is added to a booking later. Add them through this client.",
  undelivered:
    "Most deliveries are tried once, so whatever is not answered is lost. The reconciler finds it.",
} as const satisfies Partial<Record<BlindSpotCode, string>>;

const ELSEWHERE =
  "Bookings of other accounts or organizations take the time of a host who is invited by e-mail, and are announced there alone. The reconciler finds them.";
const OF_ONE_EVENT_TYPE = {
  "other-event-types":
    "Only this event type's bookings are announced; those of its hosts' other event types take the same time. Subscribe these as well, or run the reconciler.",
} as const;

/** What is announced to somebody else, by the level that is subscribed (API.md 11.6). */
function missedBy(scope: ScopeIds): Partial<Record<BlindSpotCode, string>> {
  if (scope.eventTypeId !== undefined) return OF_ONE_EVENT_TYPE;
  if (scope.organizationId !== undefined) return {};
  if (scope.oAuthClientId !== undefined) {
    return {
      "other-users":
        "Only bookings of the platform client's managed users are announced. Subscribe others' event types as well.",
    };
  }
  return {
    "team-bookings":
      "Bookings of a team's event types are not announced to the user who hosts them. Subscribe each of these event types, or the organization; or run the reconciler.",
  };
}

/** @param subscribed the triggers that the subscription has */
export function blindSpotsOf(scope: ScopeIds, subscribed: readonly string[]): readonly BlindSpot[] {
  const all: Partial<Record<BlindSpotCode, string>> = {
    ...missedBy(scope),
    "bookings-elsewhere": ELSEWHERE,
    ...(subscribed.includes("BOOKING_REASSIGNED")
      ? {}
      : {
          reassignments:
            "It is not announced when another host takes a booking over. Reassign through this client, or run the reconciler.",
        }),
    ...EVERYWHERE,
  };
  return Object.entries(all).map(([code, message]) => ({ code: code as BlindSpotCode, message }));
}
