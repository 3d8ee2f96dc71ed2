import * as z from "zod/mini";
import { canonicalInstant, dateTime } from "./instants.ts";
import type { SlotsSubject } from "./slots.ts";
import { parseInput } from "./validate.ts";

const ours = z.optional(z.undefined());

// The window and the format are made from it; whose time is meant is checked with them.
const confirmationSchema = z.looseObject({ start: dateTime, end: ours, format: ours });

/** A time of which somebody wants to know whether it can be booked now. */
export type ConfirmationQuery = SlotsSubject & {
  /** ISO 8601 date-time; without an offset it is UTC. */
  readonly start: string;
  /** Minutes, for event types with several lengths and for dynamic ones. */
  readonly duration?: number | undefined;
  /** IANA zone in which the time was offered, and is written. @default "UTC" */
  readonly timeZone?: string | undefined;
  /** Counts the time of this booking as free. */
  readonly bookingUidToReschedule?: string | undefined;
  /** User ids: only these of a round robin's hosts. */
  readonly rrHostSubsetIds?: readonly number[] | undefined;
};

/**
 * The start in epoch milliseconds, and what else was asked.
 *
 * @throws SchemaError for what is no instant
 */
export function confirmationOf(query: ConfirmationQuery, name: string) {
  const {
    start,
    end: _end,
    format: _format,
    ...rest
  } = parseInput(confirmationSchema, query, name);
  return { start: Date.parse(canonicalInstant(start) as string), rest };
}
