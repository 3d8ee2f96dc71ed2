"use client";
import {
  type SlotsState,
  type WatchedSlots,
  type WatchSlotsOptions,
  watchSlots,
} from "calcom-coherent/browser";
import { useEffect, useState, useSyncExternalStore } from "react";

/** Keeps free times true for as long as a component shows them. */
export function useSlots(options: WatchSlotsOptions): SlotsState {
  const [store] = useState(() => slotsStore(options));
  const { query } = options;
  useEffect(() => store.ask(query), [store, query]);
  return useSyncExternalStore(store.subscribe, store.state, store.first);
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
  let watched: WatchedSlots | undefined;
  return {
    first: () => first,
    state: () => watched?.state ?? first,
    subscribe(listener: () => void) {
      const mine = watchSlots(options);
      const stop = mine.subscribe(listener);
      watched = mine;
      return () => {
        stop();
        mine.close();
      };
    },
    ask(query: WatchSlotsOptions["query"]) {
      if (watched !== undefined && watched.state.query.start !== query.start) watched.ask(query);
    },
  };
}
