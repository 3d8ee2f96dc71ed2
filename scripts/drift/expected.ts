import type { DifferenceKind } from "./compare.ts";

/** Differences that are known, and why they are right. */
export interface Expected {
  /** The names of the calls they occur in. */
  readonly calls: RegExp;
  readonly kind: DifferenceKind;
  /** Where in these calls. */
  readonly at: RegExp;
  readonly reason: string;
}

const SLOTS: readonly Expected[] = [
  {
    calls: /^slots\./,
    kind: "input-unknown",
    at: /^query rrHostSubsetIds$/,
    reason: "taken by the server and not documented (API.md 6.1)",
  },
  {
    calls: /^slots\./,
    kind: "answer-type",
    at: /^answer data\.\*\[\]$/,
    reason: "no recorded server gives texts; in both formats it gives objects (0033, 0034)",
  },
  {
    calls: /^slots\./,
    kind: "answer-optional",
    at: /\.start$/,
    reason: "the file marks nothing of a slot as required; every recorded one has it",
  },
  {
    calls: /^slots\./,
    kind: "answer-missing",
    at: /\.(?:seats(?:Booked|Remaining|Total)|bookingUid)$/,
    reason: "in the file's prose only; seated event types have them (API.md 6.2)",
  },
];

const BOOKINGS: readonly Expected[] = [
  {
    calls: /^bookings\.create$/,
    kind: "input-unknown",
    at: /^body (?:allowConflicts|allowBookingOutOfBounds|skipBookingLimits)$/,
    reason: "newer than the file (API.md 8.2)",
  },
  {
    calls: /^bookings\.create$/,
    kind: "input-partly-known",
    at: /^body (?:instant|recurrenceCount)$/,
    reason: "one input for all; each is of the alternative that has it (API.md 8.2)",
  },
  {
    calls: /^bookings\.(?:cancel|reschedule)$/,
    kind: "input-partly-known",
    at: /^body (?:cancelSubsequentBookings|reschedulingReason|seatUid)$/,
    reason: "one input for all; a seat's takes its uid in place of the others (API.md 8.4, 8.5)",
  },
  {
    calls: /^bookings\.requestReschedule$/,
    kind: "path-gone",
    at: /^$/,
    reason: "newer than the file (API.md 8.4)",
  },
  {
    calls: /^bookings\.updateLocation$/,
    kind: "input-unknown",
    at: /^body location\.integration$/,
    reason: "newer servers set up a conference; the file is of before (API.md 8.6)",
  },
  {
    calls: /^bookings\.list$/,
    kind: "input-unknown",
    at: /^query (?:limit|cursor)$/,
    reason: "pages of 2026-05-01; the file describes those of 2024-08-13 (API.md 8.3)",
  },
  {
    calls: /^bookings\.list$/,
    kind: "answer-missing",
    at: /^answer pagination\.(?:hasMore|nextCursor)$/,
    reason: "pages of 2026-05-01; the file describes those of 2024-08-13 (API.md 8.3)",
  },
  {
    calls: /^bookings\./,
    kind: "answer-missing",
    at: /\.(?:seatUid|recurringBookingUid)$/,
    reason: "one schema reads all bookings; these come with seats and series alone (API.md 8.1)",
  },
  {
    calls: /^bookings\.reassign/,
    kind: "answer-missing",
    at: /\.reassignedTo$/,
    reason: "the file's schema contains itself, by a clash of names; recording 0250 has it",
  },
  {
    calls: /^reservations\.get$/,
    kind: "answer-missing",
    at: /^answer data\./,
    reason: "the file's schema contains itself, by a clash of names; recording 0162 has them all",
  },
  {
    calls: /^reservations\.delete$/,
    kind: "answer-missing",
    at: /^answer status$/,
    reason: "an example in the file; recordings 0169 to 0173 have it",
  },
];

const EVENT_TYPES: readonly Expected[] = [
  {
    calls: /^(?:eventTypes|pools: event type)/,
    kind: "answer-type",
    at: /\.(?:users|hosts)\[\]$/,
    reason: "the file says texts; recordings 0013 and 0233 have objects",
  },
  {
    calls: /^eventTypes/,
    kind: "answer-missing",
    at: /\.(?:assignAllTeamMembers|hosts|parentEventTypeId|schedulingType|teamId|users)$/,
    reason: "one schema reads them all; these are of a team's, or of a user's own (API.md 9.2)",
  },
  {
    calls: /^eventTypes/,
    kind: "answer-missing",
    at: /\.disabled$/,
    reason: "an input of the file; read in case a server answers what it was given (API.md 9.2)",
  },
  {
    calls: /^eventTypes/,
    kind: "input-type",
    at: /^body lengthInMinutesOptions\[\]$/,
    reason: "the file says texts beside an example of numbers; recording 0279 has numbers",
  },
  {
    calls: /^eventTypes/,
    kind: "input-type",
    at: /^body (?:slotInterval|scheduleId)$/,
    reason: "`null` for the default, as the answers have it (recording 0013)",
  },
  {
    calls: /^eventTypes\.(?:create|update)$/,
    kind: "input-unknown",
    at: /^body (?:hosts|schedulingType)$/,
    reason:
      "one input for all; these are of a team's, and Cal.com drops them elsewhere (API.md 5.1)",
  },
  {
    calls: /^eventTypes\.update of /,
    kind: "enum",
    at: /^body schedulingType$/,
    reason: "one input for all; the file has managed ones made, and nothing changed into one",
  },
  {
    calls: /^eventTypes\.list of /,
    kind: "input-not-offered",
    at: /^query hostsLimit$/,
    reason: "it hides hosts, and would make bookings of those unheard of (API.md 9.1)",
  },
];

const OTHERS: readonly Expected[] = [
  {
    calls: /\.delete/,
    kind: "enum",
    at: /^answer status$/,
    reason: "`error` comes with a status of 400 and above, and is no answer (API.md 5.1)",
  },
  {
    calls: /^schedules\.get/,
    kind: "answer-null",
    at: /^answer data$/,
    reason: "no server was seen to answer `null` to an id; one that does is a SchemaError",
  },
  {
    calls: /^schedules\.create/,
    kind: "input-not-required",
    at: /^body isDefault$/,
    reason: "the client sends `false` unless told otherwise",
  },
  {
    calls: /^schedules\.list of /,
    kind: "input-not-offered",
    at: /^query eventTypeId$/,
    reason: "the client lists all; the schedule of an event type is in its `scheduleId`",
  },
  {
    calls: /^outOfOffice\.\w+(?: of teams.*)?$/,
    kind: "path-gone",
    at: /^$/,
    reason: "newer than the file (API.md 10)",
  },
  {
    calls: /^webhooks\./,
    kind: "answer-type",
    at: /\.id$/,
    reason: "the file says number; it is a UUID (API.md 11.1, recording 0021)",
  },
  {
    calls: /^webhooks\./,
    kind: "answer-missing",
    at: /\.(?:eventTypeId|teamId|userId)$/,
    reason: "one schema reads all levels; each has the id of its own (API.md 11.1)",
  },
  {
    calls: /^webhooks\./,
    kind: "answer-missing",
    at: /\.(?:createdAt|time|timeUnit|version)$/,
    reason: "the row as it is stored (recording 0021), and newer fields (API.md 11.1)",
  },
  {
    calls: /^webhooks\.create/,
    kind: "input-not-required",
    at: /^body active$/,
    reason: "the client sends `true` unless told otherwise",
  },
  {
    calls: /^webhooks\./,
    kind: "input-type",
    at: /^body payloadTemplate$/,
    reason: "`null` takes a template back, as the answers have it (recording 0017)",
  },
  {
    calls: /^webhooks\./,
    kind: "input-unknown",
    at: /^body (?:time|timeUnit)$/,
    reason: "for the two no-show triggers, newer than the file (API.md 11.1)",
  },
  {
    calls: /^teams\.memberships$/,
    kind: "answer-type",
    at: /^answer data$/,
    reason: "the file lost the list that the call answers with (API.md 10)",
  },
  {
    calls: /^calendars\.busyTimes$/,
    kind: "input-unknown",
    at: /^query calendarsToLoad$/,
    reason: "each calendar in brackets, which the file cannot describe (API.md 10)",
  },
  {
    calls: /^calendars\.busyTimes$/,
    kind: "input-not-required",
    at: /^query (?:credentialId|externalId)$/,
    reason: "in `calendarsToLoad`, as the server takes them (API.md 10)",
  },
];

/** What is known of the file of 2026-03-11; an entry that no longer occurs is reported, and goes. */
export const EXPECTED: readonly Expected[] = [...SLOTS, ...BOOKINGS, ...EVENT_TYPES, ...OTHERS];
