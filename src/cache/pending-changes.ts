import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import { mergeChanges, type TagChange, widenChanges } from "./tag-change.ts";

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
/** Tags kept apart; a store may be away for long, and every attendee brings a new one. */
const MOST_TAGS = 1_000;

export interface PendingChangesOptions {
  readonly clock: Clock;
  /** The tag that every answer carries. */
  readonly rootTag: string;
  readonly apply: (changes: readonly TagChange[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Told of the bumps that the store has confirmed after all. */
  readonly onLanded?: ((tags: readonly string[]) => void) | undefined;
}

/**
 * Invalidations the store has not confirmed, one merged change per tag, or one of everything where there
 * are many; repeated together until they land. Their tags count as fenced in this process meanwhile.
 */
export class PendingChanges {
  readonly #options: PendingChangesOptions;
  readonly #held = new Map<string, number>();
  #waiting = new Map<string, TagChange>();
  #sent: ReadonlyMap<string, TagChange> = new Map();
  #timer: TimerHandle | undefined;
  #retryMs = FIRST_RETRY_MS;
  #running = false;
  #closed = false;

  constructor(options: PendingChangesOptions) {
    this.#options = options;
  }

  /** Whether something about this tag is still on its way to the store. */
  holds(tag: string): boolean {
    return this.#held.has(tag);
  }

  /** Whether a change of this tag has failed to reach the store, and has not landed since. */
  keeps(tag: string): boolean {
    return this.#waiting.has(tag) || this.#sent.has(tag);
  }

  get holdsAny(): boolean {
    return this.#held.size > 0;
  }

  /** Counts tags as fenced until the returned function is called. */
  hold(tags: readonly string[]): () => void {
    for (const tag of tags) this.#held.set(tag, (this.#held.get(tag) ?? 0) + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      for (const tag of tags) this.#release(tag);
    };
  }

  /** Keeps what could not be confirmed, and repeats it. */
  keep(changes: readonly TagChange[], error: unknown): void {
    for (const change of changes) {
      const earlier = this.#waiting.get(change.tag);
      if (earlier === undefined) this.hold([change.tag]);
      this.#waiting.set(change.tag, earlier === undefined ? change : mergeChanges(earlier, change));
    }
    this.#widen();
    this.#schedule();
    this.#options.onError(error);
  }

  #schedule(): void {
    if (this.#closed || this.#running || this.#timer !== undefined) return;
    this.#timer = this.#options.clock.setTimeout(() => void this.#retry(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  // What comes while a batch is under way waits for the next one.
  async #retry(): Promise<void> {
    this.#timer = undefined;
    this.#running = true;
    const batch = this.#waiting;
    this.#waiting = new Map();
    this.#sent = batch;
    try {
      await this.#options.apply([...batch.values()]);
      this.#sent = new Map();
      for (const tag of batch.keys()) this.#release(tag);
      this.#retryMs = FIRST_RETRY_MS;
      const bumped = [...batch.values()].filter(({ bump }) => bump);
      this.#options.onLanded?.(bumped.map(({ tag }) => tag));
    } catch (error) {
      this.#putBack(batch);
      this.#options.onError(error);
    } finally {
      this.#running = false;
      if (this.#waiting.size > 0) this.#schedule();
    }
  }

  #putBack(batch: ReadonlyMap<string, TagChange>): void {
    this.#sent = new Map();
    for (const [tag, earlier] of batch) {
      const later = this.#waiting.get(tag);
      if (later !== undefined) this.#release(tag);
      this.#waiting.set(tag, later === undefined ? earlier : mergeChanges(earlier, later));
    }
    this.#widen();
  }

  #widen(): void {
    if (this.#waiting.size <= MOST_TAGS) return;
    const { rootTag } = this.#options;
    this.hold([rootTag]);
    for (const tag of this.#waiting.keys()) this.#release(tag);
    this.#waiting = new Map([[rootTag, widenChanges(rootTag, [...this.#waiting.values()])]]);
  }

  #release(tag: string): void {
    const count = (this.#held.get(tag) ?? 1) - 1;
    if (count === 0) this.#held.delete(tag);
    else this.#held.set(tag, count);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== undefined) cancelTimer(this.#timer);
  }
}
