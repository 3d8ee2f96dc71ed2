import type { Finding, FindingKind, Verdict } from "./checker.ts";
import type { HistoryOptions, MadeHistory } from "./make-history.ts";

/** What one history showed. */
export interface HistoryReport extends HistoryOptions {
  readonly operations: number;
  readonly reads: number;
  /** Reads that were answered from the cache. */
  readonly hits: number;
  /** What clients and visitors set out to do, by kind. */
  readonly writes: Readonly<Record<string, number>>;
  /** Writes whose outcome was found by reading, by kind. */
  readonly found: Readonly<Record<string, number>>;
  /** Times that were asked for: confirmed, or looked for near a wish. */
  readonly wishes: Readonly<Record<string, number>>;
  /** Changes of Cal.com's state that altered the answer to a question in use. */
  readonly commits: number;
  readonly acknowledged: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Reads that break the promise, or one of the stronger rules of the checker. */
  readonly stale: number;
  readonly findings: readonly string[];
  /** Answers of Cal.com itself that were not yet true. */
  readonly settling: Verdict["settling"];
  readonly durationMs: number;
}

export function reportOf(
  options: HistoryOptions & { readonly operations: number },
  { history, counts }: MadeHistory,
  { findings, settling }: Verdict,
  durationMs: number,
): HistoryReport {
  const { changes, reads } = history;
  return {
    ...options,
    reads: reads.length,
    hits: reads.filter(({ source }) => source === "cache").length,
    writes: Object.fromEntries(counts.writes),
    found: Object.fromEntries(counts.found),
    wishes: Object.fromEntries(counts.wishes),
    commits: changes.reduce((sum, { commits }) => sum + commits.length, 0),
    acknowledged: changes.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
    faults: Object.fromEntries(counts.faults),
    stale: findings.length,
    findings: findings.map(textOf),
    settling: { ...settling, longestMs: Math.round(settling.longestMs) },
    durationMs: Math.round(durationMs),
  };
}

const MEANING: Readonly<Record<FindingKind, string>> = {
  stale: "was loaded before it was acknowledged",
  unfenced: "was loaded before it was made",
  "kept late": "was kept while Cal.com still gave the old answer",
  misdated: "says that it is younger than what it was made from",
};

function textOf({ kind, read, question, change }: Finding): string {
  const loaded = read.parts.find((part) => part.question === question)?.loadBeganAt;
  const ms = (moment: number | undefined) =>
    moment === undefined ? "?" : `${moment - read.began.ms} ms`;
  const about = change === undefined ? "" : `; the change: ${change.what}`;
  const made = change?.commits.map((one) => ms(one.ms)).join(", ");
  const told = change?.acknowledged.map((one) => ms(one.ms)).join(", ");
  const times = `loaded ${ms(loaded)}, made ${made}, acknowledged ${told}`;
  return `${kind}: ${read.what}, from ${read.source}: ${question} ${MEANING[kind]}${about} (${times})`;
}
