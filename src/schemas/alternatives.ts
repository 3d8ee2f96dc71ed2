import * as z from "zod/mini";
import { dateTime, timeZone } from "./instants.ts";
import type { SlotsSubject } from "./slots.ts";

const whole = z.int().check(z.positive());

/** How to look for times near a wish, without the wish itself. */
export const alternativesOptionsSchema = z.strictObject({
  max: z.optional(whole.check(z.maximum(100))),
  within: z.optional(z.strictObject({ days: whole.check(z.maximum(60)) })),
  timeZone: z.optional(timeZone),
});

/** What `slots.alternatives` takes beside the event type. */
export const alternativesWishSchema = z.extend(alternativesOptionsSchema, { near: dateTime });

/** How many times to look for, and how far from the wish. */
export interface AlternativesOptions {
  /** How many at most, 1 to 100. @default 3 */
  readonly max?: number | undefined;
  /** Days before and after the wish's day (in UTC), 1 to 60. @default 7 days */
  readonly within?: { readonly days: number } | undefined;
  /** IANA zone in which the times are written. @default "UTC" */
  readonly timeZone?: string | undefined;
}

/** A wish: an event type, and when somebody would like to come. */
export type AlternativesQuery = SlotsSubject &
  AlternativesOptions & {
    /** ISO 8601 date-time; without an offset it is UTC. */
    readonly near: string;
    /** Minutes, for event types with several lengths. */
    readonly duration?: number | undefined;
    /** Counts the time of this booking as free. */
    readonly bookingUidToReschedule?: string | undefined;
    /** User ids: only these of a round robin's hosts. */
    readonly rrHostSubsetIds?: readonly number[] | undefined;
  };
