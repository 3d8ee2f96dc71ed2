import { describe, expect, it } from "vitest";
import { type Asked, createLimitedWorld, outcomeOf } from "../helpers/limited-world.ts";

const PRIORITIES: readonly Asked[] = ["booking", "confirm", "offer", "prefetch"];
const MINUTES = 3;
const PER_SECOND = 8;

/** Asks far more than may be asked, for some minutes. @returns how the calls ended */
async function overload(
  world: ReturnType<typeof createLimitedWorld>,
  { priorities = PRIORITIES, callers = 4 } = {},
): Promise<Set<string>> {
  const { ask, clock, random, settle } = world;
  const clients = Array.from({ length: callers }, () => world.client());
  const oneOf = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const calls: Promise<string>[] = [];
  for (let second = 0; second < MINUTES * 60; second++) {
    for (let count = 0; count < PER_SECOND; count++) {
      const timeoutMs = 300 + random() * 20_000;
      calls.push(outcomeOf(ask(oneOf(clients), oneOf(priorities), timeoutMs)));
    }
    await settle();
    // Also several bursts in one second, and pauses.
    await clock.advance(random() * 2_000);
  }
  await clock.advance(60_000);
  return new Set(await Promise.all(calls));
}

describe("clients that share a store and a key, and ask for far more than the limit", () => {
  it.each<[string, readonly Asked[]]>([
    ["of every priority", PRIORITIES],
    ["of bookings alone", ["booking"]],
    ["of offers alone", ["offer"]],
    ["of what can be done without", ["prefetch"]],
  ])("never see a 429, %s", async (_case, priorities) => {
    for (const seed of [1, 2]) {
      const world = createLimitedWorld({ wayMs: 600, seed });
      const outcomes = await overload(world, { priorities });
      expect(world.answered(429)).toBe(0);
      expect(outcomes).not.toContain("refused by calcom");
      expect(outcomes).toContain("refused by governor");
    }
  });

  it("use most of what there is", async () => {
    const world = createLimitedWorld({ wayMs: 200 });
    await overload(world, { priorities: ["booking"] });
    // 3 windows of 120 at least.
    expect(world.answered(201)).toBeGreaterThan(3 * 100);
  });

  it("never see one either where the limit is another than believed", async () => {
    const world = createLimitedWorld({ rateLimit: { limit: 60 }, wayMs: 200 });
    // One answer tells.
    await world.outcomes([outcomeOf(world.ask(world.client(), "offer"))], 1_000);
    await overload(world);
    expect(world.answered(429)).toBe(0);
  });
});
