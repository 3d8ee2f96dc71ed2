import { describe, expect, it } from "vitest";
import { runHistories } from "./histories/run-histories.ts";

const CLIENTS = 6;
const SEEDS = [1, 2, 3];
const OPERATIONS = 1_000;

describe.each(["selfHosted", "hosted"] as const)("in histories on a %s Cal.com", (profile) => {
  it.each(SEEDS)(
    "nobody is given a stale answer; seed %i",
    async (seed) => {
      const options = { seed, profile, clients: CLIENTS, operations: OPERATIONS };
      const report = await runHistories({ ...options, shrink: 30 });
      expect(report.findings, JSON.stringify(options)).toEqual([]);
      expect(report.hits).toBeGreaterThan(50);
      expect(report.commits).toBeGreaterThan(20);
      // A server that keeps no slots is never late.
      if (profile === "selfHosted") expect(report.settling.late).toBe(0);
    },
    120_000,
  );
});

it("makes the same history again", async () => {
  const options = { seed: 7, profile: "hosted", clients: CLIENTS, operations: 150 } as const;
  const [first, second] = [await runHistories(options), await runHistories(options)];
  expect({ ...second, durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
});
