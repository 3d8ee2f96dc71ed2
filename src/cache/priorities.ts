import type { Priority } from "./question.ts";

/** The priorities, the most urgent first. */
export const PRIORITIES: readonly Priority[] = ["booking", "confirm", "offer", "prefetch"];

export function isMoreUrgent(one: Priority, other: Priority): boolean {
  return PRIORITIES.indexOf(one) < PRIORITIES.indexOf(other);
}
