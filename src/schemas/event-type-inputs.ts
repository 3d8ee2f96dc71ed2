import * as z from "zod/mini";
import { idSchema } from "./ids.ts";

const minutes = z.int().check(z.positive());
const someMinutes = z.int().check(z.nonnegative());
const text = z.string().check(z.minLength(1));
const direction = z.enum(["asc", "desc"]);
const host = z.looseObject({ userId: idSchema });
const SCHEDULING_TYPES = ["roundRobin", "collective", "managed"] as const;

const optional = {
  lengthInMinutesOptions: z.optional(z.array(minutes).check(z.minLength(1))),
  slotInterval: z.optional(z.nullable(minutes)),
  minimumBookingNotice: z.optional(someMinutes),
  beforeEventBuffer: z.optional(someMinutes),
  afterEventBuffer: z.optional(someMinutes),
  scheduleId: z.optional(z.nullable(idSchema)),
  hosts: z.optional(z.array(host)),
  schedulingType: z.optional(z.enum(SCHEDULING_TYPES)),
};

/** What `eventTypes.create` takes; fields not named here go to Cal.com as they are. */
export const createEventTypeSchema = z.looseObject({
  title: text,
  slug: text,
  lengthInMinutes: minutes,
  ...optional,
});

/** What `eventTypes.create` takes for a team. */
export const createTeamEventTypeSchema = z.extend(createEventTypeSchema, {
  schedulingType: z.enum(SCHEDULING_TYPES),
});

/** What `eventTypes.update` takes. */
export const updateEventTypeSchema = z.looseObject({
  title: z.optional(text),
  slug: z.optional(text),
  lengthInMinutes: z.optional(minutes),
  ...optional,
});

const name = text.check(z.regex(/^[^,]+$/));

/** What `eventTypes.list` takes. */
export const eventTypesFilterSchema = z.strictObject({
  username: z.optional(text),
  eventSlug: z.optional(text),
  usernames: z.optional(z.array(name).check(z.minLength(1))),
  orgSlug: z.optional(text),
  orgId: z.optional(idSchema),
  sortCreatedAt: z.optional(direction),
});

/** What `eventTypes.list` takes for a team. */
export const teamEventTypesFilterSchema = z.strictObject({
  eventSlug: z.optional(text),
  sortCreatedAt: z.optional(direction),
});

/** Who hosts an event type of a team. */
export interface EventTypeHostInput {
  readonly userId: number;
  /** Of a round robin: takes part in every booking. */
  readonly mandatory?: boolean | undefined;
  readonly priority?: string | undefined;
}

/** What can be said of an event type; whatever else Cal.com takes can be given beside it. */
export interface UpdateEventTypeInput {
  readonly title?: string | undefined;
  readonly slug?: string | undefined;
  readonly lengthInMinutes?: number | undefined;
  /** Minutes a booker may choose from. */
  readonly lengthInMinutesOptions?: readonly number[] | undefined;
  /** Minutes between starts; `null` for the length. */
  readonly slotInterval?: number | null | undefined;
  /** Minutes. */
  readonly minimumBookingNotice?: number | undefined;
  /** Minutes. */
  readonly beforeEventBuffer?: number | undefined;
  /** Minutes. */
  readonly afterEventBuffer?: number | undefined;
  /** `null` for the default schedules of the hosts. */
  readonly scheduleId?: number | null | undefined;
  readonly hidden?: boolean | undefined;
  /** Of a team's. */
  readonly hosts?: readonly EventTypeHostInput[] | undefined;
  /** Of a team's. */
  readonly schedulingType?: (typeof SCHEDULING_TYPES)[number] | undefined;
  readonly [field: string]: unknown;
}

/** An event type to be made; a team's needs a `schedulingType`. */
export interface CreateEventTypeInput extends UpdateEventTypeInput {
  readonly title: string;
  /** What it is called in addresses; unique for its owner. */
  readonly slug: string;
  readonly lengthInMinutes: number;
}

/** Which event types to list. Of a team, by `eventSlug` and in an order alone. */
export interface EventTypesFilter {
  /** Whose; servers before 2026 list none without one (404). */
  readonly username?: string | undefined;
  readonly eventSlug?: string | undefined;
  /** A dynamic event type of all of them. */
  readonly usernames?: readonly string[] | undefined;
  readonly orgSlug?: string | undefined;
  readonly orgId?: number | undefined;
  readonly sortCreatedAt?: "asc" | "desc" | undefined;
}
