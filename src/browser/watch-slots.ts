import { type Clock, systemClock } from "../clock.ts";
import { checkAt, checkMs, checkQuery } from "./input.ts";
import type { InitialSlots } from "./knowledge.ts";
import { wakefulClock } from "./moments.ts";
import { SlotsWatch } from "./slots-watch.ts";
import type { SlotsPageQuery, SlotsState } from "./state.ts";

/** Where free times and changes are to be had. */
export interface WatchSlotsOptions {
  /** The address of `createSlotsHandler`; relative ones are the page's. */
  readonly url: string;
  /** The address of `createChangesHandler`. @default none: the page asks every `pollMs` */
  readonly changesUrl?: string | undefined;
  /** What is shown at first. */
  readonly query: SlotsPageQuery;
  /** What the page came with: shown at once, and replaced unless its version still holds. */
  readonly initial?: InitialSlots | undefined;
  /**
   * Milliseconds between two questions where changes are not told, and between two that fail; up to a
   * fifth less, so that not all pages ask at once. It is asked no later than at two thirds of `maxAgeMs`.
   * @default 15_000
   */
  readonly pollMs?: number | undefined;
  /** Milliseconds for which something is shown that has not been confirmed. @default 30_000 */
  readonly maxAgeMs?: number | undefined;
  /** For further headers, or credentials. It must heed the `signal`. @default the platform's */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** @default the platform's */
  readonly clock?: Clock | undefined;
}

/** Free times that are kept true. Its functions may be handed on by themselves. */
export interface WatchedSlots {
  /** What may be shown as of now: another frozen object whenever something has changed, and only then. */
  readonly state: SlotsState;
  /**
   * Calls a listener after every change of {@link WatchedSlots.state}. The first starts everything; 3 s after
   * the last has gone nothing is asked any more, until there is another.
   *
   * @returns a function that stops it
   * @throws TypeError for a relative address where there is no page
   */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Turns to another day, zone or event type. Answers of an earlier question are not shown for it. The same
   * question again does nothing.
   *
   * @throws TypeError or RangeError for a question that nobody can answer; Error when it is closed
   */
  readonly ask: (query: SlotsPageQuery) => void;
  /**
   * Asks now, whatever a server has asked for, three times a second at most. What is shown stays meanwhile.
   *
   * @returns resolves when that has been answered, or has failed (see `state.error`), or has been closed
   * @throws Error when it is closed
   */
  readonly refresh: () => Promise<void>;
  /** Stops everything for good: no listener is called again, and nothing is shown. */
  readonly close: () => void;
}

/**
 * Keeps the free times on a page true: hears what changes, asks again for what has been superseded, polls where
 * nothing can be heard, and shows nothing that has not been confirmed for `maxAgeMs`, after sleep
 * neither. It starts nothing before somebody subscribes, so it may be called while rendering on a server.
 *
 * @throws TypeError or RangeError for a question that nobody can answer, or times that are none
 *
 * @example
 * ```ts
 * import { watchSlots } from "calcom-coherent/browser";
 *
 * const watched = watchSlots({
 *   url: "/slots",
 *   changesUrl: "/changes",
 *   query: { eventTypeId: 123, start: "2026-12-07", end: "2026-12-13", timeZone: "Europe/Berlin" },
 * });
 * const list = document.querySelector("#times");
 * watched.subscribe(() => {
 *   const { slots, previous } = watched.state;
 *   const times = Object.values(slots ?? previous ?? {}).flat();
 *   list?.replaceChildren(...times.map(({ start }) => new Option(start)));
 *   list?.toggleAttribute("inert", slots === undefined);
 * });
 * ```
 */
export function watchSlots(options: WatchSlotsOptions): WatchedSlots {
  const { pollMs = 15_000, maxAgeMs = 30_000, clock: given = systemClock } = options;
  const { fetch = (...request) => globalThis.fetch(...request) } = options;
  checkQuery(options.query);
  checkAt(options.initial?.at);
  checkMs("pollMs", pollMs);
  checkMs("maxAgeMs", maxAgeMs);
  const watch = new SlotsWatch({ ...options, pollMs, maxAgeMs, fetch, clock: wakefulClock(given) });
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
