import type { Collector, Dependencies } from "./dependencies.ts";
import type { Frame } from "./frame.ts";
import type { MissReason } from "./freshness.ts";
import type { Reading } from "./reading.ts";
import type { TagStates } from "./tag-states.ts";

/** What a load of the origin brings. */
export interface Loaded {
  /** A JSON value, deeply frozen. */
  readonly value: unknown;
  readonly ttlMs: number;
  /** Epoch milliseconds from which a part of the value is over. */
  readonly decaysAt?: number | undefined;
  readonly requestId?: string | undefined;
}

/** How urgent a request to Cal.com is, the most urgent first. */
export type Priority = "booking" | "confirm" | "offer" | "prefetch";

/** What a load is given; `frame` is there for layers only. */
export interface LoadScope {
  readonly signal: AbortSignal;
  readonly frame: Frame | undefined;
  /** How long the reader who began the load waits, by the monotonic clock. */
  readonly until: number;
  /** How urgent the reader who began the load is. */
  readonly priority: Priority;
}

/** A value as served at one moment, and how long that serving stays true. */
export interface Served {
  readonly value: unknown;
  readonly decaysAt: number | undefined;
}

/** Something that can be asked again and again and answered from the cache. */
export interface Question {
  readonly layer: string;
  readonly entryKey: string;
  /** The tags this reader would put on the answer, known before the load. */
  readonly tags: readonly string[];
  /** `true` for layers: the answer's tags are those of the reads inside the load. */
  readonly derived: boolean;
  /** `false`: every reader asks Cal.com, but a layer may rest on the answer. */
  readonly kept: boolean;
  /** `true` for what only names things: an answer that rests on it is not as old as it is. */
  readonly timeless?: boolean;
  load(scope: LoadScope): Promise<Loaded>;
  /** Takes out what has passed since the load. */
  serve?(value: unknown, decaysAt: number | undefined, now: number): Served;
}

/**
 * How one read uses the cache; `refresh` joins only loads that have not left yet, `ask` also those
 * that the registry vouches for afterwards. Neither is ever answered by an entry.
 */
export interface CacheReadOptions {
  readonly cache: "use" | "refresh" | "ask" | "bypass";
  readonly timeoutMs: number;
  /** When that is over, by the monotonic clock. @default `timeoutMs` from now */
  readonly until?: number;
  readonly signal: AbortSignal | undefined;
  /** @default "offer" */
  readonly priority?: Priority | undefined;
  /** Begun by the caller, where loads of layers surround the read. */
  readonly reading?: Reading | undefined;
}

/** One read on its way. */
export interface Attempt extends CacheReadOptions {
  readonly until: number;
  readonly priority: Priority;
}

/** What one reader has come to know on its way. */
export interface Judged {
  /** How often it has looked into the store. */
  looks: number;
  /** What the registry said; `undefined`: nothing yet, or the store was away. */
  states: TagStates | undefined;
  /** The layer's load it waited for last. */
  collector: Collector | undefined;
  /** Whether the load it waited for last was begun for another reader. */
  shared: boolean;
}

/** What a reader is given. */
export interface Answer {
  readonly value: unknown;
  readonly source: "cache" | "origin";
  /** Of what was loaded: why. */
  readonly missed: MissReason | undefined;
  /** Of what was loaded: whether that was done for another reader. */
  readonly shared: boolean;
  /** Epoch milliseconds. */
  readonly servedAt: number;
  readonly expiresAt: number;
  readonly dependencies: Dependencies;
}
