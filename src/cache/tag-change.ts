import type { NewMark } from "../stores/contract.ts";
import { randomToken } from "../tokens.ts";

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

/**
 * Changes of many tags as one of a tag that every answer carries. It ends all that they end and stops
 * all that they stop; no later change can take any of it back.
 */
export function widenChanges(tag: string, changes: readonly TagChange[]): TagChange {
  const all = changes.flatMap(({ marks = [] }) => marks);
  const longest = (kind: "settling" | "caution", among: readonly NewMark[]): readonly NewMark[] => {
    const durationMs = Math.max(0, ...among.map((mark) => mark.durationMs));
    return durationMs > 0 ? [{ id: randomToken(), kind, durationMs }] : [];
  };
  const cautions = all.filter(({ kind }) => kind === "caution");
  const others = all.filter(({ kind }) => kind !== "caution");
  const marks = [...longest("settling", others), ...longest("caution", cautions)];
  return { tag, bump: true, marks };
}

// Fences and endings are sets; of settling and caution the longest says it all.
const nameOf = ({ kind, id }: NewMark) =>
  kind === "fence" || kind === "ending" ? `${kind} ${id}` : kind;
