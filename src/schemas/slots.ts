import * as z from "zod/mini";
import { dateOrInstant, timeZone } from "./instants.ts";

/** What `slots.list` takes. */
export const slotsQuerySchema = z.strictObject({
  eventTypeId: z.int().check(z.positive()),
  start: dateOrInstant,
  end: dateOrInstant,
  timeZone: z.optional(timeZone),
  duration: z.optional(z.int().check(z.positive())),
  bookingUidToReschedule: z.optional(z.string().check(z.minLength(1))),
});

const instant = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), "an instant"));

const slotSchema = z.looseObject({
  start: instant,
  end: instant,
  seatsBooked: z.optional(z.number()),
  seatsRemaining: z.optional(z.number()),
  seatsTotal: z.optional(z.number()),
  bookingUid: z.optional(z.nullable(z.string())),
});

/** `GET /v2/slots?format=range`, API version 2024-09-04. */
export const slotsAnswerSchema = z.looseObject({
  data: z.record(z.string(), z.array(slotSchema)),
});

/** One time that Cal.com lists as free; fields of newer servers are kept. */
export type Slot = Readonly<z.infer<typeof slotSchema>>;

/** Slots by date in the zone asked for; dates without slots are absent. */
export type SlotsByDate = Readonly<Record<string, readonly Slot[]>>;

/** A question about free times. */
export interface SlotsQuery {
  readonly eventTypeId: number;
  /** ISO 8601 date or date-time; without an offset it is UTC. */
  readonly start: string;
  /** ISO 8601 date (to its end) or date-time; without an offset it is UTC. */
  readonly end: string;
  /** IANA zone of the date keys and of the starts. @default "UTC" */
  readonly timeZone?: string | undefined;
  /** Minutes, for event types with several lengths. */
  readonly duration?: number | undefined;
  /** Counts the time of this booking as free. */
  readonly bookingUidToReschedule?: string | undefined;
}
