import type { Finding, FindingKind } from "./checker.ts";
import type { ProcessHistory, Told } from "./history.ts";
import { mistakesIn } from "./mistakes.ts";
import { racingReads } from "./races.ts";

export interface RunOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Bounded mode with this bound. @default strict mode */
  readonly maxStalenessMs?: number;
}

/** What one run showed. */
export interface ProcessReport extends RunOptions {
  /** Processes that ran, those that were killed included. */
  readonly processes: number;
  readonly reads: number;
  readonly hits: number;
  readonly misses: number;
  /** Hits that came faster than any answer of Redis can. */
  readonly instantHits: number;
  readonly failedReads: Readonly<Record<string, number>>;
  readonly slowestReadMs: number;
  /** Reads during which a change of what they ask for was on its way. */
  readonly racing: number;
  /** Changes of Cal.com's state that altered the answer to a question. */
  readonly commits: number;
  /** By who was told: the acknowledgements, and what marks protect besides. */
  readonly told: Readonly<Record<Told["by"], number>>;
  /** What the store did not confirm at once; `told.landing` is how often it has later. */
  readonly deferred: number;
  /** What happened to Redis, to the lines to it and to processes. */
  readonly faults: Readonly<Record<string, number>>;
  /** What went wrong between processes and Cal.com, both ways. */
  readonly troubles: Readonly<Record<string, number>>;
  /** By process, how many milliseconds after the last fault it had a hit again. */
  readonly warmAfterMs: Readonly<Record<string, number>>;
  readonly stale: number;
  readonly findings: readonly string[];
  /** What must not happen at all, whatever the store does. */
  readonly mistakes: readonly string[];
}

/** How a run went on, beside what was noted. */
export interface RunFacts {
  readonly processes: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly troubles: ReadonlyMap<string, number>;
  readonly alive: readonly string[];
  readonly warmAfterMs: Readonly<Record<string, number>>;
  readonly mistakes: readonly string[];
}

const MOST_SHOWN = 20;
/** A local connection and two turns of an event loop take longer. */
const INSTANT_MS = 0.3;

export function reportOf(
  options: RunOptions,
  history: ProcessHistory,
  findings: readonly Finding[],
  { processes, faults, troubles, alive, warmAfterMs, mistakes }: RunFacts,
): ProcessReport {
  const { changes, reads, others } = history;
  const hits = reads.filter(({ source }) => source === "cache");
  const told = changes.flatMap((change) => change.told);
  const by = (who: Told["by"]) => told.filter((one) => one.by === who).length;
  const failedReads: Record<string, number> = {};
  for (const { note } of others) {
    if (note.kind !== "failed" || (note.what !== "slots" && note.what !== "layer")) continue;
    failedReads[note.why] = (failedReads[note.why] ?? 0) + 1;
  }
  return {
    ...options,
    processes,
    reads: reads.length,
    hits: hits.length,
    misses: reads.length - hits.length,
    instantHits: hits.filter(({ began, ended }) => ended - began < INSTANT_MS).length,
    failedReads,
    slowestReadMs: Math.round(
      reads.reduce((slowest, { began, ended }) => Math.max(slowest, ended - began), 0),
    ),
    racing: racingReads(history),
    commits: changes.reduce((sum, { commits }) => sum + commits.length, 0),
    told: {
      ...{ write: by("write"), webhook: by("webhook"), application: by("application") },
      ...{ landing: by("landing"), fence: by("fence"), settling: by("settling") },
    },
    deferred: others.filter(({ note }) => note.kind === "deferred").length,
    faults: Object.fromEntries(faults),
    troubles: Object.fromEntries(troubles),
    warmAfterMs,
    stale: findings.length,
    findings: findings.slice(0, MOST_SHOWN).map(textOf),
    mistakes: [...mistakes, ...mistakesIn(history, alive)],
  };
}

const MEANING: Readonly<Record<FindingKind, string>> = {
  stale: "was loaded before",
  untrue: "was not true at any time since",
  misdated: "says that it is younger than what it was made from",
};

function textOf({ kind, read, part, told }: Finding): string {
  const [question, , loadBeganAt] = part;
  const ms = (at: number) => `${(at - read.began).toFixed(1)} ms`;
  const what = `${kind}: ${read.what} of ${question} by ${read.process}, from ${read.source}`;
  if (told === undefined) return `${what}: ${MEANING[kind]}`;
  const { change, by, process, at, after } = told;
  const made = change.commits.map((commit) => ms(commit.at)).join(", ");
  const times = `loaded ${ms(loadBeganAt)}, made ${made}, after ${ms(after)}, told ${ms(at)}`;
  return `${what}: ${MEANING[kind]} ${change.what} (${change.name}), told by ${by} to ${process} (${times})`;
}
