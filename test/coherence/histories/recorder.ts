import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../../src/clock.ts";
import type { Change, ChangedBy, History, Moment, Read, Truth } from "./history.ts";

const actors = new AsyncLocalStorage<Change | undefined>();

/** Notes what happens in one run, and who is at work when it does. */
export class Recorder {
  readonly #clock: Clock;
  readonly #changes: Change[] = [];
  readonly #reads: Read[] = [];
  readonly #truths = new Map<string, Truth[]>();
  readonly #confirmedMs = new WeakMap<Change, number>();
  #order = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): Moment {
    this.#order += 1;
    return { order: this.#order, ms: this.#clock.now() };
  }

  /** Runs what somebody does; all that comes of it, wherever and however late, counts as theirs. */
  act<T>(what: string, by: ChangedBy, run: (change: Change) => T): T {
    const change: Change = { what, by, commits: [], said: new Set(), acknowledged: [] };
    this.#changes.push(change);
    return actors.run(change, () => run(change));
  }

  /** Whose doing this is. */
  current(): Change | undefined {
    return actors.getStore();
  }

  /** Cal.com's state has changed. */
  committed(truths: ReadonlyMap<string, string>): void {
    const moment = this.now();
    const altered = [...truths].filter(
      ([question, value]) => this.#truths.get(question)?.at(-1)?.value !== value,
    );
    for (const [question, value] of altered) {
      this.#truths.get(question)?.push({ ...moment, value });
    }
    if (altered.length === 0) return;
    const commit = { ...moment, altered: new Set(altered.map(([question]) => question)) };
    const change = actors.getStore() ?? this.act("nobody", "silence", (nobody) => nobody);
    change.commits.push(commit);
  }

  /** From now on the true answers of a question are noted. */
  follows(question: string, value: string): void {
    this.#truths.set(question, [{ ...this.now(), value }]);
  }

  /** The client says that the invalidation has reached the store; the caller is told soon after. */
  confirmed(): void {
    const change = actors.getStore();
    if (change !== undefined) this.#confirmedMs.set(change, this.#clock.now());
  }

  /** The caller has been told. What was loaded once the store knew is not from before. */
  acknowledged(change: Change): void {
    const { order, ms } = this.now();
    change.acknowledged.push({ order, ms: this.#confirmedMs.get(change) ?? ms });
  }

  /** A read has ended. */
  gave(read: Read): void {
    this.#reads.push(read);
  }

  get history(): History {
    return { changes: this.#changes, reads: this.#reads, truths: this.#truths };
  }
}

/** A clock whose timers go on as whoever set them, as the platform's do. */
export function remembering(clock: Clock): Clock {
  return {
    ...clock,
    setTimeout: (callback, delayMs) => {
      const resume = AsyncLocalStorage.snapshot();
      return clock.setTimeout(() => resume(callback), delayMs);
    },
  };
}
