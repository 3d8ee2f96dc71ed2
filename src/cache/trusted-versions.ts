import type { StoredEntry, StoreRead } from "../stores/contract.ts";

const CAPACITY = 50_000;

/** The record keys that a read under way must not teach, because they were forgotten since it was sent. */
type Lesson = Set<string>;

/**
 * Versions this process has read, by record key, for as long as nothing is heard of a change. For
 * how long that may be relied upon is not said here: see `GenerationWatch`.
 */
export class TrustedVersions {
  readonly #versions = new Map<string, string>();
  readonly #lessons = new Set<Lesson>();
  #revision = 0;

  /** Another number whenever something has been forgotten. */
  get revision(): number {
    return this.#revision;
  }

  /** Carries out a read of records and keeps what it shows. */
  async learnFrom(
    keys: readonly string[],
    read: () => StoreRead | Promise<StoreRead>,
  ): Promise<StoreRead> {
    const lesson: Lesson = new Set();
    this.#lessons.add(lesson);
    try {
      const answer = await read();
      if (this.#lessons.has(lesson)) this.#learn(lesson, keys, answer.states);
      return answer;
    } finally {
      this.#lessons.delete(lesson);
    }
  }

  #learn(lesson: Lesson, keys: readonly string[], states: StoreRead["states"]): void {
    if (this.#versions.size >= CAPACITY) this.forgetAll();
    keys.forEach((key, index) => {
      const state = states[index];
      // A mark ends by the store's clock, and nobody announces that.
      const version = state?.endsByItself ? undefined : state?.version;
      const known = this.#versions.get(key);
      // Of two answers that differ nobody knows here which is the younger.
      if (known !== undefined && known !== version) this.forget([key]);
      else if (version !== undefined && !lesson.has(key)) this.#versions.set(key, version);
    });
  }

  /** Records have changed, or are about to. */
  forget(keys: readonly string[]): void {
    this.#revision += 1;
    for (const key of keys) {
      this.#versions.delete(key);
      for (const lesson of this.#lessons) lesson.add(key);
    }
  }

  /** Nobody knows what has changed. */
  forgetAll(): void {
    this.#revision += 1;
    this.#versions.clear();
    this.#lessons.clear();
  }

  /** Whether every tag is known to have the version given. */
  show(versions: StoredEntry["versions"], keyPrefix: string): boolean {
    for (const tag in versions) {
      if (this.#versions.get(keyPrefix + tag) !== versions[tag]) return false;
    }
    return true;
  }
}
