import { onTestFinished, vi } from "vitest";
import { type SlotsState, type WatchSlotsOptions, watchSlots } from "../../src/browser/index.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";
import { CHANGES_URL, createSlotsSite, hoursOf, SLOTS_URL } from "./slots-site.ts";

export const QUERY = { eventTypeId: 1, start: "2026-12-07", end: "2026-12-13" };

/** A page that shows the free times of a site, and notes everything that it has shown. */
export function openPage(options: Partial<WatchSlotsOptions> = {}) {
  const random = vi.spyOn(Math, "random").mockReturnValue(0.5);
  onTestFinished(() => void random.mockRestore());
  const clock = createVirtualClock();
  const site = createSlotsSite(clock);
  const watched = watchSlots({
    url: SLOTS_URL,
    changesUrl: CHANGES_URL,
    query: QUERY,
    fetch: site.fetch,
    clock,
    ...options,
  });
  const told: SlotsState[] = [];
  const stop = watched.subscribe(() => told.push(watched.state));
  onTestFinished(() => watched.close());
  return {
    clock,
    site,
    watched,
    told,
    stop,
    /** Lets time pass; what is shown then, by hours. */
    async after(ms: number) {
      await clock.advance(ms);
      return hoursOf(watched.state.slots);
    },
  };
}

/** Stands in for a browser's page, which tests hide and show. */
export function standInPage() {
  const document = Object.assign(new EventTarget(), {
    visibilityState: "visible" as "visible" | "hidden",
    baseURI: "https://practice.example/",
  });
  const window = new EventTarget();
  vi.stubGlobal("document", document);
  vi.stubGlobal("window", window);
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return {
    window,
    sign: (type: string) => window.dispatchEvent(new Event(type)),
    become(state: "visible" | "hidden") {
      document.visibilityState = state;
      window.dispatchEvent(new Event("visibilitychange"));
    },
  };
}
