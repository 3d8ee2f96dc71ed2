import type { Notes } from "../cache/notes.ts";
import { deepFreeze } from "../freeze.ts";
import type { Booking } from "../schemas/bookings.ts";

/** How far a reconciler has come. */
export interface Watermark {
  /** Epoch milliseconds, by Cal.com's clock: whatever was changed before has been applied. */
  readonly updatedAt: number;
  /** What has been applied although the next pass is shown it again: uid and state. */
  readonly seen: readonly (readonly [uid: string, state: string])[];
}

const KEY = "watermark";
const KEPT_FOR_MS = 30 * 24 * 3_600_000;
/** Beyond it the oldest are applied once more, which makes things colder and nothing else. */
const MOST_SEEN = 1_000;

/** @throws StoreError when the store is away: none is something else than not knowing */
export async function findWatermark(notes: Notes): Promise<Watermark | undefined> {
  const found = await notes.findSurely(KEY);
  return isWatermark(found) ? found : undefined;
}

/** @throws StoreError when the store did not confirm it */
export function putWatermark(notes: Notes, watermark: Watermark): Promise<void> {
  return notes.putSurely(KEY, deepFreeze(watermark), KEPT_FOR_MS);
}

/** Whether a booking is not as it was when it was applied last. */
export function isNews(booking: Booking, known: ReadonlyMap<string, string>): boolean {
  return known.get(booking.uid) !== stateOf(booking);
}

/**
 * Where the next pass begins, once everything that was read has been applied.
 *
 * @param times `now` when reading began, and how long it took, by clocks of ours
 */
export function advance(
  before: Watermark | undefined,
  bookings: readonly Booking[],
  times: { readonly now: number; readonly tookMs: number; readonly overlapMs: number },
): Watermark {
  const moments = bookings.map(momentOf).filter((moment) => moment !== undefined);
  // A date that has not come must not hide what is changed until then.
  const newest = Math.min(times.now, Math.max(0, ...moments));
  // What was changed while it was read may be missing, although something newer was shown.
  const updatedAt = Math.max(before?.updatedAt ?? 0, newest - times.tookMs);
  const since = updatedAt - times.overlapMs;
  const shownAgain = bookings
    .filter((booking) => (momentOf(booking) ?? updatedAt) >= since)
    .sort((left, right) => (momentOf(right) ?? updatedAt) - (momentOf(left) ?? updatedAt));
  const seen = new Map(shownAgain.toReversed().map((booking) => [booking.uid, stateOf(booking)]));
  return { updatedAt, seen: [...seen].slice(-MOST_SEEN) };
}

function momentOf({ updatedAt }: Booking): number | undefined {
  const moment = Date.parse(updatedAt ?? "");
  return Number.isNaN(moment) ? undefined : moment;
}

/** Cal.com may leave `updatedAt` empty (API.md 8.1); then what can change stands for it. */
export function stateOf(booking: Booking): string {
  const { updatedAt, status, start, hosts } = booking;
  return updatedAt ?? `${status} ${start} ${hosts.map(({ id }) => id).join()}`;
}

function isWatermark(value: unknown): value is Watermark {
  const { updatedAt, seen } = (value ?? {}) as Partial<Watermark>;
  return Number.isFinite(updatedAt) && Array.isArray(seen) && seen.every(Array.isArray);
}
