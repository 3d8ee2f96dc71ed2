import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import { digestOf } from "../digest.ts";
import { foldMarked } from "./fold.ts";
import { LookPace } from "./look-pace.ts";
import type { TagStates } from "./tag-states.ts";
import { type Question, VersionWatcher, type VersionWatcherOptions } from "./version-watcher.ts";

export interface VersionWatchOptions {
  readonly clock: Clock;
  /** @throws when the store does not say */
  readonly read: (tags: ReadonlySet<string>) => Promise<TagStates>;
  readonly onError: (error: unknown) => void;
}

/** Tells of versions that change, whoever changes them, by one read for all who watch. */
export class VersionWatch {
  readonly #options: VersionWatchOptions;
  readonly #watchers = new Set<VersionWatcher>();
  readonly #pace: LookPace;
  #asked: ReadonlySet<string> = new Set();
  /** The versions of all that the last look has shown. */
  #fold = "";
  #timer: TimerHandle | undefined;
  #isLooking = false;
  #isWanted = false;

  constructor(options: VersionWatchOptions) {
    this.#options = options;
    this.#pace = new LookPace(options.clock);
  }

  /** @returns what stops it */
  add(options: VersionWatcherOptions): () => void {
    const watcher = new VersionWatcher(options);
    this.#watchers.add(watcher);
    this.look();
    return () => {
      watcher.leave();
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#rest();
    };
  }

  /** Whether a change of the tag concerns anybody, as far as the last look knew. */
  concerns(tag: string): boolean {
    return this.#asked.has(tag);
  }

  /** Something may have changed. */
  look(): void {
    if (this.#watchers.size === 0) return;
    this.#isWanted = true;
    if (!this.#isLooking) this.#lookIn(this.#pace.waitMs());
  }

  /** Of these tags nobody knows what holds, until the store does. */
  lose(tags: ReadonlySet<string>): void {
    for (const watcher of [...this.#watchers]) watcher.lose(tags);
    this.look();
  }

  #lookIn(delayMs: number): void {
    this.#rest();
    if (delayMs > 0) {
      this.#timer = this.#options.clock.setTimeout(() => void this.#lookNow(), delayMs);
    } else void this.#lookNow();
  }

  async #lookNow(): Promise<void> {
    this.#rest();
    this.#isLooking = true;
    this.#isWanted = false;
    this.#pace.looked();
    await this.#lookOnce([...this.#watchers].map((watcher) => watcher.ask()));
    this.#isLooking = false;
    if (this.#isWanted) this.look();
    else if (this.#watchers.size > 0) this.#lookIn(this.#pace.pauseMs(this.#firstDueAt()));
  }

  async #lookOnce(questions: readonly Question[]): Promise<void> {
    const { clock, onError, read } = this.#options;
    this.#asked = new Set(questions.flatMap(({ tags }) => [...tags]));
    let states: TagStates;
    try {
      states = await read(this.#asked);
    } catch (error) {
      this.#pace.failed();
      onError(error);
      for (const { fail } of questions) fail();
      return;
    }
    const fold = foldMarked(states);
    this.#pace.saw(states.areCurrent, fold !== this.#fold);
    this.#fold = fold;
    const sight = {
      states: new Map(states.entries()),
      now: clock.monotonic(),
      digestOf: eachOnce(digestOf),
    };
    await Promise.all(questions.map(({ see }) => see(sight)));
  }

  #firstDueAt(): number {
    return Math.min(...[...this.#watchers].map(({ dueAt }) => dueAt));
  }

  #rest(): void {
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#timer = undefined;
  }
}

// Those who watch the same have the same version.
function eachOnce(digest: (text: string) => Promise<string>) {
  const made = new Map<string, Promise<string>>();
  return (text: string) => {
    const known = made.get(text) ?? digest(text);
    made.set(text, known);
    return known;
  };
}
