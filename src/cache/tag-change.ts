import type { NewMark } from "../stores/contract.ts";

/** A step on one tag, before keys and tokens are put in. */
export interface TagChange {
  readonly tag: string;
  readonly bump: boolean;
  readonly marks?: readonly NewMark[];
  readonly removeMarks?: readonly string[];
}

/** Both changes of one tag, the earlier one first, as a single one. */
export function mergeChanges(earlier: TagChange, later: TagChange): TagChange {
  const removed = new Set(later.removeMarks);
  const marks = new Map<string, NewMark>();
  for (const mark of earlier.marks ?? []) if (!removed.has(mark.id)) marks.set(nameOf(mark), mark);
  for (const mark of later.marks ?? []) {
    const known = marks.get(nameOf(mark));
    const isLonger = known === undefined || known.durationMs <= mark.durationMs;
    marks.set(nameOf(mark), isLonger ? mark : known);
  }
  return {
    tag: later.tag,
    bump: earlier.bump || later.bump,
    marks: [...marks.values()],
    removeMarks: [...new Set([...(earlier.removeMarks ?? []), ...removed])],
  };
}

// Fences and endings are sets; of settling and caution the longest says it all.
const nameOf = ({ kind, id }: NewMark) =>
  kind === "fence" || kind === "ending" ? `${kind} ${id}` : kind;
