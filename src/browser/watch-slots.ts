import { type Clock, systemClock } from "../clock.ts";
import { checkMs, checkQuery } from "./input.ts";
import type { InitialSlots } from "./knowledge.ts";
import { wakefulClock } from "./moments.ts";
import { SlotsWatch } from "./slots-watch.ts";
import type { SlotsPageQuery, SlotsState } from "./state.ts";

/** Where free times and changes are to be had. */
export interface WatchSlotsOptions {
  /** The address of `createSlotsHandler`. */
  readonly url: string;
  /** The address of `createChangesHandler`; without it the page asks now and then. */
  readonly changesUrl?: string | undefined;
  readonly query: SlotsPageQuery;
  /** What the page came with: shown until it is known whether it still holds. */
  readonly initial?: InitialSlots | undefined;
  /** Milliseconds between two questions where changes are not told. @default 15_000 */
  readonly pollMs?: number | undefined;
  /** Milliseconds for which something is shown that has not been confirmed. @default 30_000 */
  readonly maxAgeMs?: number | undefined;
  /** @default the platform's */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** @default the platform's */
  readonly clock?: Clock | undefined;
}

/** Free times that are kept true. */
export interface WatchedSlots {
  /** Another object whenever something has changed, and only then. */
  readonly state: SlotsState;
  /** @returns a function that stops it */
  subscribe(listener: () => void): () => void;
  /** Turns to another day, zone or event type. */
  ask(query: SlotsPageQuery): void;
  /** Asks now. Resolves when that has been answered, or has failed. */
  refresh(): Promise<void>;
  close(): void;
}

/** Keeps the free times on a page true. */
export function watchSlots(options: WatchSlotsOptions): WatchedSlots {
  const { pollMs = 15_000, maxAgeMs = 30_000, clock = systemClock } = options;
  const { fetch = globalThis.fetch.bind(globalThis) } = options;
  checkQuery(options.query);
  checkMs("pollMs", pollMs);
  checkMs("maxAgeMs", maxAgeMs);
  const watch = new SlotsWatch({ ...options, pollMs, maxAgeMs, fetch, clock: wakefulClock(clock) });
  return {
    get state() {
      return watch.state;
    },
    subscribe: (listener) => watch.subscribe(listener),
    ask: (query) => {
      checkQuery(query);
      watch.ask(query);
    },
    refresh: () => watch.refresh(),
    close: () => watch.close(),
  };
}
