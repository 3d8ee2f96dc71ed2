import type { Clock } from "../clock.ts";

/** A moment on both clocks of a computer. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

export function momentOf(clock: Clock): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}

/**
 * Milliseconds since then, by the clock that has gone further: while a computer sleeps either may
 * stand still, and the wall's may be put back at any time.
 */
export function elapsedMs(clock: Clock, since: Moment): number {
  return Math.max(clock.now() - since.wall, clock.monotonic() - since.monotonic);
}
