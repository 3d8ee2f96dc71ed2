import { expect, it } from "vitest";
import { runAtRandom } from "./bounded/random-run.ts";

const RUNS = 1_000;

it("keeps the bound, and shows its own changes at once, in whatever order things happen", async () => {
  const sum = { reads: 0, fromMemory: 0, late: 0 };
  for (let seed = 1; seed <= RUNS; seed++) {
    const { stale, reads, fromMemory, late } = await runAtRandom(seed);
    expect(stale).toEqual([]);
    sum.reads += reads;
    sum.fromMemory += fromMemory;
    sum.late += late;
  }
  // Otherwise nothing was tried.
  expect(sum.reads).toBeGreaterThan(10_000);
  expect(sum.fromMemory).toBeGreaterThan(1_000);
  expect(sum.late).toBeGreaterThan(100);
}, 60_000);
