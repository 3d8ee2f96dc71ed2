import { parseArgs } from "node:util";
import { type HistoryReport, runHistories } from "./histories/run-histories.ts";
import { CASTS } from "./interleavings/casts.ts";
import { type Explored, explore } from "./interleavings/explorer.ts";
import { type MatrixReport, ROWS, runMatrix } from "./matrix/run-matrix.ts";
import { tryProcesses } from "./processes/try-processes.ts";

// Looks for stale reads: `npm run check:coherence [-- --only NAME] [--minutes N] [--seed N] [--json]`, or
// among processes on one Redis: `npm run check:coherence -- --redis [--consistency MS]` and the others.
const PARTS = ["interleavings", "histories", "matrix"] as const;
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    json: { type: "boolean", default: false },
    redis: { type: "boolean", default: false },
    consistency: { type: "string" },
  },
});
const { consistency, json, only, redis } = values;
const [minutes, firstSeed] = [Number(values.minutes), Number(values.seed)];
const isKnown = only === undefined || (!redis && PARTS.some((part) => part === only));
const isBound = consistency === undefined || (redis && Number(consistency) > 0);
if (!isKnown || !isBound || !(minutes > 0) || !Number.isInteger(firstSeed)) {
  process.stderr.write(
    `--only takes ${PARTS.join(", ")}; --minutes, --seed and, with --redis, --consistency take numbers.\n`,
  );
  process.exit(2);
}

const startedAt = performance.now();
/** When a part has to end: by its share of the time, alone with all of it. */
const until = (share: number) => startedAt + minutes * 60_000 * (only === undefined ? share : 1);
const isWanted = (part: (typeof PARTS)[number]) => only === undefined || only === part;
const say = (line: string) => {
  if (!json) process.stdout.write(`${line}\n`);
};

async function searchInterleavings(): Promise<readonly Explored[]> {
  const found: Explored[] = [];
  for (const cast of isWanted("interleavings") ? CASTS : []) {
    const limits = { states: 1_000_000, until: until(0.75) };
    const explored = await explore(cast, limits);
    const { states, schedules, reads, exhausted, stale } = explored;
    const verdict = stale?.what ?? (exhausted ? "nothing stale" : "nothing stale, not finished");
    say(
      `${cast.name}; fault: ${cast.fault}: ${verdict} (${states} states, ${schedules} schedules, ${reads} reads)`,
    );
    found.push(explored);
  }
  return found;
}

async function tryHistories(): Promise<readonly HistoryReport[]> {
  const reports: HistoryReport[] = [];
  for (let seed = firstSeed; isWanted("histories") && performance.now() < until(1); seed++) {
    for (const profile of ["selfHosted", "hosted"] as const) {
      const report = await runHistories({ seed, profile, clients: 6, operations: 2_000 });
      say(
        `history ${seed}, ${profile}: ${report.stale} stale of ${report.reads} reads, ${report.hits} of them hits`,
      );
      for (const finding of report.findings) say(`  ${finding}`);
      reports.push(report);
    }
  }
  return reports;
}

async function tryMatrix(): Promise<readonly MatrixReport[]> {
  const reports: MatrixReport[] = [];
  for (const row of isWanted("matrix") ? ROWS : []) {
    if (performance.now() >= until(0.5)) break;
    reports.push(await runMatrix({ rows: [row] }));
  }
  const sum = (count: (report: MatrixReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const [cells, changed] = [sum((one) => one.cells), sum((one) => one.changed)];
  const wrong = sum(({ missed, misjudged }) => missed.length + misjudged.length);
  say(
    `matrix: ${reports.length} of ${ROWS.length} changes, ${cells} cells, ${changed} changed, ${wrong} wrong`,
  );
  return reports;
}

if (redis) {
  const bound = consistency === undefined ? {} : { maxStalenessMs: Number(consistency) };
  const isRight = await tryProcesses({ firstSeed, minutes, json, ...bound });
  process.exit(isRight ? 0 : 1);
}

const matrix = await tryMatrix();
const interleavings = await searchInterleavings();
const histories = await tryHistories();
const stale = {
  interleavings: interleavings.filter((one) => one.stale !== undefined).length,
  histories: histories.reduce((sum, report) => sum + report.stale, 0),
  matrix: matrix.flatMap(({ missed, misjudged }) => [...missed, ...misjudged]).length,
};
if (json) {
  process.stdout.write(`${JSON.stringify({ stale, interleavings, histories, matrix }, null, 2)}\n`);
}
process.exitCode = stale.interleavings + stale.histories + stale.matrix === 0 ? 0 : 1;
