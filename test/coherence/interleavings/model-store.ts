import type {
  CacheStore,
  LoadLease,
  RegistryStep,
  StepNews,
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
import { SharedLeases } from "./model-leases.ts";

type Command =
  | "read"
  | "ensure"
  | "apply"
  | "write"
  | "generation"
  | "take"
  | "isTaken"
  | "release";

/** One operation of a store, on its way. */
export interface StoreOperation {
  readonly what: Command | `${Command} answer`;
  readonly isDue?: (() => boolean) | undefined;
  /** Carries it out and answers whoever asked. @returns what was answered */
  fire(): unknown;
}

/** A step on records, as others are told of it. */
export type StepMessage = Extract<StepNews, { kind: "message" }>;

/** What the processes share: records by the library's own rules, and entries. */
export class SharedState {
  /** Told of every step that ends versions or sets marks. */
  readonly hearers: ((message: StepMessage) => void)[] = [];
  #generation = 0;
  readonly records = new Map<string, TagRecord>();
  readonly entries = new Map<string, StoredEntry>();
  readonly leases: SharedLeases;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.leases = new SharedLeases(now);
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

  /** How many fences stand. */
  get fences(): number {
    const marks = [...this.records.values()].flatMap((record) => record.marks);
    const standing = marks.filter(({ kind, endsAt }) => kind === "fence" && endsAt > this.#now());
    return new Set(standing.map(({ id }) => id)).size;
  }

  get generation(): string {
    return `generation ${this.#generation}`;
  }

  apply(steps: readonly RegistryStep[]): void {
    const told = steps.filter(({ bump, addMarks }) => bump || addMarks.length > 0);
    if (told.length > 0) this.#tell(told.map(({ key }) => key));
    for (const step of steps) {
      const record = applyStep(this.records.get(step.key), step, this.#now());
      if (record === undefined) this.records.delete(step.key);
      else this.records.set(step.key, record);
    }
  }

  #tell(recordKeys: readonly string[]): void {
    const previous = this.generation;
    this.#generation += 1;
    const message: StepMessage = { kind: "message", previous, next: this.generation, recordKeys };
    for (const hear of this.hearers) hear(message);
  }
}

/**
 * The connection of a process that trusts versions: what was carried out is answered in a step of its
 * own, because messages may come in between.
 */
export function scheduledLink(
  shared: SharedState,
  schedule: (operation: StoreOperation) => void,
): { readonly store: CacheStore; readonly tell: (news: StepNews) => void } {
  const listeners = new Set<(news: StepNews) => void>();
  const tell = (news: StepNews) => {
    for (const hear of listeners) hear(news);
  };
  const later = answeredLater(schedule);
  const apply = async (steps: readonly RegistryStep[]) => {
    const recordKeys = steps.map(({ key }) => key);
    tell({ kind: "own", recordKeys });
    await later("apply", () => shared.apply(steps));
    tell({ kind: "own", recordKeys });
  };
  const store: CacheStore = {
    ...scheduledStore(shared, schedule),
    read: (entryKey, keys) => later("read", () => shared.read(entryKey, keys)),
    apply,
    generations: {
      read: () => later("generation", () => shared.generation),
      listen(_rootKey, hear) {
        listeners.add(hear);
        return () => listeners.delete(hear);
      },
    },
  };
  return { store, tell };
}

/**
 * The connection of a process that loads in turn with others. A read that was carried out is answered
 * in a step of its own, because somebody may join meanwhile.
 */
export function scheduledTurns(
  shared: SharedState,
  schedule: (operation: StoreOperation) => void,
): CacheStore {
  const { leases } = shared;
  const [later, atOnce] = [answeredLater(schedule), answeredAtOnce(schedule)];
  const keep = (key: string, entry: StoredEntry, lease: LoadLease | undefined) => {
    shared.entries.set(key, entry);
    leases.release(lease);
  };
  return {
    ...scheduledStore(shared, schedule),
    read: (entryKey, keys) => later("read", () => shared.read(entryKey, keys)),
    write: (key, entry, _ttlMs, lease) => atOnce("write", () => keep(key, entry, lease)),
    leases: leases.seenBy(atOnce),
  };
}

const answeredLater =
  (schedule: (operation: StoreOperation) => void) =>
  <T>(what: Command, run: () => T): Promise<T> =>
    new Promise((resolve) => {
      const fire = () => {
        const answer = run();
        schedule({ what: `${what} answer`, fire: () => resolve(answer) });
        return answer;
      };
      schedule({ what, fire });
    });

const answeredAtOnce =
  (schedule: (operation: StoreOperation) => void) =>
  <T>(what: Command, run: () => T, isDue?: () => boolean): Promise<T> =>
    new Promise((resolve) => {
      const fire = () => {
        const answer = run();
        resolve(answer);
        return answer;
      };
      schedule({ what, fire, isDue });
    });

/** One process's connection: nothing happens before the scheduler says so. */
export function scheduledStore(
  shared: SharedState,
  schedule: (operation: StoreOperation) => void,
): CacheStore {
  const later = answeredAtOnce(schedule);
  return {
    name: "scheduled",
    read: (entryKey, keys) => later("read", () => shared.read(entryKey, keys)),
    ensure: (keys, freshVersion) => later("ensure", () => shared.ensure(keys, freshVersion)),
    apply: (steps) => later("apply", () => shared.apply(steps)),
    write: (key, entry) => later("write", () => void shared.entries.set(key, entry)),
    close: () => undefined,
  };
}
