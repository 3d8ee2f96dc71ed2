import { parseArgs } from "node:util";
import { CASTS } from "./interleavings/casts.ts";
import { type Explored, explore } from "./interleavings/explorer.ts";

// Looks for stale reads: `npm run check:coherence [-- --only TEXT] [--minutes N] [--json]`.
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    minutes: { type: "string", default: "10" },
    json: { type: "boolean", default: false },
  },
});
const until = performance.now() + Number(values.minutes) * 60_000;

const seconds = () => performance.now() / 1_000;
const interleavings: (Explored & { readonly seconds: number })[] = [];
for (const cast of CASTS.filter(({ name, fault }) => `${name}; ${fault}`.includes(values.only))) {
  const startedAt = seconds();
  const explored = await explore(cast, { states: 1_000_000, until });
  interleavings.push({ ...explored, seconds: Math.round(seconds() - startedAt) });
  if (!values.json) process.stdout.write(`${lineOf(explored)}\n`);
}

function lineOf({ cast, fault, states, schedules, reads, exhausted, stale }: Explored): string {
  const verdict = stale?.what ?? (exhausted ? "nothing stale" : "nothing stale, not finished");
  return `${cast}; fault: ${fault}: ${verdict} (${states} states, ${schedules} schedules, ${reads} reads)`;
}

const stale = interleavings.filter((one) => one.stale !== undefined).length;
if (values.json) process.stdout.write(`${JSON.stringify({ stale, interleavings }, null, 2)}\n`);
process.exitCode = stale === 0 ? 0 : 1;
