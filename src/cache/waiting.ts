import { type Clock, cancelTimer } from "../clock.ts";
import { TimeoutError } from "../errors.ts";

/** How long a caller is willing to wait, and what calls it off. */
export interface Patience {
  readonly what: string;
  /** The deadline as the caller set it. */
  readonly timeoutMs: number;
  /** What is left of it. @default all of it */
  readonly leftMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits for `promise` until the deadline passes (`TimeoutError`) or the signal aborts (its reason).
 * The promise itself goes on: others may be waiting for it.
 */
export function waitFor<T>(promise: Promise<T>, patience: Patience, clock: Clock): Promise<T> {
  const { signal, timeoutMs, leftMs = timeoutMs, what } = patience;
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => finish(() => reject(signal?.reason));
    const timer = clock.setTimeout(
      () => finish(() => reject(new TimeoutError(what, timeoutMs))),
      Math.max(0, leftMs),
    );
    const finish = (settle: () => void) => {
      cancelTimer(timer);
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    promise.then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error)),
    );
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** A custom store may bring promises of another make. */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | undefined)?.then === "function";
}

/** What a reader has left for the store. */
export interface StorePatience {
  /** When it is over, by the monotonic clock. */
  readonly until: number;
  readonly signal: AbortSignal | undefined;
}

/** Sleeps on the clock, and the process stays up for it; an abort rejects with the signal's reason. */
export function sleep(
  delayMs: number,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(
      () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      },
      delayMs,
      true,
    );
    const onAbort = () => {
      cancelTimer(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}
