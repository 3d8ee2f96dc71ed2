import { sleep } from "../cache/waiting.ts";
import type { Clock } from "../clock.ts";
import { CalcomApiError } from "../errors.ts";
import type { Booking } from "../schemas/bookings.ts";

/** What one look for a write's outcome has shown. */
export type Sighting<T> =
  | { readonly seen: "found"; readonly answer: T }
  | { readonly seen: "not-found" }
  /** What is there may be something else, or is not all of it. */
  | { readonly seen: "unclear"; readonly found: readonly Booking[] };

/**
 * Looks once, by reading. It throws what its reads throw.
 *
 * @param until when an answer is of no more use, by the monotonic clock
 */
export type Look<T> = (until: number) => Promise<Sighting<T>>;

/** What is known of a write where its outcome was not found. */
export interface Unresolved {
  readonly looked: "not-found" | "not-possible" | "unclear" | "not-at-all";
  readonly found: readonly Booking[];
  /** Why the last look showed nothing. */
  readonly trouble?: unknown;
}

export type SearchResult<T> = { readonly looked: "found"; readonly answer: T } | Unresolved;

/** Nobody has looked. */
export const UNSEEN: Unresolved = { looked: "not-at-all", found: [] };

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1_600;
/** A look that hangs leaves time for another, unless it would be too short to be answered at all. */
const SHORTEST_LOOK_MS = 1_000;
/** The last look is as late as it can be and still be answered. */
const LAST_LOOK_MS = 500;

/**
 * Looks again and again until the outcome is found or the time is over. What goes wrong with a look
 * says nothing about the write, except that looking is forbidden.
 */
export async function searchOutcome<T>(
  look: Look<T>,
  timeoutMs: number,
  clock: Clock,
): Promise<SearchResult<T>> {
  const until = clock.monotonic() + timeoutMs;
  let known = UNSEEN;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(2 * delayMs, LONGEST_DELAY_MS)) {
    const begunAt = clock.monotonic();
    const lookMs = Math.max((until - begunAt) / 2, SHORTEST_LOOK_MS);
    try {
      const sighting = await look(Math.min(begunAt + lookMs, until));
      if (sighting.seen === "found") return { looked: "found", answer: sighting.answer };
      const { seen } = sighting;
      known = { looked: seen, found: seen === "unclear" ? sighting.found : [] };
    } catch (trouble) {
      if (isForbidden(trouble)) {
        return known.looked === "unclear" ? known : { ...known, looked: "not-possible", trouble };
      }
      known = { ...known, trouble };
    }
    const leftMs = until - clock.monotonic();
    const pauseMs = Math.min(delayMs, leftMs - Math.min(LAST_LOOK_MS, timeoutMs / 4));
    if (pauseMs < FIRST_DELAY_MS) return known;
    await sleep(pauseMs, clock, undefined);
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof CalcomApiError && (error.status === 401 || error.status === 403);
}
