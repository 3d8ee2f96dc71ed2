import type { Clock } from "../clock.ts";

/**
 * A clock whose {@link Clock.monotonic} goes on while the computer sleeps: at each look it goes as far
 * as that of both clocks which has gone further. Either may have stood still, now the one and then the
 * other, and the wall's may have been put back.
 */
export function wakefulClock(clock: Clock): Clock {
  let wall = clock.now();
  let monotonic = clock.monotonic();
  let elapsedMs = 0;
  return {
    now: () => clock.now(),
    monotonic: () => {
      elapsedMs += Math.max(0, clock.now() - wall, clock.monotonic() - monotonic);
      wall = clock.now();
      monotonic = clock.monotonic();
      return elapsedMs;
    },
    setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
  };
}

/** A moment, and how long ago it is by a {@link wakefulClock}. */
export class Moment {
  /** Epoch milliseconds. */
  readonly wall: number;
  readonly #clock: Clock;
  readonly #at: number;

  /** @param agoMs how many milliseconds ago, default now */
  constructor(clock: Clock, agoMs = 0) {
    this.wall = clock.now() - agoMs;
    this.#clock = clock;
    this.#at = clock.monotonic() - agoMs;
  }

  get elapsedMs(): number {
    return this.#clock.monotonic() - this.#at;
  }
}
