import type { CalCom, Commit, Truth } from "./cal-com.ts";
import type { Loss } from "./lanes.ts";
import { type Note, readNotes } from "./notes.ts";
import { FENCE_MS, SETTLE_MS, TIMEOUT_MS } from "./settings.ts";

/** From a moment on, everybody has to know of a change; which they are told is not the same for all. */
export interface Told {
  readonly change: Change;
  /** What was told: the promise's own acknowledgements, or what marks protect besides. */
  readonly by: Extract<Note, { kind: "acknowledged" }>["by"] | "fence" | "settling";
  /** The process that was told. */
  readonly process: string;
  readonly at: number;
  /** What was loaded before this must not be given to anybody who asks later than `at`. */
  readonly after: number;
  readonly said: readonly number[];
}

/** Something that has happened, and who was told of it. */
export interface Change {
  readonly name: string;
  what: string;
  begunAt: number;
  sent: { readonly at: number; readonly process: string; readonly fenced: boolean } | undefined;
  readonly commits: Commit[];
  readonly told: Told[];
}

export type Read = Extract<Note, { kind: "read" }> & { readonly process: string };

/** All that was seen in one run, by whom ever; one clock for all. */
export interface ProcessHistory {
  readonly changes: readonly Change[];
  readonly reads: readonly Read[];
  readonly truths: readonly (readonly Truth[])[];
  readonly others: readonly { readonly process: string; readonly note: Note }[];
}

/** Puts together what the processes have noted, and what Cal.com has. */
export function mergeNotes(
  files: ReadonlyMap<string, string>,
  calCom: Pick<CalCom, "commits" | "truths">,
  losses: readonly Loss[],
): ProcessHistory {
  const changes = new Map<string, Change>();
  const changeCalled = (name: string): Change => {
    const known = changes.get(name);
    if (known !== undefined) return known;
    const made: Change = {
      ...{ name, what: name, begunAt: Number.NEGATIVE_INFINITY, sent: undefined },
      ...{ commits: [], told: [] },
    };
    changes.set(name, made);
    return made;
  };
  for (const commit of calCom.commits) changeCalled(commit.change).commits.push(commit);
  const reads: Read[] = [];
  const others: { process: string; note: Note }[] = [];
  for (const [process, file] of files) {
    for (const note of readNotes(file)) {
      if (note.kind === "read") reads.push({ ...note, process });
      else others.push({ process, note });
    }
  }
  for (const { process, note } of others) {
    if (note.kind === "begun" && note.what !== "a webhook") {
      Object.assign(changeCalled(note.change), { what: note.what, begunAt: note.at });
    } else if (note.kind === "sent") {
      changeCalled(note.change).sent = { at: note.at, process, fenced: note.fenced };
    } else if (note.kind === "acknowledged") {
      const change = changeCalled(note.change);
      const { by, at, after, said } = note;
      change.told.push({ change, by, process, at, after, said });
    }
  }
  for (const change of changes.values()) {
    // Nobody notes when a visitor begins.
    if (change.begunAt < 0) change.begunAt = change.commits[0]?.at ?? change.begunAt;
    addProtected(change, losses);
  }
  return { changes: [...changes.values()], reads, truths: calCom.truths, others };
}

/** Clocks tick apart a little, and a timer may be early. */
const MARGIN_MS = 50;

/**
 * Marks protect what nobody has been told of yet: a write that has been made, whatever becomes of the
 * process that made it, and what was announced before it was done. They last for a time, and as long
 * as the store loses nothing.
 */
function addProtected(change: Change, losses: readonly Loss[]): void {
  const isKept = (from: number, to: number) =>
    !losses.some((loss) => loss.from <= to && loss.to >= from);
  const { sent, begunAt, told } = change;
  const heard = told.filter(({ by }) => by === "webhook");
  for (const { at: committedAt } of change.commits) {
    const common = { change, at: committedAt, after: committedAt, said: [] };
    const isFenced = sent?.fenced && committedAt < begunAt + TIMEOUT_MS + FENCE_MS - MARGIN_MS;
    if (isFenced && isKept(begunAt, committedAt)) {
      told.push({ ...common, by: "fence", process: sent.process });
    }
    for (const { at, after, process } of heard) {
      const isSettling = committedAt > after && committedAt < after + SETTLE_MS - MARGIN_MS;
      if (!isSettling || !isKept(after, committedAt)) continue;
      told.push({ ...common, by: "settling", process, at: Math.max(at, committedAt) });
    }
  }
}
