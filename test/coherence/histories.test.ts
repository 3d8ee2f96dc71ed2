import { describe, expect, it } from "vitest";
import { runHistories } from "./histories/run-histories.ts";

const CLIENTS = 6;
/** Of the first ten, those in which most of the broken variants (scripts/mutants-histories.mjs) are met. */
const SEEDS = [2, 4, 6, 7];
const OPERATIONS = 700;
/** How many smaller histories are tried where one is wrong: `SHRINK=60 npx vitest run ...`. */
const SHRINK = Number(process.env.SHRINK ?? 0);

describe.each(["selfHosted", "hosted"] as const)("in histories on a %s Cal.com", (profile) => {
  it.each(SEEDS)(
    "nobody is given a stale answer; seed %i",
    async (seed) => {
      const options = { seed, profile, clients: CLIENTS, operations: OPERATIONS, shrink: SHRINK };
      const report = await runHistories(options);
      expect(report.findings, JSON.stringify(options)).toEqual([]);
      expect(report.hits).toBeGreaterThan(100);
      expect(report.commits).toBeGreaterThan(20);
      expect(Object.keys(report.found)).not.toEqual([]);
      expect(report.wishes.confirm).toBeGreaterThan(20);
      expect(report.wishes.alternatives).toBeGreaterThan(20);
      // A server that keeps no slots is never late.
      if (profile === "selfHosted") expect(report.settling.late).toBe(0);
    },
    600_000,
  );
});

it("makes the same history again", async () => {
  const options = { seed: 1, profile: "hosted", clients: CLIENTS, operations: 150 } as const;
  const [first, second] = [await runHistories(options), await runHistories(options)];
  expect({ ...second, durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
});
