import { LONGEST_WARMING_MS } from "./fleet.ts";
import type { ProcessReport } from "./report.ts";

/** Least numbers for each second of a run, on a machine that is busy with other things. */
const LEAST = { acknowledged: 0.3, racing: 2, faults: 0.3 };
const LEAST_SHARE_OF_HITS = 0.1;
const LEAST_SHARE_OF_INSTANT = 0.02;
const LEAST_SHARE_OF_MISSES = 0.02;
const MOST_FAILED_READS = 0.05;

/** Why a run proves nothing: too little has happened in it, or what had to come back did not. */
export const doubtsAbout = (report: ProcessReport, leastReads: number): string[] => [
  ...tooLittleIn(report, leastReads),
  ...slownessOf(report),
];

/** What has happened too seldom in a run to prove anything; a longer run may have it. */
export function tooLittleIn(report: ProcessReport, leastReads: number): string[] {
  const { told, seconds } = report;
  const acknowledged = told.write + told.webhook + told.application + told.landing;
  return thoseThatHold([
    [report.reads < leastReads, `${report.reads} reads are fewer than ${leastReads}`],
    [report.hits < report.reads * LEAST_SHARE_OF_HITS, `only ${report.hits} reads were hits`],
    [report.misses < report.reads * LEAST_SHARE_OF_MISSES, `only ${report.misses} were misses`],
    [
      report.maxStalenessMs !== undefined &&
        report.instantHits < report.hits * LEAST_SHARE_OF_INSTANT,
      `only ${report.instantHits} hits came from memory`,
    ],
    [acknowledged < seconds * LEAST.acknowledged, `${acknowledged} changes were acknowledged`],
    [report.racing < seconds * LEAST.racing, `${report.racing} reads raced with changes`],
    [sum(report.faults) < seconds * LEAST.faults, "hardly anything went wrong"],
  ]);
}

/** Where a run got stuck: reads that failed, processes that did not become warm again. */
export function slownessOf({ reads, failedReads, warmAfterMs }: ProcessReport): string[] {
  const failed = sum(failedReads);
  const cold = Object.entries(warmAfterMs).filter(([, ms]) => ms >= LONGEST_WARMING_MS);
  return thoseThatHold([
    [failed > reads * MOST_FAILED_READS, `${failed} reads failed`],
    ...cold.map(([name]) => [true, `process ${name} had no hit again`] as const),
  ]);
}

const thoseThatHold = (checks: readonly (readonly [holds: boolean, what: string])[]): string[] =>
  checks.filter(([holds]) => holds).map(([, what]) => what);

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);
