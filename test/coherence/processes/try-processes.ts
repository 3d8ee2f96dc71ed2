import { hasRedis } from "../../helpers/redis-server.ts";
import { doubtsAbout } from "./doubts.ts";
import { type ProcessReport, runProcesses } from "./run-processes.ts";

const LONGEST_RUN_SECONDS = 150;
/** A run of ten minutes makes more than 100,000. */
const READS_PER_SECOND = 170;

/**
 * Makes runs, each with its own seed, for so many minutes, and says what came of them.
 *
 * @returns whether everything was as it has to be, and proves something
 */
export async function tryProcesses({
  firstSeed,
  minutes,
  maxStalenessMs,
  json,
}: {
  readonly firstSeed: number;
  readonly minutes: number;
  readonly maxStalenessMs?: number;
  readonly json: boolean;
}): Promise<boolean> {
  if (!hasRedis) throw new Error("This needs a redis-server.");
  const runs = Math.ceil((minutes * 60) / LONGEST_RUN_SECONDS);
  const seconds = (minutes * 60) / runs;
  const bound = maxStalenessMs === undefined ? {} : { maxStalenessMs };
  const reports: (ProcessReport & { readonly doubts: readonly string[] })[] = [];
  for (let run = 0; run < runs; run++) {
    const report = await runProcesses({ seed: firstSeed + run, seconds, ...bound });
    const doubts = doubtsAbout(report, seconds * READS_PER_SECOND);
    reports.push({ ...report, doubts });
    if (!json) process.stdout.write(`${textOf(report)}\n`);
    for (const wrong of [...report.findings, ...report.mistakes, ...doubts]) {
      if (!json) process.stdout.write(`  ${wrong}\n`);
    }
  }
  const sum = (count: (report: ProcessReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const total = {
    ...{ stale: sum((one) => one.stale), reads: sum((one) => one.reads) },
    ...{ hits: sum((one) => one.hits), racing: sum((one) => one.racing) },
    acknowledged: sum(acknowledgedIn),
    mistakes: sum((one) => one.mistakes.length),
    doubts: reports.reduce((count, { doubts }) => count + doubts.length, 0),
  };
  process.stdout.write(
    json ? `${JSON.stringify({ ...total, reports }, null, 2)}\n` : `${JSON.stringify(total)}\n`,
  );
  return total.stale + total.mistakes + total.doubts === 0;
}

const acknowledgedIn = ({ told }: ProcessReport) =>
  told.write + told.webhook + told.application + told.landing;

function textOf(report: ProcessReport): string {
  const { seed, processes, stale, reads, hits, racing, faults, troubles } = report;
  const mode = report.maxStalenessMs === undefined ? "strict" : `${report.maxStalenessMs} ms`;
  const wrong = Object.values({ ...faults, ...troubles }).reduce(
    (total, count) => total + count,
    0,
  );
  return `run ${seed}, ${mode}, ${processes} processes: ${stale} stale of ${reads} reads, ${hits} of them hits, ${racing} during a change; ${acknowledgedIn(report)} changes acknowledged, ${wrong} things went wrong`;
}
