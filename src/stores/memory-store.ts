import { type Clock, systemClock } from "../clock.ts";
import type { CacheStore, RegistryStep, StoredEntry, StoreRead, TagState } from "./contract.ts";
import { MemoryBudgets } from "./memory-budgets.ts";
import { applyStep, ensureRecord, stateOf, type TagRecord } from "./tag-record.ts";

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /**
   * How many answers are kept; beyond it one that was not used lately goes.
   * @default 5000
   */
  readonly maxEntries?: number;
  /**
   * How many tags' records are kept; beyond it unmarked ones go, which only makes things colder.
   * @default 50000
   */
  readonly maxTags?: number;
  /** @default the clock of the first client that uses the store */
  readonly clock?: Clock;
}

interface Kept {
  readonly entry: StoredEntry;
  readonly removeAt: number;
  /** Whether it was read since it was last passed over for eviction. */
  isUsed: boolean;
}

class MemoryStore implements CacheStore {
  readonly name = "memory";
  readonly budgets = new MemoryBudgets({ monotonic: () => this.#now() });
  readonly #entries = new Map<string, Kept>();
  readonly #records = new Map<string, TagRecord>();
  readonly #maxEntries: number;
  readonly #maxTags: number;
  #clock: Clock | undefined;

  constructor(options: MemoryStoreOptions) {
    this.#maxEntries = options.maxEntries ?? 5_000;
    this.#maxTags = options.maxTags ?? 50_000;
    this.#clock = options.clock;
  }

  attach(context: { readonly clock: Clock }): void {
    this.#clock ??= context.clock;
  }

  // Monotonic, so that a wall clock set forward does not end a fence early.
  #now(): number {
    return (this.#clock ?? systemClock).monotonic();
  }

  read(entryKey: string | undefined, recordKeys: readonly string[]): StoreRead {
    const now = this.#now();
    const states: (TagState | undefined)[] = [];
    for (const key of recordKeys) states.push(stateOf(this.#records.get(key), now));
    return { entry: entryKey === undefined ? undefined : this.#entry(entryKey, now), states };
  }

  #entry(key: string, now: number): StoredEntry | undefined {
    const kept = this.#entries.get(key);
    if (kept === undefined) return undefined;
    if (kept.removeAt <= now) {
      this.#entries.delete(key);
      return undefined;
    }
    kept.isUsed = true;
    return kept.entry;
  }

  ensure(recordKeys: readonly string[], freshVersion: string): readonly TagState[] {
    const now = this.#now();
    return recordKeys.map((key) => {
      const record = ensureRecord(this.#records.get(key), freshVersion, now);
      this.#keepRecord(key, record, now);
      return stateOf(record, now) as TagState;
    });
  }

  apply(steps: readonly RegistryStep[]): void {
    const now = this.#now();
    for (const step of steps) {
      this.#keepRecord(step.key, applyStep(this.#records.get(step.key), step, now), now);
    }
  }

  #keepRecord(key: string, record: TagRecord | undefined, now: number): void {
    this.#records.delete(key);
    if (record !== undefined) this.#records.set(key, record);
    if (this.#records.size > this.#maxTags) this.#evictRecords(now);
  }

  // A marked record protects somebody's write and is never the one to go.
  #evictRecords(now: number): void {
    for (const [key, record] of this.#records) {
      if (record.marks.some((mark) => mark.endsAt > now)) continue;
      this.#records.delete(key);
      if (this.#records.size <= this.#maxTags) return;
    }
  }

  write(entryKey: string, entry: StoredEntry, ttlMs: number): void {
    this.#entries.delete(entryKey);
    if (this.#entries.size >= this.#maxEntries) this.#evictEntry();
    this.#entries.set(entryKey, { entry, removeAt: this.#now() + ttlMs, isUsed: false });
  }

  // A second chance for what was read: nearly the order of last use, and a hit moves nothing.
  #evictEntry(): void {
    for (const [key, kept] of this.#entries) {
      this.#entries.delete(key);
      if (!kept.isUsed) return;
      kept.isUsed = false;
      this.#entries.set(key, kept);
    }
  }

  close(): void {
    this.#entries.clear();
    this.#records.clear();
  }
}

/**
 * Keeps everything in this process: exact, bounded, and gone with the process. Share one instance
 * between clients that shall see each other's changes. Values are frozen, so a hit costs no copy.
 *
 * @example
 * ```ts
 * import { CalcomClient, memoryStore } from "calcom-coherent";
 *
 * const calcom = new CalcomClient({ store: memoryStore({ maxEntries: 500 }) });
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}): CacheStore {
  return new MemoryStore(options);
}
