import type { Clock } from "../clock.ts";
import type { Collector, Dependencies } from "./dependencies.ts";
import { stillCurrent } from "./freshness.ts";
import type { LookAgain } from "./load-turns.ts";
import type { Priority } from "./question.ts";
import type { TagStates } from "./tag-states.ts";
import { type Patience, waitFor } from "./waiting.ts";

/** What a load brought, before it is served. */
export interface LoadOutcome {
  readonly value: unknown;
  readonly dependencies: Dependencies;
  readonly decaysAt: number | undefined;
}

/** How a load is made. */
export interface LoadManner {
  /** Whether it may wait for another process's load before it leaves, or end with that. */
  readonly takesTurns: boolean;
  /** That of the reader who began it. */
  readonly priority: Priority;
  /** The same, until when an answer is of use to that one, by the monotonic clock. */
  readonly until: number;
}

/**
 * One load that several readers may share. It ends early only when the last of them has gone:
 * one reader's abort or deadline is never another's.
 */
export class SharedLoad {
  readonly entryKey: string;
  readonly takesTurns: boolean;
  readonly priority: Priority;
  readonly until: number;
  readonly #controller = new AbortController();
  readonly #waitsFor = new Map<SharedLoad, number>();
  readonly #onAbandoned: (load: SharedLoad) => void;
  #outcome: Promise<LoadOutcome | LookAgain> | undefined;
  #after: Promise<TagStates> | undefined;
  #captured: TagStates | undefined;
  #readers = 0;

  constructor(
    entryKey: string,
    { takesTurns, priority, until }: LoadManner,
    onAbandoned: (load: SharedLoad) => void,
  ) {
    this.entryKey = entryKey;
    this.takesTurns = takesTurns;
    this.priority = priority;
    this.until = until;
    this.#onAbandoned = onAbandoned;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Runs the load. Nobody may be left when it fails, so a rejection is not unhandled. */
  start(run: (load: SharedLoad) => Promise<LoadOutcome | LookAgain>): void {
    this.#outcome = run(this);
    this.#outcome.catch(() => undefined);
  }

  /** For a layer's load: what it has read up to now. */
  collector: Collector | undefined;

  /** The load leaves under these versions, now or in its turn (`undefined`: the store was away). */
  leaveUnder(captured: TagStates | undefined): void {
    this.#captured = captured;
  }

  /** Whether its versions are still being read. */
  get isYoung(): boolean {
    return this.#captured === undefined;
  }

  /** Whether a reader that has just read `states` may wait for this load although it has left. */
  leftUnder(states: TagStates | undefined): boolean {
    if (states === undefined || this.#captured === undefined) return false;
    for (const [tag, captured] of this.#captured.entries()) {
      const state = states.get(tag);
      if (captured === undefined || captured.marked || state === undefined) return false;
      if (state.marked || state.version !== captured.version) return false;
    }
    return true;
  }

  /**
   * After the end: whether the registry, read then once for all who wait, still shows what the
   * outcome rests on.
   */
  async stillShown(
    outcome: LoadOutcome,
    readStates: (tags: readonly string[]) => Promise<TagStates>,
  ): Promise<boolean> {
    if (!outcome.dependencies.storable) return false;
    const { versions } = outcome.dependencies;
    this.#after ??= readStates(Object.keys(versions));
    return stillCurrent(versions, await this.#after);
  }

  /** Waits for the outcome as one of its readers. */
  async wait(
    patience: Patience,
    clock: Clock,
    waiting: readonly SharedLoad[],
  ): Promise<LoadOutcome | LookAgain> {
    this.#readers += 1;
    for (const inside of waiting) inside.waitsFor(this, 1);
    try {
      return await waitFor(this.#outcome as Promise<LoadOutcome | LookAgain>, patience, clock);
    } catch (error) {
      if (this.#readers === 1) this.#abandon(error);
      throw error;
    } finally {
      this.#readers -= 1;
      for (const inside of waiting) inside.waitsFor(this, -1);
    }
  }

  #abandon(reason: unknown): void {
    this.#onAbandoned(this);
    this.#controller.abort(reason);
  }

  /** Counts the reads inside this load that wait for another one. */
  waitsFor(other: SharedLoad, change: 1 | -1): void {
    const count = (this.#waitsFor.get(other) ?? 0) + change;
    if (count === 0) this.#waitsFor.delete(other);
    else this.#waitsFor.set(other, count);
  }

  /** Whether this load cannot end before `other` does. */
  needs(other: SharedLoad): boolean {
    if (this === other) return true;
    for (const next of this.#waitsFor.keys()) if (next.needs(other)) return true;
    return false;
  }
}
