import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import { digestOf } from "../digest.ts";
import { foldMarked } from "./fold.ts";
import { TagStates } from "./tag-states.ts";

/** How often it is looked for what nobody has told of: other processes' changes, marks that end. */
const LOOK_MS = 2_000;
/** The same while something is marked, and ends soon. */
const LOOK_MARKED_MS = 500;

/** What a watcher is told; without a version: nobody knows at the moment. */
export interface VersionNews {
  /** Another text whenever what was loaded before is not to be shown any more. */
  readonly version: string | undefined;
}

interface Watcher {
  readonly tags: () => ReadonlySet<string>;
  readonly hear: (news: VersionNews) => void;
  told: string | undefined;
}

export interface VersionWatchOptions {
  readonly clock: Clock;
  readonly read: (tags: ReadonlySet<string>) => Promise<TagStates>;
  readonly onError: (error: unknown) => void;
}

/** Tells of versions that change, whoever changes them, by one read for all who watch. */
export class VersionWatch {
  readonly #options: VersionWatchOptions;
  readonly #watchers = new Set<Watcher>();
  #timer: TimerHandle | undefined;
  #isLooking = false;
  #looksAgain = false;

  constructor(options: VersionWatchOptions) {
    this.#options = options;
  }

  add(tags: () => ReadonlySet<string>, hear: (news: VersionNews) => void): () => void {
    const watcher: Watcher = { tags, hear, told: "" };
    this.#watchers.add(watcher);
    this.look();
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#rest();
    };
  }

  /** Something may have changed. */
  look(): void {
    if (this.#watchers.size === 0) return;
    this.#looksAgain = true;
    if (!this.#isLooking) void this.#lookOn();
  }

  /** Nobody knows what holds, until the next look. */
  lose(): void {
    for (const watcher of this.#watchers) this.#tell(watcher, undefined);
    this.look();
  }

  close(): void {
    this.#watchers.clear();
    this.#rest();
  }

  async #lookOn(): Promise<void> {
    this.#isLooking = true;
    this.#rest();
    let pauseMs = LOOK_MS;
    while (this.#looksAgain) {
      this.#looksAgain = false;
      pauseMs = await this.#lookOnce();
    }
    this.#isLooking = false;
    if (this.#watchers.size === 0) return;
    this.#timer = this.#options.clock.setTimeout(() => this.look(), pauseMs);
  }

  /** @returns after how many milliseconds to look again */
  async #lookOnce(): Promise<number> {
    const asked = [...this.#watchers].map((watcher) => ({ watcher, tags: watcher.tags() }));
    try {
      const states = await this.#options.read(new Set(asked.flatMap(({ tags }) => [...tags])));
      for (const { watcher, tags } of asked) {
        const own = new TagStates(
          [...tags],
          [...tags].map((tag) => states.get(tag)),
        );
        this.#tell(watcher, await digestOf(foldMarked(own)));
      }
      return states.areCurrent ? LOOK_MS : LOOK_MARKED_MS;
    } catch (error) {
      this.#options.onError(error);
      for (const { watcher } of asked) this.#tell(watcher, undefined);
      return LOOK_MS;
    }
  }

  #tell(watcher: Watcher, version: string | undefined): void {
    if (!this.#watchers.has(watcher) || watcher.told === version) return;
    watcher.told = version;
    watcher.hear({ version });
  }

  #rest(): void {
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#timer = undefined;
  }
}
