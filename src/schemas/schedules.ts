import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";
import { calendarDate, timeZone } from "./instants.ts";

const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

const timeOfDay = z
  .string()
  .check(z.refine((text) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text), "a time such as 09:00"));

const hours = { startTime: timeOfDay, endTime: timeOfDay };
const input = {
  name: z.string().check(z.minLength(1)),
  timeZone,
  isDefault: z.boolean(),
  availability: z.array(
    z.strictObject({ days: z.array(z.enum(WEEKDAYS)).check(z.minLength(1)), ...hours }),
  ),
  overrides: z.array(z.strictObject({ date: calendarDate, ...hours })),
};

/** What `schedules.create` takes. */
export const createScheduleSchema = z.strictObject({
  ...input,
  isDefault: z.optional(input.isDefault),
  availability: z.optional(input.availability),
  overrides: z.optional(input.overrides),
});

/** What `schedules.update` takes. */
export const updateScheduleSchema = z.partial(z.strictObject(input));

const scheduleSchema = z.looseObject({
  id: z.number(),
  ownerId: z.number(),
  name: z.string(),
  timeZone: z.string(),
  isDefault: z.boolean(),
  availability: z.array(
    z.looseObject({ days: z.array(z.string()), startTime: z.string(), endTime: z.string() }),
  ),
  overrides: z.array(
    z.looseObject({ date: z.string(), startTime: z.string(), endTime: z.string() }),
  ),
});

/** An answer with one schedule; API version 2024-06-11. */
export const scheduleAnswerSchema = z.looseObject({ data: scheduleSchema });

/** The same where there may be none. */
export const scheduleFoundSchema = z.looseObject({ data: z.nullable(scheduleSchema) });

/** An answer with schedules. */
export const schedulesAnswerSchema = z.looseObject({ data: z.array(scheduleSchema) });

/** Somebody's working hours; fields not named here are kept. */
export type Schedule = Frozen<z.infer<typeof scheduleSchema>>;

/** A day of the week, as Cal.com writes it. */
export type Weekday = (typeof WEEKDAYS)[number];

/** Hours of every such day; `HH:MM` in the schedule's zone. */
export interface WeeklyHours {
  readonly days: readonly Weekday[];
  readonly startTime: string;
  readonly endTime: string;
}

/** The hours of one date instead of the weekly ones; `HH:MM` in the schedule's zone. */
export interface DateOverride {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly startTime: string;
  readonly endTime: string;
}

/** A schedule to be made. */
export interface CreateScheduleInput {
  readonly name: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** Whether event types without a schedule of their own go by it. @default false */
  readonly isDefault?: boolean | undefined;
  /** @default Monday to Friday, 09:00 to 17:00, which is Cal.com's */
  readonly availability?: readonly WeeklyHours[] | undefined;
  readonly overrides?: readonly DateOverride[] | undefined;
}

/** What is to be changed; `availability` and `overrides` are replaced as a whole. */
export type UpdateScheduleInput = Partial<CreateScheduleInput>;
