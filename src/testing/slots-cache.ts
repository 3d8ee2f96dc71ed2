import type { Clock } from "../clock.ts";
import type { TimeRange } from "./availability.ts";

/** A bookable time, with what is said of its seats. */
export interface OfferedSlot extends TimeRange {
  readonly seats: object;
}

/** Answers of slots that are given again for a while; no change ever takes one out. */
export interface SlotsCache {
  /** @param input everything that the slots are computed from but the state: not the caller */
  get(input: object, compute: () => readonly OfferedSlot[]): readonly OfferedSlot[];
  clear(): void;
}

/** @param lifeMs how long an answer is given again; 0 keeps none */
export function createSlotsCache(clock: Clock, lifeMs: number): SlotsCache {
  const kept = new Map<
    string,
    { readonly until: number; readonly slots: readonly OfferedSlot[] }
  >();
  return {
    get(input, compute) {
      const now = clock.monotonic();
      for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
      const key = JSON.stringify(input);
      const entry = kept.get(key) ?? { until: now + lifeMs, slots: compute() };
      kept.set(key, entry);
      return entry.slots;
    },
    clear: () => kept.clear(),
  };
}
