import type { Clock } from "../clock.ts";
import type { Coherence } from "../errors.ts";
import type { CacheStore, RegistryStep, StoredEntry, StoreRead } from "../stores/contract.ts";
import { randomToken } from "../tokens.ts";
import { tellLandedSteps } from "./landed-steps.ts";
import { LocalReads } from "./local-reads.ts";
import { PendingChanges } from "./pending-changes.ts";
import type { StoreAccess } from "./store-access.ts";
import type { TagChange } from "./tag-change.ts";
import { TagStates } from "./tag-states.ts";
import { isPromise, type StorePatience } from "./waiting.ts";

export interface RegistryRead {
  readonly entry: StoredEntry | undefined;
  readonly states: TagStates;
}

export interface VersionRegistryOptions {
  readonly access: StoreAccess;
  readonly clock: Clock;
  /** Put before every tag to make its key. */
  readonly keyPrefix: string;
  /** The record of the tag that every entry carries. */
  readonly rootKey: string;
  /** How long versions may be trusted without asking. @default not at all */
  readonly maxStalenessMs?: number | undefined;
  readonly onStoreError: (error: unknown) => void;
  /** Told of the deferred bumps that have landed. */
  readonly onLanded?: (tags: readonly string[]) => void;
}

/**
 * The tags' versions and marks. Tokens are drawn here; who wins and when a mark ends is the
 * store's to say.
 */
export class VersionRegistry {
  /** Public, so that copies of the library in one process can compare registries. */
  readonly store: CacheStore;
  readonly prefix: string;
  readonly #access: StoreAccess;
  readonly #pending: PendingChanges;
  #local: LocalReads | undefined;
  readonly #keys = new WeakMap<readonly string[], readonly string[]>();

  constructor(options: VersionRegistryOptions) {
    this.#access = options.access;
    this.store = options.access.store;
    this.prefix = options.keyPrefix;
    this.#local = LocalReads.of({ ...options, maxStalenessMs: options.maxStalenessMs });
    this.#pending = new PendingChanges({
      clock: options.clock,
      rootTag: options.rootKey.slice(options.keyPrefix.length),
      apply: (changes) => this.apply(changes),
      onError: options.onStoreError,
      onLanded: options.onLanded,
    });
  }

  /** Reads an entry and the tags expected for it in one round trip. */
  read(
    entryKey: string | undefined,
    tags: readonly string[],
    patience?: StorePatience,
  ): RegistryRead | Promise<RegistryRead> {
    const keys = this.#keysOf(tags);
    const read =
      this.#local?.read(entryKey, { tags, keys }, patience) ??
      this.#access.ask("be read", () => this.store.read(entryKey, keys), patience);
    return isPromise(read) ? read.then((late) => this.#seen(tags, late)) : this.#seen(tags, read);
  }

  /** An entry that may be given without asking the store: all its versions are trusted to be current. */
  recall(entryKey: string): StoredEntry | undefined {
    const entry = this.#local?.recall(entryKey);
    if (entry === undefined || !this.#pending.holdsAny) return entry;
    for (const tag in entry.versions) if (this.#pending.holds(tag)) return undefined;
    return entry;
  }

  /** Keeps what is being stored in memory too, where answers are kept there. */
  keepLocally(entryKey: string, entry: StoredEntry): void {
    this.#local?.keep(entryKey, entry);
  }

  // Questions keep their list of tags, so the keys of a list are made once.
  #keysOf(tags: readonly string[]): readonly string[] {
    const known = this.#keys.get(tags);
    if (known !== undefined) return known;
    const keys = tags.map((tag) => this.prefix + tag);
    this.#keys.set(tags, keys);
    return keys;
  }

  /** Gives every tag a version; to be awaited before a load leaves. */
  async ensure(tags: readonly string[]): Promise<TagStates> {
    const keys = this.#keysOf(tags);
    const fresh = randomToken();
    const ensure = () => this.store.ensure(keys, fresh);
    const states = await this.#access.ask("record versions", ensure);
    return this.#seen(tags, { entry: undefined, states }).states;
  }

  #seen(tags: readonly string[], { entry, states }: StoreRead): RegistryRead {
    if (!this.#pending.holdsAny) return { entry, states: new TagStates(tags, states) };
    // What this process could not yet tell the store counts as told.
    const seen = states.map((state, index) =>
      state && this.#pending.holds(tags[index] as string) ? { ...state, marked: true } : state,
    );
    return { entry, states: new TagStates(tags, seen) };
  }

  /**
   * One atomic step over all tags, which the store has confirmed when the promise resolves.
   *
   * @throws StoreError when it did not; nothing is kept
   */
  async apply(changes: readonly TagChange[]): Promise<void> {
    // Versions are compared tag by tag, so one token serves all tags of one attempt.
    const freshVersion = randomToken();
    const steps: RegistryStep[] = changes.map(({ tag, bump, marks, removeMarks }) => ({
      key: this.prefix + tag,
      freshVersion,
      bump,
      addMarks: marks ?? [],
      removeMarks: removeMarks ?? [],
    }));
    await this.#access.askSurely("confirm an invalidation", () => this.store.apply(steps));
    tellLandedSteps(this.store, steps);
  }

  /**
   * The same, but what the store does not confirm is kept and repeated until it lands. Until then
   * nothing that depends on these tags is a hit in this process.
   */
  async applySurely(changes: readonly TagChange[]): Promise<Coherence> {
    const release = this.#pending.hold(changes.map((change) => change.tag));
    try {
      await this.apply(changes);
      return "confirmed";
    } catch (error) {
      return this.keep(changes, error);
    } finally {
      release();
    }
  }

  /** Keeps what could not even be tried, and repeats it until it lands. */
  keep(changes: readonly TagChange[], error: unknown): Coherence {
    this.#pending.keep(changes, error);
    return "deferred";
  }

  /** Treats tags as fenced in this process until the returned function is called. */
  hold(tags: readonly string[]): () => void {
    return this.#pending.hold(tags);
  }

  /** Whether a change of one of them is kept here until the store confirms it. */
  awaitsAny(tags: readonly string[]): boolean {
    return this.#pending.holdsAny && tags.some((tag) => this.#pending.keeps(tag));
  }

  /** Whether both keep the same tags in the same store. */
  isSameAs(other: VersionRegistry): boolean {
    return this.store === other.store && this.prefix === other.prefix;
  }

  /** Stops repeating what is still unconfirmed, and relying on memory. */
  close(): void {
    this.#pending.close();
    this.#local?.close();
    this.#local = undefined;
  }
}
