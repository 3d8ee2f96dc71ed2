import fc from "fast-check";
import { expect, it } from "vitest";
import type { BudgetCall } from "../../../src/stores/contract.ts";
import { MemoryBudgets } from "../../../src/stores/memory-budgets.ts";
import { type Fate, limiterAt, type PlannedRequest, runBudget } from "../../helpers/budget-run.ts";

const fates: readonly Fate[] = ["answered", "reply lost", "late", "died", "unsent"];
const short = fc.integer({ min: 0, max: 3_000 });
const any = fc.oneof(short, fc.integer({ min: 0, max: 30_000 }), fc.constant(0));

const request: fc.Arbitrary<PlannedRequest> = fc.record({
  askMs: any,
  share: fc.constantFrom(1, 1, 0.95, 0.85, 0.5),
  paced: fc.boolean(),
  fate: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Fate>("answered") },
    fc.constantFrom(...fates),
  ),
  sendMs: short,
  thereMs: any,
  backMs: any,
  tellMs: short,
});

const run = fc
  .record({
    limit: fc.integer({ min: 1, max: 8 }),
    windowMs: fc.integer({ min: 300, max: 15_000 }),
    longerMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60_000 })),
    requests: fc.array(request, { minLength: 1, maxLength: 40 }),
  })
  .map(({ limit, windowMs, longerMs, requests }) => ({
    ...{ limit, windowMs, requests },
    assumed: { limit, windowMs: windowMs + longerMs },
  }));

const inMemory = (monotonic: () => number) => new MemoryBudgets({ monotonic });

it("never lets Cal.com's limiter block, whatever becomes of the requests, and lets all of them leave", () => {
  fc.assert(
    fc.property(run, (planned) => {
      expect(runBudget(planned, inMemory)).toEqual({ blocked: 0, waiting: 0 });
    }),
    { numRuns: 1_000 },
  );
});

it("meets a limiter that would block", () => {
  const request = { share: 1, paced: false, fate: "answered", sendMs: 0, thereMs: 0 } as const;
  const requests = [0, 1, 2].map((askMs) => ({ ...request, askMs, backMs: 0, tellMs: 0 }));
  const planned = { limit: 2, windowMs: 1_000, assumed: { limit: 2, windowMs: 1_000 }, requests };
  const verdict = { granted: true, waitMs: 0, blocked: false, limit: 0 };
  expect(runBudget(planned, () => ({ call: () => verdict })).blocked).toBe(1);
});

/** Lets others use some of each window first, and then ours what they may. @returns how many of ours left */
function fillWindows(
  windows: readonly { readonly others: number; readonly restMs: number }[],
  windowMs: number,
): readonly number[] {
  let now = 0;
  let drawn = 0;
  const limiter = limiterAt(() => now, { limit: 10, windowMs });
  const budgets = inMemory(() => now);
  const call = (fields: Partial<BudgetCall>) =>
    budgets.call({ key: "k", assumed: { limit: 10, windowMs: 60_000 }, ended: [], ...fields });

  const send = (): boolean => {
    const permit = `p${++drawn}`;
    const { granted } = call({ wanted: { permit, share: 1, paced: false, longestMs: 0 } });
    if (!granted) return false;
    const news = limiter.hit();
    expect(news.blocked).toBe(false);
    call({ ended: [{ permit, outcome: "answered", agoMs: 0, tookMs: 0, news }] });
    return true;
  };
  return windows.map(({ others, restMs }) => {
    for (let count = 0; count < others; count++) limiter.hit();
    let sent = 0;
    while (send()) sent += 1;
    now += windowMs + restMs;
    return sent;
  });
}

const restMs = fc.integer({ min: 0, max: 20_000 });
const seconds = fc.integer({ min: 5, max: 90 });

it("adds nothing to what others were told to have used, however long the windows are", () => {
  const windows = fc.array(fc.record({ others: fc.nat({ max: 9 }), restMs }), { maxLength: 8 });
  fc.assert(
    fc.property(windows, seconds, (planned, length) => {
      fillWindows(planned, 1_000 * length);
    }),
    { numRuns: 500 },
  );
});

it("uses all of each window, however long they are", () => {
  const windows = fc.array(fc.record({ others: fc.constant(0), restMs }), { maxLength: 8 });
  fc.assert(
    fc.property(windows, seconds, (planned, length) => {
      expect(fillWindows(planned, 1_000 * length)).toEqual(planned.map(() => 10));
    }),
    { numRuns: 200 },
  );
});
