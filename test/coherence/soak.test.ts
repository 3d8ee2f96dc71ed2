import { describe, expect, it } from "vitest";
import { hasRedis } from "../helpers/redis-server.ts";
import { runSoak, tooLittleIn } from "./soak/run-soak.ts";

/** A run in which too little has gone wrong proves nothing: a longer one is made then. */
const BOOKINGS = [240, 480, 960];

/** Low enough for processes to wait for each other. */
const LIMIT = 150;

describe.skipIf(!hasRedis)("four processes on one Redis and one key, while things go wrong", () => {
  it("book nothing twice, lose nothing, deny nothing, and are never blocked", async () => {
    let missing: readonly string[] = [];
    for (const [attempt, bookings] of BOOKINGS.entries()) {
      const report = await runSoak({ bookings, processes: 4, seed: 7 + attempt, limit: LIMIT });
      const { blocked, findings, mistakes, storeFailures } = report;
      expect(findings).toEqual({ twice: [], lost: [], denied: [], unnamed: [], untold: [] });
      expect(mistakes).toEqual([]);
      // Processes that cannot reach their store cannot count together either.
      if (storeFailures === 0) expect(blocked).toBe(0);
      missing = tooLittleIn(report);
      if (missing.length === 0) break;
    }
    expect(missing).toEqual([]);
  }, 300_000);
});
