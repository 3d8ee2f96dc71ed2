import type { Notes } from "../cache/notes.ts";
import type { Clock } from "../clock.ts";
import { StoreError } from "../errors.ts";
import type { Booking } from "../schemas/bookings.ts";
import type { BookingIndex } from "./booking-index.ts";
import { type BookingFacts, type Change, mergeFacts } from "./changes.ts";
import type { Invalidator } from "./invalidator.ts";
import { advance, findWatermark, isNews, putWatermark, stateOf } from "./reconciler-watermark.ts";

/** What a pass over bookings needs from further off. */
export interface PassDeps {
  readonly clock: Clock;
  readonly notes: Notes;
  readonly index: BookingIndex;
  readonly invalidator: Invalidator;
  /** Milliseconds read once more, for what was committed, or copied to where it is read, late. */
  readonly overlapMs: number;
  /**
   * Bookings that were changed at a moment or later. The latest change comes first where the server can
   * sort so: then one that is changed while pages are read moves to where reading has been. May show
   * some again.
   *
   * @param since `undefined`: at any time
   */
  readonly listChanged: (since: Date | undefined, signal: AbortSignal) => AsyncIterable<Booking>;
  readonly factsOf: (booking: Booking) => Promise<BookingFacts>;
  /** Learns who hosts event types, where there is budget to spare. Never rejects. */
  readonly learnHosts: (eventTypeIds: Iterable<number>, signal: AbortSignal) => Promise<void>;
}

/** What a pass has found. */
export interface PassResult {
  /** Bookings that Cal.com named. */
  readonly found: number;
  /** Those among them that were news. */
  readonly applied: number;
  /** Whether every answer was orphaned, because nobody knows all that was missed. */
  readonly startedOver: boolean;
}

/** Beyond it everything is orphaned instead: one request names 100. */
const MOST_ROWS = 500;
/** Of a first pass everything is orphaned anyway; it only has to learn how late it is at Cal.com. */
const FIRST_ROWS = 100;
const EVERYTHING: Change = { kind: "requested", tags: ["all"] };

/**
 * Looks for bookings that were changed since the last pass, and orphans what depends on them. The
 * watermark moves last: whatever breaks off in between is done again.
 *
 * @throws StoreError when the store did not confirm it, and what reads throw
 */
export async function reconcileBookings(deps: PassDeps, signal: AbortSignal): Promise<PassResult> {
  const { clock, invalidator, notes, overlapMs } = deps;
  const before = await findWatermark(notes);
  const now = clock.now();
  const beganAt = clock.monotonic();
  const since = before && new Date(Math.max(0, before.updatedAt - overlapMs));
  const most = before === undefined ? FIRST_ROWS : MOST_ROWS;
  const { bookings, isCutOff } = await readSome(deps.listChanged(since, signal), most);
  // While a process is suspended one of the clocks may stand still.
  const tookMs = Math.max(clock.monotonic() - beganAt, clock.now() - now);
  const known = new Map(before?.seen);
  const news = bookings.filter((booking) => isNews(booking, known));
  const startedOver = before === undefined || isCutOff;
  const changes = startedOver ? [EVERYTHING] : await changesOf(news, deps, signal);
  signal.throwIfAborted();
  if (changes.length > 0) refuseDeferred(await invalidator.catchUp(changes));
  await putWatermark(notes, advance(before, bookings, { now, tookMs, overlapMs }));
  return { found: bookings.length, applied: news.length, startedOver };
}

/** @throws StoreError unless the store has confirmed it */
export function refuseDeferred(coherence: "confirmed" | "deferred"): void {
  if (coherence === "confirmed") return;
  throw new StoreError(
    "The store did not confirm what the reconciler has found. It is being repeated, and the next pass begins where this one did.",
  );
}

async function readSome(list: AsyncIterable<Booking>, most: number) {
  // Pages and lists overlap.
  const bookings = new Map<string, Booking>();
  let rows = 0;
  for await (const booking of list) {
    bookings.set(`${booking.uid} ${stateOf(booking)}`, booking);
    rows += 1;
    // Whether there are more is not asked for: it would cost a request.
    if (rows === most) return { bookings: [...bookings.values()], isCutOff: true };
  }
  return { bookings: [...bookings.values()], isCutOff: false };
}

async function changesOf(
  news: readonly Booking[],
  deps: PassDeps,
  signal: AbortSignal,
): Promise<readonly Change[]> {
  const changes = await Promise.all(news.map((booking) => changeOf(booking, deps)));
  const eventTypeIds = changes.flatMap(({ booking }) => booking.eventTypeIds);
  if (changes.length > 0) await deps.learnHosts(new Set(eventTypeIds), signal);
  return changes;
}

// The answer says who has it now; the index knows who had it before, and adds up.
async function changeOf(row: Booking, { index, factsOf }: PassDeps) {
  const uids = [row.uid, row.rescheduledFromUid].filter((uid) => typeof uid === "string");
  const known = await Promise.all(uids.map((uid) => index.findSurely(uid)));
  const before = known.filter((facts) => facts !== undefined);
  const booking = before.reduce(mergeFacts, await factsOf(row));
  // Of a cancelled booking with seats older servers name nobody (recording 0353).
  return row.attendees.length === 0
    ? ({ kind: "booking-cancelled", booking, previousKnown: false } as const)
    : ({ kind: "booking-updated", booking } as const);
}
