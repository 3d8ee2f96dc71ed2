import { describe, expect, it } from "vitest";
import { doubtsAbout } from "./doubts.ts";
import type { ProcessReport } from "./report.ts";

const SOUND: ProcessReport = {
  ...{ seed: 1, seconds: 10, processes: 5, reads: 1_000, hits: 700, misses: 300, instantHits: 0 },
  ...{ failedReads: {}, slowestReadMs: 900, racing: 200, commits: 20, deferred: 2, stale: 0 },
  told: { write: 8, webhook: 5, application: 1, landing: 2, fence: 8, settling: 1 },
  faults: { "Redis freezes": 2, "the line is cut": 3 },
  troubles: {},
  warmAfterMs: { "0.0": 120, "1.0": 80 },
  ...{ findings: [], mistakes: [] },
};

describe("a run of processes", () => {
  it("is not doubted where enough has happened", () => {
    expect(doubtsAbout(SOUND, 1_000)).toEqual([]);
    expect(doubtsAbout({ ...SOUND, maxStalenessMs: 300, instantHits: 500 }, 1_000)).toEqual([]);
  });

  it.each<[string, Partial<ProcessReport>]>([
    ["too few reads", { reads: 999 }],
    ["hardly any hits", { hits: 50, misses: 950 }],
    ["hardly any misses", { hits: 990, misses: 10 }],
    ["a bound that saves no command", { maxStalenessMs: 300, instantHits: 0 }],
    [
      "hardly any acknowledgement",
      { told: { write: 1, webhook: 0, application: 0, landing: 0, fence: 30, settling: 30 } },
    ],
    ["reads and changes that never meet", { racing: 0 }],
    ["hardly any trouble", { faults: { "Redis freezes": 1 } }],
    ["many reads that fail", { failedReads: { timeout: 60 } }],
    ["a process that stays cold", { warmAfterMs: { "0.0": 120, "1.0": 15_000 } }],
  ])("proves nothing with %s", (_, part) => {
    expect(doubtsAbout({ ...SOUND, ...part }, 1_000)).toHaveLength(1);
  });
});
