import type { FakeAttendee } from "./model.ts";
import { dateProblem, type Problem, refuseProblems, unknownKeys, utcMillis } from "./problems.ts";
import { refuseInner } from "./replies.ts";
import { isTimeZone } from "./zone.ts";

/** What a booking needs to be made. */
export interface BookingInput {
  readonly eventTypeId?: number | undefined;
  readonly eventTypeSlug?: string | undefined;
  readonly username?: string | undefined;
  readonly teamSlug?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Default: the event type's length. */
  readonly lengthInMinutes?: number | undefined;
  /** How many bookings of a series; default: all that the event type has. */
  readonly recurrenceCount?: number | undefined;
  /** Whether the meeting is to be now, with the first host who joins. */
  readonly instant?: boolean;
  readonly attendee: FakeAttendee;
  readonly guests: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly fields: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

const CREATE_KEYS = [
  "start",
  "lengthInMinutes",
  "recurrenceCount",
  "eventTypeId",
  "eventTypeSlug",
  "username",
  "teamSlug",
  "organizationSlug",
  "attendee",
  "bookingFieldsResponses",
  "guests",
  "meetingUrl",
  "location",
  "metadata",
  "routing",
  "emailVerificationCode",
  "instant",
  "allowConflicts",
  "allowBookingOutOfBounds",
];
const IDENTITY =
  "Either eventTypeId or eventTypeSlug + username or eventTypeSlug + teamSlug must be provided";
const METADATA =
  "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters.";
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const asObject = (value: unknown): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
const asText = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;
const asNumber = (value: unknown): number | undefined =>
  typeof value === "number" ? value : undefined;

function attendeeProblems(attendee: Json | undefined): Problem[] {
  if (attendee === undefined) {
    const constraints = ["attendee should not be null or undefined"];
    return [{ property: "attendee", constraints }];
  }
  const children: Problem[] = [];
  if (typeof attendee.name !== "string") {
    children.push({ property: "name", constraints: ["name must be a string"] });
  }
  if (!isTimeZone(attendee.timeZone)) {
    const constraints = ["timeZone must be a valid IANA time-zone"];
    children.push({ property: "timeZone", constraints });
  }
  return children.length > 0 ? [{ property: "attendee", constraints: [], children }] : [];
}

function metadataProblems(metadata: Json): Problem[] {
  const entries = Object.entries(metadata);
  const fits = entries.every(
    ([key, value]) => key.length <= 40 && (typeof value !== "string" || value.length <= 500),
  );
  if (fits && entries.length <= 50) return [];
  return [{ property: "metadata", constraints: [METADATA] }];
}

/** The refusals of the inner API, which looks at what the outer one let through. */
function refuseResponses(attendee: Json, metadata: Json): void {
  if (attendee.email === undefined) {
    throw refuseInner(400, "BAD_REQUEST", "responses - {email}error_required_field, ");
  }
  if (!EMAIL.test(String(attendee.email))) {
    throw refuseInner(400, "BAD_REQUEST", "responses - {email}email_validation_error, ");
  }
  const odd = Object.entries(metadata).find(([, value]) => typeof value !== "string");
  if (odd !== undefined) {
    const text = `metadata.${odd[0]} - Expected string, received ${typeof odd[1]}, `;
    throw refuseInner(400, "BAD_REQUEST", text);
  }
}

/** Checks the body of `POST /v2/bookings` in two steps; between them the event type is looked up. */
export function parseBookingBody(value: unknown): { input: BookingInput; inspect: () => void } {
  const body = asObject(value) ?? {};
  const attendee = asObject(body.attendee);
  const metadata = asObject(body.metadata) ?? {};
  const slug = asText(body.eventTypeSlug);
  const named = slug !== undefined && (body.username ?? body.teamSlug) !== undefined;
  const identity: Problem[] =
    body.eventTypeId !== undefined || named
      ? []
      : [{ property: "eventTypeId or eventTypeSlug + username", constraints: [IDENTITY] }];
  refuseProblems([
    ...unknownKeys(body, CREATE_KEYS),
    ...dateProblem("start", body.start),
    ...identity,
    ...attendeeProblems(attendee),
    ...metadataProblems(metadata),
  ]);
  const guests = Array.isArray(body.guests) ? body.guests.map(String) : [];
  return {
    input: {
      eventTypeId: asNumber(body.eventTypeId),
      eventTypeSlug: slug,
      username: asText(body.username),
      teamSlug: asText(body.teamSlug),
      start: utcMillis(String(body.start)),
      lengthInMinutes: asNumber(body.lengthInMinutes),
      recurrenceCount: asNumber(body.recurrenceCount),
      instant: body.instant === true,
      attendee: {
        name: String(attendee?.name),
        email: String(attendee?.email),
        timeZone: String(attendee?.timeZone),
        language: asText(attendee?.language) ?? "en",
      },
      guests,
      metadata,
      fields: asObject(body.bookingFieldsResponses) ?? {},
    },
    inspect: () => refuseResponses(attendee ?? {}, metadata),
  };
}
