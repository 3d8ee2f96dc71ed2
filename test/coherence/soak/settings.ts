import type { Wish } from "./plan.ts";

/** Milliseconds a call may take; more than by default in tests, for everything shares a few CPUs. */
export const TIMEOUT_MS = 2_000;
/** Milliseconds in which its outcome is looked for after that. */
export const SEARCH_MS = 2_000;
export const FENCE_MS = 3_000;
/** While the store is away each process keeps a budget of its own, and together they exceed the limit. */
export const STORE_TIMEOUT_MS = 5_000;
/** Bookings that one process makes at the same time. */
export const AT_ONCE = 8;

/**
 * The fake's rate limit counts shorter windows than Cal.com's. They must still be longer than a
 * request may lie unread before a busy machine's server, which nobody who has given it up can know.
 */
export const WINDOW_MS = 5_000;
export const BLOCK_MS = 5_000;

/** What a booker is told when it starts. */
export interface BookerSettings {
  readonly name: string;
  readonly apiKey: string;
  readonly calUrl: string;
  readonly redisUrl: string;
  readonly host: { readonly id: number; readonly email: string };
  readonly eventTypeIds: readonly number[];
  /** Requests in a window. */
  readonly limit: number;
}

export type Action = "create" | "move" | "cancel";

/** What a caller heard of one change. */
export type Told = {
  readonly wish: string;
  readonly action: Action;
} & (
  | { readonly verdict: "done" | "found"; readonly uid: string }
  | {
      readonly verdict: "unknown";
      readonly looked: string;
      readonly nonce: string | undefined;
      readonly bookingUid: string | undefined;
    }
  | { readonly verdict: "refused"; readonly why: string }
);

/** What a process went through besides. */
export interface Counts {
  /** Requests that waited for the rate budget. */
  readonly waits: number;
  /** Changes that were made again, because they were refused for the rate. */
  readonly again: number;
  readonly storeFailures: number;
}

export type FromBooker =
  | { readonly kind: "ready" }
  | { readonly kind: "told"; readonly told: Told }
  | { readonly kind: "mistake"; readonly what: string }
  | ({ readonly kind: "done" } & Counts);

export type ToBooker = { readonly wishes: readonly Wish[] };
