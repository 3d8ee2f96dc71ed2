import * as z from "zod/mini";
import { DAY_MS, dateOf, dayOf, unusedEndOf } from "./days.ts";
import { canonicalInstant, dateTime, timeZone } from "./instants.ts";
import { type SlotsQuery, type SlotsSubject, slotsQuerySchema } from "./slots.ts";
import { parseInput } from "./validate.ts";

const whole = z.int().check(z.positive());
const ours = z.optional(z.undefined());

/** How to look for times near a wish, without the wish itself. */
export const alternativesOptionsSchema = z.strictObject({
  max: z.optional(whole.check(z.maximum(100))),
  within: z.optional(z.strictObject({ days: whole.check(z.maximum(60)) })),
  timeZone: z.optional(timeZone),
});

// The window and the format are made here; whose times are meant is checked with them.
const wishSchema = z.looseObject({
  ...alternativesOptionsSchema.shape,
  near: dateTime,
  start: ours,
  end: ours,
  format: ours,
});

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

/** A wish as it is looked for; instants in epoch milliseconds. */
export interface Wish {
  readonly near: number;
  readonly max: number;
  /** The first instant that counts. */
  readonly from: number;
  /** The first instant after those that count. */
  readonly until: number;
  /** A start that is known to be taken. */
  readonly except: number | undefined;
  readonly question: SlotsQuery;
}

const DEFAULT_MAX = 3;
const DEFAULT_DAYS = 7;

/**
 * Works out what a wish asks for: whole days, so that the wishes of one day are one question.
 *
 * @param isRefused Cal.com has just refused it: it is left out, and so is what Cal.com may have kept of
 * before
 * @throws SchemaError for a wish that cannot be asked for
 */
export function wishOf(query: AlternativesQuery, now: number, isRefused = false): Wish {
  const name = "slots.alternatives";
  const { near: text, max, within, timeZone: zone, ...rest } = parseInput(wishSchema, query, name);
  const near = Date.parse(canonicalInstant(text) as string);
  const reach = (within?.days ?? DEFAULT_DAYS) * DAY_MS;
  const from = Math.max(dayOf(near) - reach, dayOf(now));
  const until = dayOf(near) + reach + DAY_MS;
  // At its edges a window lists what a booking outside forbids (API.md 6.4), so a day more is asked.
  const window = {
    start: dateOf(from - DAY_MS),
    end: isRefused ? unusedEndOf(until) : dateOf(until),
  };
  const question = parseInput(
    slotsQuerySchema,
    { ...rest, ...window, timeZone: zone ?? "UTC" },
    name,
  ) as SlotsQuery;
  const except = isRefused ? near : undefined;
  return { near, max: max ?? DEFAULT_MAX, from, until, except, question };
}
