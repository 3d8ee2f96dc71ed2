export const DAY_MS = 24 * 3_600_000;

/** When an instant's day begins in UTC; both in epoch milliseconds. */
export function dayOf(instant: number): number {
  return Math.floor(instant / DAY_MS) * DAY_MS;
}

/** The UTC date of an instant, as `2026-12-07`. */
export function dateOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

const MINUTE_MS = 60_000;
// Processes begin anywhere, so that two of them rarely come by the same end at the same time.
let turn = Math.floor(Math.random() * MINUTE_MS);

/**
 * An instant in the last minute of a day that this process has not asked for just now. Who asks Cal.com
 * the same again within two seconds is told the same, whatever has changed since (API.md 13).
 */
export function unusedEndOf(day: number): string {
  turn = (turn + 1) % MINUTE_MS;
  return new Date(day + DAY_MS - MINUTE_MS + turn).toISOString();
}
