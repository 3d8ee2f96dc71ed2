import type { Clock } from "../clock.ts";
import type { StoredEntry, StoreRead } from "../stores/contract.ts";
import { stillCurrent } from "./freshness.ts";
import type { Verification } from "./generation-watch.ts";
import { LocalMemory } from "./local-memory.ts";
import type { StoreAccess } from "./store-access.ts";
import { TagStates } from "./tag-states.ts";
import type { StorePatience } from "./waiting.ts";

export interface LocalReadsOptions {
  readonly access: StoreAccess;
  readonly clock: Clock;
  readonly keyPrefix: string;
  readonly rootKey: string;
  /** `undefined`: versions are read for every answer. */
  readonly maxStalenessMs: number | undefined;
  readonly onStoreError: (error: unknown) => void;
}

/** The records that a read asks for. */
export interface AskedTags {
  readonly tags: readonly string[];
  readonly keys: readonly string[];
}

/** How one client reads where answers are also kept in its process's own memory. */
export class LocalReads {
  readonly #access: StoreAccess;
  readonly #clock: Clock;
  readonly #memory: LocalMemory;
  readonly #verification: Verification | undefined;
  readonly #hasValues: boolean;

  private constructor(options: LocalReadsOptions) {
    const { access, clock, keyPrefix, maxStalenessMs, onStoreError, rootKey } = options;
    this.#access = access;
    this.#clock = clock;
    const memory = LocalMemory.join({ store: access.store, keyPrefix, rootKey, clock });
    this.#memory = memory;
    this.#hasValues = access.store.values === "local";
    if (maxStalenessMs === undefined) return;
    const read = () => access.ask("say what is new", () => memory.readGeneration());
    this.#verification = { maxStalenessMs, read, onError: onStoreError };
  }

  /** @returns `undefined` where nothing is to be kept in memory */
  static of(options: LocalReadsOptions): LocalReads | undefined {
    const isOf = options.maxStalenessMs !== undefined || options.access.store.values === "local";
    return isOf ? new LocalReads(options) : undefined;
  }

  /** An answer that may be given without asking the store. */
  recall(entryKey: string): StoredEntry | undefined {
    const verification = this.#verification;
    return verification === undefined ? undefined : this.#memory.recall(entryKey, verification);
  }

  /** Keeps what this process has stored itself. */
  keep(entryKey: string, entry: StoredEntry): void {
    this.#memory.values.keep(entryKey, entry);
  }

  /** Reads records, and the entry where memory does not have the one they belong to. */
  async read(
    entryKey: string | undefined,
    asked: AskedTags,
    patience: StorePatience | undefined,
  ): Promise<StoreRead> {
    const known = entryKey === undefined ? undefined : this.#known(entryKey);
    if (entryKey === undefined || known === undefined) {
      const read = await this.#ask(entryKey, asked.keys, patience);
      if (entryKey !== undefined) this.#keepCurrent(entryKey, asked.tags, read);
      return read;
    }
    const { states } = await this.#ask(undefined, asked.keys, patience);
    if (isCurrent(known, asked.tags, states)) return { entry: known, states };
    const { entry } = await this.#ask(entryKey, [], patience);
    this.#keepCurrent(entryKey, asked.tags, { entry, states });
    return { entry, states };
  }

  #known(entryKey: string): StoredEntry | undefined {
    if (!this.#hasValues) return undefined;
    const entry = this.#memory.values.get(entryKey)?.entry;
    return entry !== undefined && entry.expiresAt > this.#clock.now() ? entry : undefined;
  }

  async #ask(
    entryKey: string | undefined,
    keys: readonly string[],
    patience: StorePatience | undefined,
  ): Promise<StoreRead> {
    const { store } = this.#access;
    const read = () => this.#access.ask("be read", () => store.read(entryKey, keys), patience);
    return this.#verification === undefined ? read() : this.#memory.versions.learnFrom(keys, read);
  }

  // An entry whose records do not match is of no use beside them the next time either.
  #keepCurrent(entryKey: string, tags: readonly string[], { entry, states }: StoreRead): void {
    if (entry === undefined || !isCurrent(entry, tags, states)) this.#memory.values.drop(entryKey);
    else this.#memory.values.keep(entryKey, entry);
  }

  close(): void {
    this.#memory.leave();
  }
}

function isCurrent(entry: StoredEntry, tags: readonly string[], states: StoreRead["states"]) {
  return stillCurrent(entry.versions, new TagStates(tags, states));
}
