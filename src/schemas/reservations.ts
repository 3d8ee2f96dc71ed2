import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";
import { dateTime } from "./instants.ts";

const minutes = z.int().check(z.positive());

/** What `reservations.create` and `reservations.update` take. */
export const reservationInputSchema = z.strictObject({
  eventTypeId: z.int().check(z.positive()),
  slotStart: dateTime,
  slotDuration: z.optional(minutes),
  reservationDuration: z.optional(minutes),
});

/** A time to be held for a while. */
export interface ReservationInput {
  readonly eventTypeId: number;
  /** ISO 8601 date-time; without an offset it is UTC. */
  readonly slotStart: string;
  /** Minutes, for event types with several lengths. */
  readonly slotDuration?: number | undefined;
  /** Minutes; needs a credential with a relation to the event type. @default 5 */
  readonly reservationDuration?: number | undefined;
}

const reservationSchema = z.looseObject({
  reservationUid: z.string(),
  eventTypeId: z.number(),
  slotStart: z.string(),
  slotEnd: z.string(),
  reservationDuration: z.optional(z.number()),
  reservationUntil: z.string(),
});

/** An answer with one reservation; API version 2024-09-04. */
export const reservationAnswerSchema = z.looseObject({ data: reservationSchema });

/** The same where there may be none any more. */
export const reservationFoundSchema = z.looseObject({ data: z.nullable(reservationSchema) });

/** An answer that says only that it is done. */
export const doneAnswerSchema = z.looseObject({ status: z.literal("success") });

/** A time held for a while. It hides the time, and does not keep anybody from booking it. */
export type Reservation = Frozen<z.infer<typeof reservationSchema>>;
