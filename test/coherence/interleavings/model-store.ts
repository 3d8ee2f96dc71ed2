import type {
  CacheStore,
  RegistryStep,
  StoredEntry,
  StoreRead,
  TagState,
} from "../../../src/stores/contract.ts";
import {
  applyStep,
  ensureRecord,
  stateOf,
  type TagRecord,
} from "../../../src/stores/tag-record.ts";

/** One operation of a store, on its way. */
export interface StoreOperation {
  readonly what: "read" | "ensure" | "apply" | "write";
  /** Carries it out and answers whoever asked. @returns what was answered */
  fire(): unknown;
}

/** What the processes share: records by the library's own rules, and entries. */
export class SharedState {
  readonly records = new Map<string, TagRecord>();
  readonly entries = new Map<string, StoredEntry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  read(entryKey: string | undefined, keys: readonly string[]): StoreRead {
    const states = keys.map((key) => stateOf(this.records.get(key), this.#now()));
    return { entry: entryKey === undefined ? undefined : this.entries.get(entryKey), states };
  }

  ensure(keys: readonly string[], freshVersion: string): readonly TagState[] {
    return keys.map((key) => {
      const record = ensureRecord(this.records.get(key), freshVersion, this.#now());
      this.records.set(key, record);
      return stateOf(record, this.#now()) as TagState;
    });
  }

  apply(steps: readonly RegistryStep[]): void {
    for (const step of steps) {
      const record = applyStep(this.records.get(step.key), step, this.#now());
      if (record === undefined) this.records.delete(step.key);
      else this.records.set(step.key, record);
    }
  }
}

/** One process's connection: nothing happens before the scheduler says so. */
export function scheduledStore(
  shared: SharedState,
  schedule: (operation: StoreOperation) => void,
): CacheStore {
  const later = <T>(what: StoreOperation["what"], run: () => T): Promise<T> =>
    new Promise((resolve) => {
      schedule({
        what,
        fire() {
          const answer = run();
          resolve(answer);
          return answer;
        },
      });
    });
  return {
    name: "scheduled",
    read: (entryKey, keys) => later("read", () => shared.read(entryKey, keys)),
    ensure: (keys, freshVersion) => later("ensure", () => shared.ensure(keys, freshVersion)),
    apply: (steps) => later("apply", () => shared.apply(steps)),
    write: (key, entry) => later("write", () => void shared.entries.set(key, entry)),
    close: () => undefined,
  };
}
