import type { Results } from "../redis.ts";

const table = (rows: readonly (readonly (string | number)[])[]) => {
  for (const [what = "", ...cells] of rows) {
    const columns = cells.map((cell) => String(cell).padStart(12));
    console.log(String(what).padEnd(44), ...columns);
  }
  console.log();
};

/** The results as tables to be read. */
export function printResults(results: Results): void {
  const { node, redis, hits, bounded, commands, growth, readers, bumps } = results;
  console.log(`Node ${node}, Redis ${redis}\n`);
  for (const atOnce of [1, 64]) {
    table([
      [`hits, ${atOnce} at once`, "microseconds", "a second", "of the floor"],
      ...hits
        .filter((row) => row.atOnce === atOnce)
        .map(({ what, nanos, ofFloor }) => [
          ...[what, (nanos / 1_000).toFixed(1)],
          ...[Math.round(1e9 / nanos), ofFloor.toFixed(2)],
        ]),
    ]);
  }
  table([
    [`bounded hits a second, ${bounded.maxStalenessMs} ms`, bounded.hitsPerSecond],
    [
      `${growth.bumps} bumps of ${growth.entries} entries: keys`,
      ...[growth.keys[0], growth.keys[1]],
    ],
    ["the same: MB of Redis", growth.megabytes[0].toFixed(2), growth.megabytes[1].toFixed(2)],
    [
      `${readers.readers} readers in ${readers.processes} processes: most calls`,
      Math.max(...readers.calls),
    ],
    [`the same: slowest, a load takes ${readers.loadMs} ms`, `${readers.slowestMs} ms`],
  ]);
  table([
    ["commands", "each"],
    ...commands.map(({ what, commands: each, sent }) => [what, each, sent.join(" ")]),
  ]);
  table([
    ["an invalidation, by dependents", "microseconds", "commands", "one SET"],
    ...bumps.map(({ dependents, micros, commands: sent, floorMicros }) => [
      ...[dependents, micros, sent, floorMicros],
    ]),
  ]);
}
