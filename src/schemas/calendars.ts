import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";
import { idSchema } from "./ids.ts";
import { calendarDate, timeZone } from "./instants.ts";

/** What `calendars.busyTimes` takes. */
export const busyTimesQuerySchema = z.strictObject({
  dateFrom: calendarDate,
  dateTo: calendarDate,
  timeZone: z.optional(timeZone),
  calendarsToLoad: z
    .array(z.strictObject({ credentialId: idSchema, externalId: z.string().check(z.minLength(1)) }))
    .check(z.minLength(1)),
});

/** `GET /v2/calendars/busy-times`. */
export const busyTimesAnswerSchema = z.looseObject({
  data: z.array(
    z.looseObject({
      start: z.string(),
      end: z.string(),
      source: z.optional(z.nullable(z.string())),
    }),
  ),
});

const calendarSchema = z.looseObject({
  externalId: z.string(),
  credentialId: z.optional(z.nullable(z.number())),
  name: z.optional(z.nullable(z.string())),
  primary: z.optional(z.nullable(z.boolean())),
  readOnly: z.optional(z.nullable(z.boolean())),
  isSelected: z.optional(z.nullable(z.boolean())),
});

/** `GET /v2/calendars`. */
export const calendarsAnswerSchema = z.looseObject({
  data: z.looseObject({
    connectedCalendars: z.array(
      z.looseObject({
        credentialId: z.optional(z.nullable(z.number())),
        calendars: z.optional(z.nullable(z.array(calendarSchema))),
      }),
    ),
    destinationCalendar: z.optional(
      z.nullable(z.looseObject({ externalId: z.optional(z.nullable(z.string())) })),
    ),
  }),
});

/** A time at which a calendar is busy; `start` and `end` as Cal.com gives them. */
export type BusyTime = Frozen<z.infer<typeof busyTimesAnswerSchema>["data"][number]>;

/** The calendars of the credential's user, and where new bookings are entered. */
export type ConnectedCalendars = Frozen<z.infer<typeof calendarsAnswerSchema>["data"]>;

/** A question about the busy times of calendars. */
export interface BusyTimesQuery {
  /** ISO 8601 date. */
  readonly dateFrom: string;
  /** ISO 8601 date, included. */
  readonly dateTo: string;
  /** IANA zone of the dates. @default "UTC" */
  readonly timeZone?: string | undefined;
  /** From `calendars.list`. */
  readonly calendarsToLoad: readonly {
    readonly credentialId: number;
    readonly externalId: string;
  }[];
}
