import type { Wish } from "../schemas/alternatives.ts";
import type { Slot } from "../schemas/slots.ts";

interface Candidate {
  readonly slot: Slot;
  readonly start: number;
}

/**
 * The free times nearest to a wish, the nearest first and of two the earlier. Of the side that would have
 * none of them, the nearest takes the place of the last, unless that is the only one beside the wish.
 */
export function nearestSlots(
  listed: readonly Slot[],
  wish: Omit<Wish, "question">,
): readonly Slot[] {
  const { near, max } = wish;
  const distance = ({ start }: Candidate) => Math.abs(start - near);
  const sorted = listed
    .map((slot) => ({ slot, start: Date.parse(slot.start) }))
    .filter((candidate) => counts(candidate, wish))
    .sort((left, right) => distance(left) - distance(right) || left.start - right.start);
  const chosen = sorted.slice(0, max);
  const beside = chosen.filter(({ start }) => start !== near);
  const sides = new Set(beside.map(({ start }) => start < near));
  if (beside.length > 1 && sides.size === 1) {
    const other = sorted.find(({ start }) => start !== near && !sides.has(start < near));
    if (other !== undefined) chosen.splice(-1, 1, other);
  }
  return chosen.map(({ slot }) => slot);
}

function counts(
  { slot, start }: Candidate,
  { from, until, except }: Omit<Wish, "question">,
): boolean {
  // Cal.com goes on listing what has no seat left (recording 0276).
  return slot.seatsRemaining !== 0 && start !== except && start >= from && start < until;
}
