import { type Clock, cancelTimer } from "../clock.ts";
import { StoreError, TimeoutError } from "../errors.ts";

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
  readonly leftMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits for a store, but not for ever; every failure becomes a `StoreError`, and an abort rejects
 * with the signal's reason.
 */
export async function waitForStore<T>(
  operation: () => T | Promise<T>,
  what: string,
  timeoutMs: number,
  clock: Clock,
  patience?: StorePatience,
): Promise<T> {
  const { leftMs = timeoutMs, signal } = patience ?? {};
  try {
    const result = operation();
    if (!isPromise(result)) return result;
    const limits = { what, timeoutMs, leftMs: Math.min(timeoutMs, leftMs), signal };
    return await waitFor(result, limits, clock);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw storeError(what, cause);
  }
}

/** The store failed at something that must not stop anybody. */
export function storeError(what: string, cause: unknown): StoreError {
  return new StoreError(`The store could not ${what}; Cal.com is asked instead.`, { cause });
}
