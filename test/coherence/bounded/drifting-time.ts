import type { Clock } from "../../../src/clock.ts";

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** True time, and the clocks of one process, each of which may miss some of it. */
export class DriftingTime {
  now = 0;
  #wallOff = 1_000_000;
  #missed = 0;
  readonly #timers = new Set<Timer>();

  readonly clock: Clock = {
    now: () => this.now + this.#wallOff,
    monotonic: () => this.now - this.#missed,
    setTimeout: (callback, delayMs) => {
      const timer = { due: this.clock.monotonic() + delayMs, callback };
      this.#timers.add(timer);
      return () => this.#timers.delete(timer);
    },
  };

  pass(ms: number): void {
    this.now += ms;
    for (const timer of [...this.#timers]) {
      if (timer.due > this.clock.monotonic()) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }

  /** The process stands still, and its monotonic clock with it. */
  suspend(ms: number): void {
    this.#missed += ms;
    this.pass(ms);
  }

  setWall(ms: number): void {
    this.#wallOff += ms;
  }
}
