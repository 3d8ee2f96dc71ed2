/** What cancels a timer: a function to call, or what the platform's `setTimeout` returns. */
export type TimerHandle = (() => void) | ReturnType<typeof globalThis.setTimeout>;

/**
 * Where the library takes its time from. Everything that waits, expires or measures goes through
 * it, so a test can hand in a clock of its own.
 */
export interface Clock {
  /** Wall time in milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonic(): number;
  /**
   * Calls `callback` after `delayMs` milliseconds.
   *
   * @param keepsAlive whether the process must not end before: somebody waits for nothing else.
   * Without it a pending timer must not keep a process alive.
   */
  setTimeout(callback: () => void, delayMs: number, keepsAlive?: boolean): TimerHandle;
}

/** The platform's own clock, and the default of every `clock` option. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, delayMs, keepsAlive = false) => {
    const timer = globalThis.setTimeout(callback, delayMs);
    // Browsers and some edge runtimes return a number, which has no `unref`.
    if (typeof timer === "object" && !keepsAlive) timer.unref();
    return () => globalThis.clearTimeout(timer);
  },
};

/** Stops a timer that a {@link Clock} started. Stopping one that has fired does nothing. */
export function cancelTimer(handle: TimerHandle): void {
  if (typeof handle === "function") handle();
  else globalThis.clearTimeout(handle);
}
