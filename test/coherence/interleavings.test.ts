import { describe, expect, it } from "vitest";
import { SMALL_CASTS } from "./interleavings/casts.ts";
import { explore } from "./interleavings/explorer.ts";

describe("in every order of steps, nobody is given a stale answer", () => {
  for (const cast of SMALL_CASTS) {
    it(`${cast.name}; fault: ${cast.fault}`, async () => {
      const explored = await explore(cast, { states: 100_000 });
      expect(explored.stale).toBeUndefined();
      expect(explored.exhausted).toBe(true);
      expect(explored.reads).toBeGreaterThan(0);
    }, 60_000);
  }
});
