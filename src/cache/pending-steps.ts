import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

interface Change {
  readonly tag: string;
}

/** Invalidations the store has not confirmed: repeated in order until they land. */
export class PendingSteps<T extends readonly Change[]> {
  readonly #clock: Clock;
  readonly #apply: (changes: T) => Promise<void>;
  readonly #onError: (error: unknown, changes: T) => void;
  readonly #held = new Map<string, number>();
  readonly #queue: { changes: T; release: () => void }[] = [];
  #timer: TimerHandle | undefined;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;

  constructor(options: {
    clock: Clock;
    apply: (changes: T) => Promise<void>;
    onError: (error: unknown, changes: T) => void;
  }) {
    this.#clock = options.clock;
    this.#apply = options.apply;
    this.#onError = options.onError;
  }

  /** Whether something about this tag is still on its way to the store. */
  holds(tag: string): boolean {
    return this.#held.has(tag);
  }

  get holdsAny(): boolean {
    return this.#held.size > 0;
  }

  hold(tags: readonly string[]): () => void {
    for (const tag of tags) this.#held.set(tag, (this.#held.get(tag) ?? 0) + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      for (const tag of tags) {
        const count = (this.#held.get(tag) ?? 1) - 1;
        if (count === 0) this.#held.delete(tag);
        else this.#held.set(tag, count);
      }
    };
  }

  keep(changes: T, error: unknown): void {
    this.#queue.push({ changes, release: this.hold(changes.map((change) => change.tag)) });
    this.#onError(error, changes);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#closed || this.#timer !== undefined || this.#queue.length === 0) return;
    this.#timer = this.#clock.setTimeout(() => void this.#retry(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  async #retry(): Promise<void> {
    const next = this.#queue[0];
    if (next === undefined || this.#closed) return;
    try {
      await this.#apply(next.changes);
      next.release();
      this.#queue.shift();
      this.#retryMs = FIRST_RETRY_MS;
      this.#timer = undefined;
      if (this.#queue.length > 0) await this.#retry();
    } catch (error) {
      this.#onError(error, next.changes);
      this.#timer = undefined;
      this.#schedule();
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== undefined) cancelTimer(this.#timer);
  }
}
