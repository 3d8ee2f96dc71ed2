import type { Clock } from "../clock.ts";
import type { SlotsByDate } from "../schemas/slots.ts";
import type { SlotsPageQuery, SlotsState } from "./state.ts";

/** Where free times and changes are to be had. */
export interface WatchSlotsOptions {
  /** The address of `createSlotsHandler`. */
  readonly url: string;
  /** The address of `createChangesHandler`; without it the page asks now and then. */
  readonly changesUrl?: string | undefined;
  readonly query: SlotsPageQuery;
  /** What the page came with; `version` of `calcom.versionOf()`, read before the slots. */
  readonly initial?:
    | { readonly slots: SlotsByDate; readonly version?: string | undefined }
    | undefined;
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
  const { url, changesUrl, initial, fetch = globalThis.fetch.bind(globalThis) } = options;
  const listeners = new Set<() => void>();
  let state: SlotsState = {
    query: options.query,
    slots: initial?.slots,
    previous: undefined,
    link: "connecting",
    checkedAt: undefined,
    error: undefined,
  };
  const set = (news: Partial<SlotsState>) => {
    state = Object.freeze({ ...state, ...news });
    for (const listener of listeners) listener();
  };
  const refresh = async () => {
    const { query } = state;
    set({ slots: undefined, previous: state.slots ?? state.previous });
    const address = new URL(url, globalThis.location?.href);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, `${value}`);
    }
    const response = await fetch(address);
    const { slots } = (await response.json()) as { slots: SlotsByDate };
    if (query === state.query) set({ slots, previous: undefined });
  };
  const source =
    changesUrl === undefined
      ? undefined
      : new EventSource(`${changesUrl}?eventTypeId=${options.query.eventTypeId}`);
  source?.addEventListener("version", () => void refresh());
  source?.addEventListener("open", () => set({ link: "live" }));
  source?.addEventListener("error", () => set({ link: "connecting" }));
  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask(query) {
      set({ query, slots: undefined, previous: undefined });
      void refresh();
    },
    refresh,
    close: () => source?.close(),
  };
}
