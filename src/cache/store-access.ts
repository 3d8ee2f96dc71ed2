import type { Clock } from "../clock.ts";
import { StoreError, TimeoutError } from "../errors.ts";
import type { CacheStore, MaybePromise } from "../stores/contract.ts";
import { type BreakerState, StoreBreaker } from "./store-breaker.ts";
import { isPromise, type StorePatience, waitFor } from "./waiting.ts";

/** Timers are later than this only where the whole process stood still. */
const STANDSTILL_MS = 20;

export interface StoreAccessOptions {
  readonly store: CacheStore;
  readonly clock: Clock;
  /** Milliseconds the store gets for one answer. */
  readonly storeTimeoutMs: number;
  readonly onBreaker: (state: BreakerState) => void;
}

/** One client's way to its store: every question has an end, and a store that is away costs none. */
export class StoreAccess {
  readonly store: CacheStore;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #breaker: StoreBreaker;
  // Nobody but this library sees it, so one does for all.
  readonly #refusal = new StoreError(
    "The store keeps failing and is left alone for a moment; Cal.com is asked instead.",
  );

  constructor(options: StoreAccessOptions) {
    this.store = options.store;
    this.#clock = options.clock;
    this.#timeoutMs = options.storeTimeoutMs;
    this.#breaker = new StoreBreaker(options.clock, options.onBreaker);
  }

  /**
   * Asks, unless the store is being left alone. An answer that is there at once is given at once.
   *
   * @param patience that of a reader: an abort rejects with the signal's reason
   * @throws StoreError for every failure, also before anything is returned
   */
  ask<T>(what: string, operation: () => MaybePromise<T>, patience?: StorePatience) {
    const begun = this.#breaker.begin();
    if (begun === undefined) throw this.#refusal;
    return this.#carryOut(begun, what, operation, patience);
  }

  /** Asks in any case: what a write has done must reach the store as soon as it is back. */
  askSurely<T>(what: string, operation: () => MaybePromise<T>) {
    return this.#carryOut(this.#breaker.beginSurely(), what, operation);
  }

  /** Whether the store was not asked at all: that was said when the breaker opened. */
  isRefusal(error: unknown): boolean {
    return error === this.#refusal;
  }

  #carryOut<T>(
    begun: number,
    what: string,
    operation: () => MaybePromise<T>,
    patience?: StorePatience,
  ): MaybePromise<T> {
    let result: MaybePromise<T>;
    try {
      result = operation();
    } catch (cause) {
      throw this.#failed(begun, what, cause);
    }
    if (isPromise(result)) return this.#wait(begun, what, result, patience);
    this.#breaker.succeeded();
    return result;
  }

  #wait<T>(
    begun: number,
    what: string,
    result: Promise<T>,
    patience: StorePatience | undefined,
  ): Promise<T> {
    const timeoutMs = this.#timeoutMs;
    const endsAt = this.#clock.monotonic() + timeoutMs;
    const answered = (answer: T) => {
      this.#breaker.succeeded();
      return answer;
    };
    const judged = waitFor(result, { what, timeoutMs }, this.#clock).then(
      answered,
      async (cause: unknown) => {
        try {
          return answered(await this.#waitLonger(result, what, endsAt, cause));
        } catch (late) {
          throw this.#failed(begun, what, late);
        }
      },
    );
    if (patience === undefined) return judged;
    const { signal, until } = patience;
    const leftMs = until - this.#clock.monotonic();
    if (signal === undefined && leftMs >= timeoutMs) return judged;
    // A reader in a hurry says nothing about the store, which is judged by its own time.
    const limits = { what, timeoutMs, leftMs, signal };
    return waitFor(judged, limits, this.#clock).catch((cause: unknown) => {
      if (signal?.aborted) throw signal.reason;
      throw cause instanceof StoreError ? cause : storeError(what, cause);
    });
  }

  // After a standstill of this process timers come first, and answers that have long been there later.
  #waitLonger<T>(result: Promise<T>, what: string, endsAt: number, cause: unknown): Promise<T> {
    const lateMs = this.#clock.monotonic() - endsAt;
    if (!(cause instanceof TimeoutError && lateMs > STANDSTILL_MS)) throw cause;
    const limits = { what, timeoutMs: this.#timeoutMs, leftMs: lateMs };
    return waitFor(result, limits, this.#clock);
  }

  #failed(begun: number, what: string, cause: unknown): StoreError {
    this.#breaker.failed(begun);
    return storeError(what, cause);
  }
}

function storeError(what: string, cause: unknown): StoreError {
  return new StoreError(`The store could not ${what}; Cal.com is asked instead.`, { cause });
}
