import type { SlotsByDate } from "../schemas/slots.ts";

/** @returns epoch milliseconds of the first start; infinity when there is none */
export function firstStartOf(slots: SlotsByDate): number {
  const starts = Object.values(slots).flatMap((day) => day.map(({ start }) => Date.parse(start)));
  return starts.reduce((first, start) => Math.min(first, start), Number.POSITIVE_INFINITY);
}

/** Leaves out what has started by `nowMs`, and days on which nothing is left. */
export function withoutStarted(slots: SlotsByDate, nowMs: number): SlotsByDate {
  const days = Object.entries(slots).map(
    ([date, day]) => [date, day.filter(({ start }) => Date.parse(start) > nowMs)] as const,
  );
  return Object.fromEntries(days.filter(([, day]) => day.length > 0));
}
