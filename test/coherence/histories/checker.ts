import type { Change, Commit, History, Moment, Part, Read, Truth } from "./history.ts";

/**
 * What is wrong with a read.
 * - `stale`: a breach of the promise (docs/concepts/promise.md): it started after a change was acknowledged, and its
 *   answer was loaded before that;
 * - `unfenced`: it started after a client's change was made, acknowledged or not, or after a held time
 *   ran out, and its answer was loaded before that;
 * - `kept late`: it was given from the cache what was no longer true when the last change became
 *   true that it should know of: something was kept while Cal.com still gave the old answer;
 * - `misdated`: a layer's answer says that it is younger than what it was made from.
 */
export type FindingKind = "stale" | "unfenced" | "kept late" | "misdated";

export interface Finding {
  readonly kind: FindingKind;
  readonly read: Read;
  readonly question: string;
  readonly change: Change | undefined;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  /** Answers of Cal.com that were not yet true, and by how much at most; nobody's fault here. */
  readonly settling: { readonly late: number; readonly longestMs: number };
}

/** For how long after an announcement Cal.com may still be about to do what it announces. */
const ANNOUNCED_EARLY_MS = 4_000;

/**
 * For how long after a held time has run out it may still be missing: a reply that took its time leaves
 * the moment open for as long as a call may take, and Cal.com then has to settle.
 */
const ENDING_MS = 11_000;

interface Known {
  readonly changes: readonly Change[];
  readonly truths: readonly Truth[];
}

/** Judges every read by times, and by what was true. Knows nothing of tags. */
export function checkHistory({ changes, reads, truths }: History): Verdict {
  const byQuestion = new Map<string, Change[]>();
  for (const change of changes) {
    for (const question of questionsOf(change)) {
      byQuestion.set(question, [...(byQuestion.get(question) ?? []), change]);
    }
  }
  const findings: Finding[] = [];
  let late = 0;
  let longestMs = 0;
  for (const read of reads) {
    if (read.parts.some(({ loadBeganAt }) => loadBeganAt < read.loadBeganAt)) {
      findings.push({ kind: "misdated", read, question: "", change: undefined });
    }
    for (const part of read.parts) {
      const { question } = part;
      const known = { changes: byQuestion.get(question) ?? [], truths: truths.get(question) ?? [] };
      const found = overtakenBy(read, part, known);
      if (found !== undefined) {
        findings.push({ ...found, read, question });
        continue;
      }
      const missed = missedBy(read, part, known);
      if (missed === undefined) continue;
      if (part.loadBeganAt < read.began.ms) {
        findings.push({ kind: "kept late", read, question, change: missed.change });
      } else {
        late += 1;
        longestMs = Math.max(longestMs, read.ended.ms - missed.commit.ms);
      }
    }
  }
  return { findings, settling: { late, longestMs } };
}

function questionsOf({ commits, said }: Change): ReadonlySet<string> {
  return new Set([...said, ...commits.flatMap(({ altered }) => [...altered])]);
}

/** A change that the read should have been loaded after. */
function overtakenBy(
  { began }: Read,
  { question, loadBeganAt }: Part,
  { changes }: Known,
): Pick<Finding, "kind" | "change"> | undefined {
  for (const change of changes) {
    const isTold = change.acknowledged.some(
      ({ order, ms }) => order < began.order && loadBeganAt < ms,
    );
    if (isTold) return { kind: "stale", change };
  }
  for (const change of changes) {
    if (!isGuarded(change)) continue;
    const isMade = change.commits.some(
      ({ order, ms, altered }) => altered.has(question) && order < began.order && loadBeganAt < ms,
    );
    if (isMade) return { kind: "unfenced", change };
  }
  return undefined;
}

/** The last change that had to be known and is not in the answer. */
function missedBy(
  { began, ended }: Read,
  { question, value }: Part,
  { changes, truths }: Known,
): { readonly change: Change; readonly commit: Commit } | undefined {
  let last: { readonly change: Change; readonly commit: Commit } | undefined;
  for (const change of changes) {
    for (const commit of change.commits) {
      const counts =
        commit.altered.has(question) &&
        commit.order < began.order &&
        mustBeKnown(change, commit, began);
      if (counts && commit.order > (last?.commit.order ?? -1)) last = { change, commit };
    }
  }
  if (last === undefined) return undefined;
  const { commit } = last;
  const wasTrue = truths.some(
    (truth, index) =>
      truth.value === value &&
      truth.order <= ended.order &&
      (truths[index + 1]?.order ?? Number.POSITIVE_INFINITY) > commit.order,
  );
  return wasTrue ? undefined : last;
}

const isGuarded = ({ by }: Change) => by === "client" || by === "end of a reservation";

function mustBeKnown({ by, acknowledged }: Change, commit: Commit, began: Moment): boolean {
  if (by === "client") return true;
  if (by === "end of a reservation") return commit.ms + ENDING_MS < began.ms;
  return acknowledged.some(
    ({ order, ms }) => order < began.order && commit.ms <= ms + ANNOUNCED_EARLY_MS,
  );
}
