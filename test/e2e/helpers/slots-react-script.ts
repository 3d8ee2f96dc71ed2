import { createElement, StrictMode, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import {
  type SlotsPageQuery,
  type WatchSlotsOptions,
  watchSlots,
} from "../../../src/browser/index.ts";

/** As `docs/guides/browser.md` shows it. */
function useSlots(options: WatchSlotsOptions) {
  const [watched] = useState(() => watchSlots(options));
  const state = useSyncExternalStore(
    watched.subscribe,
    () => watched.state,
    () => watched.state,
  );
  return { ...state, ask: watched.ask, refresh: watched.refresh };
}

const parameters = new URL(location.href).searchParams;
const query = JSON.parse(parameters.get("query") ?? "{}") as SlotsPageQuery;

function Times() {
  const { slots } = useSlots({ url: "slots", changesUrl: "changes", query });
  const starts = Object.values(slots ?? {}).flatMap((day) => day.map(({ start }) => start));
  return slots ? starts.map((start) => start.slice(11, 16)).join(" ") : "?";
}

const place = document.getElementById("times");
if (place) createRoot(place).render(createElement(StrictMode, null, createElement(Times)));
