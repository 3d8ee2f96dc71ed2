import { describe, expect, it } from "vitest";
import { hasRedis } from "../helpers/redis-server.ts";
import { doubtsAbout } from "./processes/doubts.ts";
import { runProcesses } from "./processes/run-processes.ts";

const SECONDS = 15;
/** On two CPUs that other tests use as well. */
const LEAST_READS = 800;

describe.skipIf(!hasRedis)("five processes on one Redis that everything happens to", () => {
  it.each([
    { mode: "strict", seed: 3, bound: {} },
    { mode: "bounded", seed: 5, bound: { maxStalenessMs: 300 } },
  ])(
    "give nobody a stale answer in $mode mode, and recover by themselves",
    async ({ seed, bound }) => {
      const report = await runProcesses({ seed, seconds: SECONDS, ...bound });
      expect(report.findings).toEqual([]);
      expect(report.mistakes).toEqual([]);
      expect(doubtsAbout(report, LEAST_READS), JSON.stringify(report)).toEqual([]);
    },
    120_000,
  );
});
