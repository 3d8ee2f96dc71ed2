import { beforeEach, describe, expect, it } from "vitest";
import { SharedBudget } from "../../../../src/api/rate-budget/shared-budget.ts";
import { StoreAccess } from "../../../../src/cache/store-access.ts";
import { memoryStore } from "../../../../src/index.ts";
import type { BudgetCall, BudgetVerdict } from "../../../../src/stores/contract.ts";
import { MemoryBudgets } from "../../../../src/stores/memory-budgets.ts";
import { createVirtualClock } from "../../../../src/testing/virtual-clock.ts";

const LIMIT = 3;
const BLOCKED = { limit: LIMIT, remaining: 0, resetMs: 60_000, blocked: true };

function createBudget() {
  const clock = createVirtualClock();
  const inner = new MemoryBudgets(clock);
  const calls: BudgetCall[] = [];
  const failures: unknown[] = [];
  const shared = {
    isAway: false,
    call: (call: BudgetCall): Promise<BudgetVerdict> => {
      if (shared.isAway) return Promise.reject(new Error("away"));
      calls.push(call);
      return Promise.resolve(inner.call(call));
    },
  };
  const store = Object.assign(memoryStore({ clock }), { budgets: shared });
  const access = new StoreAccess({
    ...{ store, clock, storeTimeoutMs: 100 },
    onBreaker: () => undefined,
  });
  const budget = new SharedBudget({
    ...{ key: "k", assumed: { limit: LIMIT, windowMs: 60_000 }, access, clock },
    local: new MemoryBudgets(clock),
    onStoreError: (error) => void failures.push(error),
  });
  const take = async (permit: string) =>
    (await budget.take({ permit, share: 1, paced: false, longestMs: 10_000 })).granted;
  const end = (permit: string, more: object = {}) =>
    budget.ended({ permit, outcome: "answered", tookMs: 0, ...more });
  /** What the store was told, call by call. */
  const told = () => calls.map(({ ended }) => ended.map(({ permit, agoMs }) => [permit, agoMs]));
  return { budget, clock, shared, failures, take, end, told };
}

let world: ReturnType<typeof createBudget>;
beforeEach(() => {
  world = createBudget();
});

describe("what has ended here", () => {
  it("is told with the next question, with how long ago it was", async () => {
    const { clock, end, take, told } = world;
    await take("a");
    end("a");
    await clock.advance(400);
    await take("b");
    expect(told()).toEqual([[], [["a", 400]]]);
  });

  it("is told within a second where nobody asks, and once", async () => {
    const { clock, end, take, told } = world;
    await take("a");
    end("a");
    await clock.advance(999);
    expect(told()).toEqual([[]]);
    await clock.advance(10_000);
    expect(told()).toEqual([[], [["a", 1_000]]]);
  });

  it("is told at once where that is asked for, and answered with what is known then", async () => {
    const { budget, end, take, told } = world;
    await take("a");
    end("a", { news: BLOCKED });
    expect(await budget.tell()).toMatchObject({ limit: LIMIT, blocked: true });
    expect(await budget.tell()).toBeUndefined();
    expect(told()).toEqual([[], [["a", 0]]]);
  });

  it("is told by a client that is closed, and nothing later", async () => {
    const { budget, clock, end, take, told } = world;
    await take("a");
    await take("b");
    end("a");
    await budget.close();
    expect(told().at(-1)).toEqual([["a", 0]]);
    end("b");
    await clock.advance(10_000);
    expect(told().length).toBe(3);
  });

  it("is told when the store is back, where it was away", async () => {
    const { clock, end, failures, shared, take, told } = world;
    await take("a");
    end("a");
    shared.isAway = true;
    await clock.advance(1_000);
    shared.isAway = false;
    await take("b");
    expect(told().at(-1)).toEqual([["a", 1_000]]);
    expect(failures.length).toBe(1);
  });
});

it.each([
  [undefined],
  [null],
  ["granted"],
  [{}],
  [{ granted: false, waitMs: Number.NaN, limit: 3 }],
])("goes on by itself where the store gives %j for a verdict", async (verdict) => {
  const { failures, shared, take } = world;
  shared.call = () => Promise.resolve(verdict as BudgetVerdict);
  expect(await take("a")).toBe(true);
  expect(failures).toMatchObject([{ code: "store_unavailable" }]);
});

describe("a store that is away", () => {
  it("leaves what this process has taken itself", async () => {
    const { shared, take } = world;
    await take("a");
    await take("b");
    shared.isAway = true;
    expect([await take("c"), await take("d")]).toEqual([true, false]);
  });

  it("leaves the block that this process has heard of", async () => {
    const { clock, end, shared, take } = world;
    await take("a");
    end("a", { news: BLOCKED });
    shared.isAway = true;
    await clock.advance(59_000);
    expect(await take("b")).toBe(false);
    await clock.advance(1_000);
    expect(await take("c")).toBe(true);
  });
});
