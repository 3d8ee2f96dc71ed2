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

/** What a client tells a store about itself. */
export interface StoreContext {
  readonly clock: Clock;
  readonly keyPrefix: string;
  readonly rootKey: string;
  readonly warn?: (message: string) => void;
}

/** What a reader sees of a tag's record. */
export interface TagState {
  readonly version: string;
  /** A fence or settling is on it: nothing that carries the tag is a hit. */
  readonly marked: boolean;
  /** What is stored now should live only for a short time. */
  readonly cautious: boolean;
  /** A mark of any kind is on it: the version ends by the store's clock, and nobody announces that. */
  readonly endsByItself: boolean;
  /**
   * The ids of the settling on it, by which whoever has set one knows that it stands. A store need not
   * tell; then a flood of webhooks is written down delivery by delivery.
   */
  readonly settling?: readonly string[] | undefined;
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

/** The right to load an answer for everybody. Its end is reckoned by the store's own clock. */
export interface LoadLease {
  readonly entryKey: string;
  /** The versions the load leaves under, as one text: a load under others has a lease of its own. */
  readonly stamp: string;
  /** Who holds it; made for this load. */
  readonly holder: string;
}

/** Lets the processes that share a store load an answer once for all of them. */
export interface LoadLeases {
  /** Takes the lease, or prolongs it for its holder. @returns `false` while somebody else holds it */
  take(lease: LoadLease, durationMs: number): Promise<boolean>;
  /** Whether anybody holds it. */
  isTaken(lease: LoadLease): Promise<boolean>;
  /** Lets go, if the holder still has it. */
  release(lease: LoadLease): Promise<void>;
}

/** What a store says of steps on records. */
export type StepNews =
  /** A step of this very store object is about to be sent, or has just ended, whatever its outcome. */
  | { readonly kind: "own"; readonly recordKeys: readonly string[] }
  /** A step of anybody, told by message: it turned one generation into the next. */
  | {
      readonly kind: "message";
      readonly previous: string;
      readonly next: string;
      readonly recordKeys: readonly string[];
    };

/**
 * What versions may be trusted on without asking: a token per registry that every step replaces in
 * the same act, unless the step only takes marks away.
 */
export interface Generations {
  /** The token as it is now, drawn where there is none. */
  read(rootKey: string): Promise<string>;
  /** Messages may be late, lost or doubled. @returns a function that stops listening */
  listen(rootKey: string, hear: (news: StepNews) => void): () => void;
}

/** What the answer to a request said about its budget. */
export interface BudgetNews {
  /** Requests in a window; 0: the server keeps no budget. */
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the window ends, or the block does; rather too many than too few. */
  readonly resetMs: number;
  /** The budget is used up, and nothing is answered until then. */
  readonly blocked: boolean;
}

/** A request that counts no longer as being under way. */
export interface EndedRequest {
  readonly permit: string;
  /** `answered`; `unanswered`: it may still arrive; `unsent`: it never left, and counts no more. */
  readonly outcome: "answered" | "unanswered" | "unsent";
  /** Milliseconds since it ended. */
  readonly agoMs: number;
  /** Milliseconds it was under way; tells which window of the server its news are about. */
  readonly tookMs: number;
  readonly news?: BudgetNews | undefined;
}

/** What one process tells of a budget and wants of it, in one step. */
export interface BudgetCall {
  /** Names server, credential and limit; holds no secret. */
  readonly key: string;
  /** What is believed until Cal.com has said something. */
  readonly assumed: { readonly limit: number; readonly windowMs: number };
  readonly ended: readonly EndedRequest[];
  readonly wanted?:
    | {
        /** A name for the request, never used twice. */
        readonly permit: string;
        /** How much of the limit may be in use with this request, above 0 and up to 1. */
        readonly share: number;
        /** Whether it slows down before that share is used up. */
        readonly paced: boolean;
        /** Milliseconds after which a request whose end is never told counts as ended. */
        readonly longestMs: number;
      }
    | undefined;
}

/** Whether the request may leave now. */
export interface BudgetVerdict {
  readonly granted: boolean;
  /** Milliseconds after which asking again may help; 0 where it was granted. */
  readonly waitMs: number;
  /** Whether Cal.com has blocked the credential until then. */
  readonly blocked: boolean;
  /** Requests in a window as they are known now; 0: the server keeps no budget. */
  readonly limit: number;
}

/** Counts the requests of all processes against what Cal.com allows; by the store's own clock. */
export interface RateBudgets {
  call(call: BudgetCall): MaybePromise<BudgetVerdict>;
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
   * @param context `keyPrefix` begins every record key of this client, and `rootKey` is the record of
   * the tag that every entry of it carries; `warn` takes what an operator should know
   */
  attach?(context: StoreContext): void;
  /** One round trip: an entry and the records beside it. */
  read(entryKey: string | undefined, recordKeys: readonly string[]): MaybePromise<StoreRead>;
  /** Gives every tag a version, creating records only where there is none, and says which won. */
  ensure(recordKeys: readonly string[], freshVersion: string): MaybePromise<readonly TagState[]>;
  /** Applies all steps at once. */
  apply(steps: readonly RegistryStep[]): MaybePromise<void>;
  /** @param lease let go in the same step */
  write(entryKey: string, entry: StoredEntry, ttlMs: number, lease?: LoadLease): MaybePromise<void>;
  close(): MaybePromise<void>;
  /** `local`: readers keep values in their own memory, so that only records travel. @default "store" */
  readonly values?: "store" | "local";
  /** Where several processes share the store. */
  readonly leases?: LoadLeases;
  /** Where versions may be trusted for a time; without it `consistency` cannot be bounded. */
  readonly generations?: Generations;
  /** Where processes that share the store share Cal.com's rate budget as well. */
  readonly budgets?: RateBudgets;
}
