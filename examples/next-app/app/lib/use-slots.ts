"use client";
import {
  type SlotsState,
  type WatchedSlots,
  type WatchSlotsOptions,
  watchSlots,
} from "calcom-coherent/browser";
import { useEffect, useState, useSyncExternalStore } from "react";

/** Free times that are kept true. */
export interface KeptSlots {
  readonly state: SlotsState;
  /** Asks now. @returns whether that was answered */
  readonly refresh: () => Promise<boolean>;
}

/** Keeps free times true for as long as a component shows them. */
export function useSlots(options: WatchSlotsOptions): KeptSlots {
  const [store] = useState(() => slotsStore(options));
  const { query } = options;
  useEffect(() => store.ask(query), [store, query]);
  const state = useSyncExternalStore(store.subscribe, store.state, store.first);
  return { state, refresh: store.refresh };
}

/** Watches from the first paint in a browser on; a server only paints. */
function slotsStore(options: WatchSlotsOptions) {
  const first: SlotsState = Object.freeze({
    query: options.query,
    slots: options.initial?.slots,
    previous: undefined,
    link: "connecting",
    checkedAt: undefined,
    error: undefined,
  });
  // Next's router shows again what it has kept of a page: that is as old as it may be.
  const restored: SlotsState = { ...first, slots: undefined, previous: first.slots };
  let isFromServer = false;
  let watched: WatchedSlots | undefined;
  return {
    // React asks for this where the server has painted, and nowhere else.
    first() {
      isFromServer = true;
      return first;
    },
    state: () => watched?.state ?? (isFromServer ? first : restored),
    subscribe(listener: () => void) {
      const { initial } = options;
      // The server read them after the page was asked for, however long it was on its way.
      const at = isFromServer ? performance.timeOrigin : 0;
      const mine = watchSlots({ ...options, initial: initial && { ...initial, at } });
      const stop = mine.subscribe(listener);
      watched = mine;
      return () => {
        stop();
        mine.close();
      };
    },
    async refresh() {
      await watched?.refresh();
      return watched?.state.error === undefined;
    },
    ask(query: WatchSlotsOptions["query"]) {
      if (watched !== undefined && watched.state.query.start !== query.start) watched.ask(query);
    },
  };
}
