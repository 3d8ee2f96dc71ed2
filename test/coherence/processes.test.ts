import { describe, expect, it } from "vitest";
import { hasRedis } from "../helpers/redis-server.ts";
import { slownessOf, tooLittleIn } from "./processes/doubts.ts";
import { runProcesses } from "./processes/run-processes.ts";

/** A run in which too little has happened proves nothing: a longer one is made then. */
const SECONDS = [15, 30, 60];
/** On two CPUs that other tests use as well. */
const LEAST_READS = 800;

describe.skipIf(!hasRedis)("five processes on one Redis that everything happens to", () => {
  it.each([
    { mode: "strict", seed: 3, bound: {} },
    { mode: "bounded", seed: 5, bound: { maxStalenessMs: 300 } },
  ])(
    "give nobody a stale answer in $mode mode, and recover by themselves",
    async ({ seed, bound }) => {
      let missing: readonly string[] = [];
      for (const [attempt, seconds] of SECONDS.entries()) {
        const report = await runProcesses({ seed: seed + 10 * attempt, seconds, ...bound });
        expect(report.findings).toEqual([]);
        expect(report.mistakes).toEqual([]);
        expect(slownessOf(report), JSON.stringify(report)).toEqual([]);
        missing = tooLittleIn(report, LEAST_READS);
        if (missing.length === 0) break;
      }
      expect(missing).toEqual([]);
    },
    300_000,
  );
});
