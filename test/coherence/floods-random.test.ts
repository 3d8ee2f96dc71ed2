import fc from "fast-check";
import { expect, it } from "vitest";
import { type FloodStep, runFlood } from "./floods/random-flood.ts";

const RUNS = 2_500;

const acts = [
  ["deliver", 6],
  ["deliver early", 3],
  ["read", 16],
  ["pass", 5],
  ["lose", 0.5],
  ["evict", 0.5],
  ["set the clock", 0.5],
] as const;

const step: fc.Arbitrary<FloodStep> = fc.record({
  act: fc.oneof(
    ...acts.map(([act, weight]) => ({ arbitrary: fc.constant(act), weight: weight * 2 })),
  ),
  process: fc.constantFrom(0, 0, 0, 1),
  tags: fc.constantFrom(["a"], ["a"], ["b"], ["a", "b"], ["all"]),
  ms: fc.constantFrom(1, 2, 99, 1_000, 2_500, 4_998, 4_999, 5_001, 20_000, 30_000, 54_999, 59_999),
  turns: fc.constantFrom(0, 1, 2, 6, 20, 20),
});

it("never gives what a delivery has told of as it was before, in whatever order things happen", async () => {
  const sum = { hits: 0, deliveries: 0, writes: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step, { minLength: 30, maxLength: 120, size: "max" }),
      async (schedule, steps) => {
        const run = await runFlood(schedule, steps);
        expect(run.stale).toEqual([]);
        sum.hits += run.hits;
        sum.deliveries += run.deliveries;
        sum.writes += run.writes;
      },
    ),
    { numRuns: RUNS },
  );
  // Otherwise nothing was tried.
  expect(sum.hits).toBeGreaterThan(1_000);
  expect(sum.deliveries - sum.writes).toBeGreaterThan(1_000);
}, 60_000);
