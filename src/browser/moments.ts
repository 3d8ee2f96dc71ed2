import type { Clock } from "../clock.ts";

/** A moment on both clocks of a computer. */
export class Moment {
  readonly wall: number;
  readonly #monotonic: number;
  readonly #clock: Clock;

  /** @param agoMs how many milliseconds ago, default now */
  constructor(clock: Clock, agoMs = 0) {
    this.wall = clock.now() - agoMs;
    this.#monotonic = clock.monotonic() - agoMs;
    this.#clock = clock;
  }

  /**
   * Milliseconds since then, by the clock that has gone further: while a computer sleeps either may
   * stand still, and the wall's may be put back at any time.
   */
  get elapsedMs(): number {
    const clock = this.#clock;
    return Math.max(clock.now() - this.wall, clock.monotonic() - this.#monotonic);
  }
}
