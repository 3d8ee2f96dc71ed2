import type { Clock } from "../clock.ts";

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Lets `ms` milliseconds pass: runs the timers that fall due, in order, and lets promises settle
   * before, between and after them.
   */
  advance(ms: number): Promise<void>;
  /**
   * Puts the wall clock to an instant, forwards or backwards, as a clock correction would. Timers
   * and {@link Clock.monotonic} do not notice: only {@link VirtualClock.advance} moves those.
   */
  set(instant: string | number | Date): void;
}

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

const SETTLE_ROUNDS = 4;

// Taken at import, so that a test framework's fake timers cannot stop the virtual clock.
const nextTurn: (callback: () => void) => unknown =
  typeof globalThis.setImmediate === "function" ? globalThis.setImmediate : globalThis.setTimeout;

/** Lets every promise settle that does not wait for a clock, the network or another process. */
export async function settle(): Promise<void> {
  for (let round = 0; round < SETTLE_ROUNDS; round++) {
    await new Promise<void>((resolve) => nextTurn(resolve));
  }
}

/** Milliseconds since the epoch of an instant; throws when it is not one. */
export function toMillis(instant: string | number | Date): number {
  const ms = new Date(instant).getTime();
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant: ${String(instant)}`);
  return ms;
}

/**
 * Creates a clock for tests.
 *
 * @param start where the wall clock stands at first; default `2026-12-01T08:00:00Z`
 * @example
 * const clock = createVirtualClock("2026-12-01T08:00:00Z");
 * const calcom = createFakeCalcom({ clock });
 * await clock.advance(60_000);
 */
export function createVirtualClock(
  start: string | number | Date = "2026-12-01T08:00:00Z",
): VirtualClock {
  let elapsed = 0;
  let wallOffset = toMillis(start);
  const timers = new Set<Timer>();

  const nextDue = (limit: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.due <= limit && (next === undefined || timer.due < next.due)) next = timer;
    }
    return next;
  };

  return {
    now: () => wallOffset + elapsed,
    monotonic: () => elapsed,
    setTimeout(callback, delayMs) {
      const timer = { due: elapsed + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    async advance(ms) {
      const target = elapsed + Math.max(0, ms);
      await settle();
      for (let timer = nextDue(target); timer !== undefined; timer = nextDue(target)) {
        timers.delete(timer);
        elapsed = Math.max(elapsed, timer.due);
        timer.callback();
        await settle();
      }
      elapsed = Math.max(elapsed, target);
    },
    set(instant) {
      wallOffset = toMillis(instant) - elapsed;
    },
  };
}
