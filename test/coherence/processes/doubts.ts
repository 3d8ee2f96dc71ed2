import { LONGEST_WARMING_MS } from "./fleet.ts";
import type { ProcessReport } from "./report.ts";

/** Least numbers for each second of a run, on a machine that is busy with other things. */
const LEAST = { acknowledged: 0.3, racing: 5, faults: 0.3 };
const LEAST_SHARE_OF_HITS = 0.1;
const LEAST_SHARE_OF_INSTANT = 0.02;
const LEAST_SHARE_OF_MISSES = 0.02;
const MOST_FAILED_READS = 0.05;

/** Why a run proves nothing: too little has happened in it, or what had to come back did not. */
export function doubtsAbout(report: ProcessReport, leastReads: number): string[] {
  const { told, seconds } = report;
  const acknowledged = told.write + told.webhook + told.application + told.landing;
  const failed = sum(report.failedReads);
  const cold = Object.entries(report.warmAfterMs).filter(([, ms]) => ms >= LONGEST_WARMING_MS);
  const checks: readonly (readonly [boolean, string])[] = [
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
    [failed > report.reads * MOST_FAILED_READS, `${failed} reads failed`],
    ...cold.map(([name]) => [true, `process ${name} had no hit again`] as const),
  ];
  return checks.filter(([isDoubtful]) => isDoubtful).map(([, why]) => why);
}

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);
