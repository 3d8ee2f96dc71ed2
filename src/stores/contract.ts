import type { Clock } from "../clock.ts";

/** In-process stores answer at once, so that a hit costs no timer and no extra turn. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * What a mark on a tag says. A caution does not stop hits; it shortens what is stored meanwhile. Of an
 * ending nothing is seen until it runs out, and ends the version as every mark does.
 */
export type MarkKind = "fence" | "settling" | "caution" | "ending";

/** A mark to be set. Its end is reckoned by the store's own clock. */
export interface NewMark {
  readonly id: string;
  readonly kind: MarkKind;
  readonly durationMs: number;
}

/** One change to one tag's record. All steps of one call happen together or not at all. */
export interface RegistryStep {
  readonly key: string;
  /** Replaces the version when the step ends it. Made for this attempt, never sent twice. */
  readonly freshVersion: string;
  /** `true`: the version is gone for good. */
  readonly bump: boolean;
  readonly addMarks: readonly NewMark[];
  /** Ids of the marks this step takes away, where they are still there. */
  readonly removeMarks: readonly string[];
}

/** What a reader sees of a tag's record. */
export interface TagState {
  readonly version: string;
  /** A fence or settling is on it: nothing that carries the tag is a hit. */
  readonly marked: boolean;
  /** What is stored now should live only for a short time. */
  readonly cautious: boolean;
}

/** A stored answer. `versions` are those of all its tags as read before its load began. */
export interface StoredEntry {
  /** A JSON value, deeply frozen. */
  readonly value: unknown;
  readonly versions: Readonly<Record<string, string>>;
  /** Epoch milliseconds at which the load from Cal.com began. */
  readonly loadBeganAt: number;
  /** Epoch milliseconds from which the entry is a miss. */
  readonly expiresAt: number;
  /** Epoch milliseconds from which a part of the value is over (a slot has started). */
  readonly decaysAt?: number | undefined;
  readonly requestId?: string | undefined;
}

export interface StoreRead {
  readonly entry: StoredEntry | undefined;
  /** In the order asked for; `undefined` where there is no record, or its version has ended. */
  readonly states: readonly (TagState | undefined)[];
}

/**
 * Where entries and the version registry live. A promise that resolves means *confirmed*; a store
 * that cannot say so must reject.
 */
export interface CacheStore {
  readonly name: string;
  /**
   * Called by each client before first use.
   *
   * @param context `rootKey` is the record of the tag that every entry of this client carries
   */
  attach?(context: { readonly clock: Clock; readonly rootKey: string }): void;
  /** One round trip: an entry and the records beside it. */
  read(entryKey: string | undefined, recordKeys: readonly string[]): MaybePromise<StoreRead>;
  /** Gives every tag a version, creating records only where there is none, and says which won. */
  ensure(recordKeys: readonly string[], freshVersion: string): MaybePromise<readonly TagState[]>;
  /** Applies all steps at once. */
  apply(steps: readonly RegistryStep[]): MaybePromise<void>;
  write(entryKey: string, entry: StoredEntry, ttlMs: number): MaybePromise<void>;
  close(): MaybePromise<void>;
}
