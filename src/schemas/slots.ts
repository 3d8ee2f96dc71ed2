import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";
import { dateOrInstant, timeZone } from "./instants.ts";

const id = z.int().check(z.positive());
const slug = z.string().check(z.minLength(1));

const SUBJECT =
  "`eventTypeId`, or `eventTypeSlug` with either `username` or `teamSlug`, or at least two `usernames`";

/** What `slots.list` takes. */
export const slotsQuerySchema = z
  .strictObject({
    eventTypeId: z.optional(id),
    eventTypeSlug: z.optional(slug),
    username: z.optional(slug),
    teamSlug: z.optional(slug),
    organizationSlug: z.optional(slug),
    usernames: z.optional(z.array(slug.check(z.regex(/^[^,]+$/))).check(z.minLength(2))),
    start: dateOrInstant,
    end: dateOrInstant,
    timeZone: z.optional(timeZone),
    duration: z.optional(z.int().check(z.positive())),
    format: z.optional(z.enum(["range", "time"])),
    bookingUidToReschedule: z.optional(z.string().check(z.minLength(1))),
    rrHostSubsetIds: z.optional(z.array(id).check(z.minLength(1))),
  })
  .check(z.refine(namesOneSubject, { error: SUBJECT, path: ["eventTypeId"] }));

// Cal.com takes the first of several by a precedence of its own; here that is a mistake.
function namesOneSubject(query: {
  readonly eventTypeId?: number | undefined;
  readonly eventTypeSlug?: string | undefined;
  readonly username?: string | undefined;
  readonly teamSlug?: string | undefined;
  readonly organizationSlug?: string | undefined;
  readonly usernames?: readonly string[] | undefined;
}): boolean {
  const { eventTypeId, eventTypeSlug, username, teamSlug, organizationSlug, usernames } = query;
  const owners = [username, teamSlug].filter((owner) => owner !== undefined).length;
  const bySlug = eventTypeSlug !== undefined && owners === 1;
  if (!bySlug && (eventTypeSlug !== undefined || owners > 0)) return false;
  const byId = eventTypeId !== undefined;
  if (byId && organizationSlug !== undefined) return false;
  return [byId, bySlug, usernames !== undefined].filter(Boolean).length === 1;
}

const instant = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), "an instant"));

const slotTimeSchema = z.looseObject({
  start: instant,
  seatsBooked: z.optional(z.number()),
  seatsRemaining: z.optional(z.number()),
  seatsTotal: z.optional(z.number()),
  bookingUid: z.optional(z.nullable(z.string())),
});
const slotSchema = z.extend(slotTimeSchema, { end: instant });

/** `GET /v2/slots`, API version 2024-09-04: with ends for `format=range`, without for `time`. */
export const slotsAnswerSchema = z.looseObject({
  data: z.record(z.string(), z.array(z.extend(slotTimeSchema, { end: z.optional(instant) }))),
});

/** One time that Cal.com lists as free; fields of newer servers are kept. */
export type Slot = Frozen<z.infer<typeof slotSchema>>;

/** The start of a free time, without its end. */
export type SlotTime = Frozen<z.infer<typeof slotTimeSchema>>;

/** Slots by date in the zone asked for; dates without slots are absent. */
export type SlotsByDate = Readonly<Record<string, readonly Slot[]>>;

/** Starts by date in the zone asked for; dates without slots are absent. */
export type SlotTimesByDate = Readonly<Record<string, readonly SlotTime[]>>;

/** The window of a question. */
export interface SlotsWindow {
  /** ISO 8601 date or date-time; without an offset it is UTC. */
  readonly start: string;
  /**
   * ISO 8601 date (to its end) or date-time; without an offset it is UTC. Cal.com takes a time of
   * exactly 00:00:00 for that whole date, so a window that ends at midnight is a day longer.
   */
  readonly end: string;
  /** IANA zone of the date keys and of the starts. @default "UTC" */
  readonly timeZone?: string | undefined;
  /** Minutes, for event types with several lengths and for dynamic ones. */
  readonly duration?: number | undefined;
  /** Counts the time of this booking as free. */
  readonly bookingUidToReschedule?: string | undefined;
  /** User ids: only these of a round robin's hosts. */
  readonly rrHostSubsetIds?: readonly number[] | undefined;
}

/** An event type by its id. */
export interface SlotsById {
  readonly eventTypeId: number;
}

/** A user's event type by its slug. */
export interface SlotsByUserSlug {
  readonly eventTypeSlug: string;
  readonly username: string;
  readonly organizationSlug?: string | undefined;
}

/** A team's event type by its slug. */
export interface SlotsByTeamSlug {
  readonly eventTypeSlug: string;
  readonly teamSlug: string;
  readonly organizationSlug?: string | undefined;
}

/** A meeting with all of several users, which has no event type. */
export interface SlotsByUsernames {
  readonly usernames: readonly string[];
  readonly organizationSlug?: string | undefined;
}

/** Whose free times are asked for. */
export type SlotsSubject = SlotsById | SlotsByUserSlug | SlotsByTeamSlug | SlotsByUsernames;

/** A question about free times. */
export type SlotsQuery = SlotsSubject & SlotsWindow & { readonly format?: "range" | undefined };

/** The same where the ends of the slots are not wanted; one answer of Cal.com serves both. */
export type SlotTimesQuery = SlotsSubject & SlotsWindow & { readonly format: "time" };
