import { parseArgs } from "node:util";
import { runSoak } from "./run-soak.ts";

// Books by several processes while things go wrong:
// `npm run check:bookings -- [--bookings N] [--processes N] [--limit N] [--seed N] [--json]`.
const { values } = parseArgs({
  options: {
    bookings: { type: "string", default: "10000" },
    processes: { type: "string", default: "4" },
    limit: { type: "string", default: "400" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    json: { type: "boolean", default: false },
  },
});
const numbers = [values.bookings, values.processes, values.seed, values.limit].map(Number);
const [bookings = 0, processes = 0, seed = 0, limit = 0] = numbers;
if (!numbers.every(Number.isInteger) || bookings < 1 || processes < 1 || limit < 1) {
  process.stderr.write("--bookings, --processes, --limit and --seed take whole numbers.\n");
  process.exit(2);
}

const report = await runSoak({ bookings, processes, seed, limit });
const { again, blocked, booked, findings, mistakes, requests, seconds } = report;
const { storeFailures, told, troubles, waits } = report;
const wrong = Object.entries(findings).flatMap(([name, found]: [string, readonly string[]]) =>
  found.map((what) => `${name}: ${what}`),
);
if (values.json) {
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
} else {
  const trouble = Object.values(troubles).reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `run ${seed}: ${bookings} wishes, ${booked} booked, ${requests} requests in ${seconds} s, ` +
      `${trouble} went wrong, ${waits} waits, ${again} again, ${storeFailures} failures of the store, ${blocked} blocked, ${wrong.length} findings\n`,
  );
  for (const [kind, count] of Object.entries(told)) process.stdout.write(`  ${kind}: ${count}\n`);
  for (const what of [...wrong, ...mistakes]) process.stdout.write(`  WRONG ${what}\n`);
}
// Processes that cannot reach their store cannot count together either.
const wronglyBlocked = storeFailures === 0 ? blocked : 0;
process.exitCode = wrong.length + mistakes.length + wronglyBlocked === 0 ? 0 : 1;
