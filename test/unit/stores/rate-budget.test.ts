import { describe, expect, it } from "vitest";
import type { BudgetCall, BudgetNews, BudgetVerdict } from "../../../src/stores/contract.ts";
import { type BudgetState, callBudget } from "../../../src/stores/rate-budget.ts";

const WINDOW_MS = 60_000;

/** One budget whose clock the test moves. */
function budgetOf(limit = 3, windowMs = WINDOW_MS) {
  let state: BudgetState | undefined;
  let now = 0;
  let drawn = 0;
  const call = (fields: Partial<BudgetCall>): BudgetVerdict => {
    const called = callBudget(
      state,
      { key: "k", assumed: { limit, windowMs }, ended: [], ...fields },
      now,
    );
    state = called.state;
    return called.verdict;
  };
  const take = (fields: { readonly share?: number; readonly paced?: boolean } = {}) => {
    const permit = `p${++drawn}`;
    const wanted = { permit, share: 1, paced: false, longestMs: 10_000, ...fields };
    return { permit, ...call({ wanted }) };
  };
  const end = (
    permit: string,
    outcome: "answered" | "unanswered" | "unsent" = "answered",
    news?: Partial<BudgetNews>,
    tookMs = 0,
  ) =>
    call({
      ended: [
        {
          ...{ permit, outcome, agoMs: 0, tookMs },
          ...(news && { news: { limit, remaining: 0, resetMs: 0, blocked: false, ...news } }),
        },
      ],
    });
  return {
    take,
    end,
    call,
    takes: (count: number) => Array.from({ length: count }, () => take().permit),
    pass(ms: number) {
      now += ms;
    },
    room(fields: { readonly share?: number } = {}) {
      const kept = state;
      let count = 0;
      while (count < 100 && take(fields).granted) count += 1;
      state = kept;
      return count;
    },
  };
}

describe("a rate budget", () => {
  it("counts a request until one window after its end", () => {
    const budget = budgetOf();
    const permits = budget.takes(3);
    budget.pass(5_000);
    for (const permit of permits) budget.end(permit);
    budget.pass(WINDOW_MS - 1);
    expect(budget.take()).toMatchObject({ granted: false, waitMs: 1 });
    budget.pass(1);
    expect(budget.room()).toBe(3);
  });

  it("counts a request that got no answer for one window more", () => {
    const budget = budgetOf(1);
    budget.end(budget.take().permit, "unanswered");
    budget.pass(2 * WINDOW_MS - 1);
    expect(budget.room()).toBe(0);
    budget.pass(1);
    expect(budget.room()).toBe(1);
  });

  it("counts a request whose end is never told as one that got no answer", () => {
    const budget = budgetOf(1);
    budget.take();
    budget.pass(10_000 + 2 * WINDOW_MS - 1);
    expect(budget.room()).toBe(0);
    budget.pass(1);
    expect(budget.room()).toBe(1);
  });

  it("gives back what was not sent", () => {
    const budget = budgetOf(1);
    budget.end(budget.take().permit, "unsent");
    expect(budget.room()).toBe(1);
  });

  it("asks to look again while an end may be told", () => {
    const budget = budgetOf(1);
    const { permit } = budget.take();
    expect(budget.take()).toMatchObject({ granted: false, waitMs: 1_000, blocked: false });
    budget.end(permit);
    expect(budget.take()).toMatchObject({ granted: false, waitMs: WINDOW_MS });
  });

  it("counts what ends after it was forgotten", () => {
    const budget = budgetOf();
    budget.end("of another life");
    expect(budget.room()).toBe(2);
  });

  it("holds back who may not use all of it", () => {
    const budget = budgetOf(10);
    expect(budget.room({ share: 0.5 })).toBe(5);
    budget.takes(5);
    expect(budget.room({ share: 0.5 })).toBe(0);
    expect(budget.room()).toBe(5);
  });

  it("lets one through however small the share", () => {
    expect(budgetOf(1).room({ share: 0.1 })).toBe(1);
  });

  it("slows down in the second half, and only those who can wait", () => {
    const budget = budgetOf(10);
    budget.takes(6);
    expect(budget.take({ paced: true }).granted).toBe(true);
    const slowed = budget.take({ paced: true });
    expect(slowed).toMatchObject({ granted: false, blocked: false });
    expect(slowed.waitMs).toBe(2_400);
    expect(budget.take().granted).toBe(true);
    budget.pass(slowed.waitMs);
    expect(budget.take({ paced: true }).granted).toBe(false);
    budget.pass(1_200);
    expect(budget.take({ paced: true }).granted).toBe(true);
  });

  it("loses no room to a clock that goes back, and gains none", () => {
    const budget = budgetOf(1);
    budget.end(budget.take().permit);
    budget.pass(-3_600_000);
    expect(budget.take()).toMatchObject({ granted: false, waitMs: WINDOW_MS });
    budget.pass(WINDOW_MS);
    expect(budget.room()).toBe(1);
  });
});

describe("what answers tell of a rate budget", () => {
  it("waits for the end of a block", () => {
    const budget = budgetOf(3);
    budget.end(budget.take().permit, "answered", { blocked: true, resetMs: 45_000 });
    expect(budget.take()).toMatchObject({ granted: false, waitMs: 45_000, blocked: true });
    budget.pass(45_000);
    expect(budget.take()).toMatchObject({ granted: true, blocked: false });
  });

  it("waits a window for the end of a block that is not told", () => {
    const budget = budgetOf(3);
    budget.end(budget.take().permit, "answered", { limit: 0, blocked: true });
    expect(budget.take()).toMatchObject({ waitMs: WINDOW_MS, blocked: true, limit: 3 });
  });

  it("goes by the limit that was told", () => {
    const budget = budgetOf(3);
    const told = { limit: 20, remaining: 19, resetMs: WINDOW_MS };
    expect(budget.end(budget.take().permit, "answered", told)).toMatchObject({ limit: 20 });
    expect(budget.room()).toBe(19);
  });

  it("learns the window from the first request in it", () => {
    const budget = budgetOf(3);
    const permits = budget.takes(3);
    for (const [at, permit] of permits.entries()) {
      budget.end(permit, "answered", { remaining: 2 - at, resetMs: 1_000 });
    }
    budget.pass(999);
    expect(budget.room()).toBe(0);
    budget.pass(1);
    expect(budget.room()).toBe(3);
  });

  it("learns nothing of the window from what is left of one, but that it is longer", () => {
    const budget = budgetOf(2);
    budget.end(budget.take().permit, "answered", { remaining: 0, resetMs: 1_000 });
    budget.pass(WINDOW_MS - 1);
    expect(budget.room()).toBe(1);
    budget.end(budget.take().permit, "answered", { remaining: 0, resetMs: 100_000 });
    budget.pass(WINDOW_MS);
    expect(budget.room()).toBe(0);
    budget.pass(40_000);
    expect(budget.room()).toBe(2);
  });

  it("counts nothing where the server keeps no budget, until it keeps one", () => {
    const budget = budgetOf(2);
    budget.end(budget.take().permit, "answered", { limit: 0 });
    for (let count = 0; count < 10; count++) {
      expect(budget.take()).toMatchObject({ granted: true, limit: 0 });
    }
    budget.end("p9", "answered", { limit: 2, remaining: 1, resetMs: WINDOW_MS });
    expect(budget.room()).toBe(0);
  });

  it("does not believe a single answer that tells no limit, but in the long run", () => {
    const budget = budgetOf(2);
    budget.end(budget.take().permit, "answered", { remaining: 1, resetMs: WINDOW_MS });
    budget.pass(3_599_999);
    expect(budget.end("p2", "answered", { limit: 0 })).toMatchObject({ limit: 2 });
    budget.pass(1);
    expect(budget.end("p3", "answered", { limit: 0 })).toMatchObject({ limit: 0 });
  });

  it("leaves room for others until the window ends", () => {
    const budget = budgetOf(10);
    budget.end(budget.take().permit, "answered", { remaining: 4, resetMs: 30_000 });
    expect(budget.room()).toBe(4);
    for (const permit of budget.takes(4)) budget.end(permit);
    expect(budget.take()).toMatchObject({ granted: false, waitMs: 30_000 });
    budget.pass(30_000);
    expect(budget.room()).toBe(5);
  });

  it("takes none of its own for others, however late and mixed up their answers", () => {
    const budget = budgetOf(10);
    const permits = budget.takes(5);
    const [, second, ...rest] = permits;
    budget.end(second as string, "answered", { remaining: 5, resetMs: WINDOW_MS });
    expect(budget.room()).toBe(1);
    for (const [at, permit] of [...rest, permits[0] as string].entries()) {
      budget.pass(500);
      const news = { remaining: 6 + at, resetMs: WINDOW_MS };
      budget.end(permit, "answered", news, 500 * (at + 1));
    }
    expect(budget.room()).toBe(5);
  });

  it("goes by the most that was told of a window, in whatever order", () => {
    const budget = budgetOf(10);
    const [early, late] = budget.takes(2) as [string, string];
    budget.end(late, "answered", { remaining: 2, resetMs: WINDOW_MS });
    budget.end(early, "answered", { remaining: 7, resetMs: WINDOW_MS });
    expect(budget.room()).toBe(2);
  });

  it("hears the same end told twice once", () => {
    const budget = budgetOf(10);
    const { permit } = budget.take();
    const news = { remaining: 4, resetMs: WINDOW_MS };
    budget.end(permit, "answered", news);
    budget.end(permit, "answered", news);
    expect(budget.room()).toBe(4);
  });

  it("hears no news of a window that is over", () => {
    const budget = budgetOf(10);
    const [late, next] = budget.takes(2) as [string, string];
    budget.pass(WINDOW_MS);
    budget.end(next, "answered", { remaining: 9, resetMs: WINDOW_MS });
    budget.end(late, "answered", { remaining: 1, resetMs: 3_000 }, WINDOW_MS);
    expect(budget.room()).toBe(8);
  });

  it("lets who can wait leave room for what others did in the window before", () => {
    const budget = budgetOf(10);
    budget.end(budget.take().permit, "answered", { remaining: 1, resetMs: WINDOW_MS });
    budget.pass(WINDOW_MS);
    expect(budget.take({ paced: true, share: 0.8 }).granted).toBe(false);
    expect(budget.room()).toBe(10);
    const { permit } = budget.take();
    budget.end(permit, "answered", { remaining: 9, resetMs: WINDOW_MS });
    expect(budget.take({ paced: true, share: 0.8 })).toMatchObject({ granted: false });
    expect(budget.room()).toBe(9);
    budget.pass(WINDOW_MS);
    expect(budget.take({ paced: true, share: 0.8 }).granted).toBe(true);
  });

  it("does not look for others in windows that answers cannot tell apart", () => {
    const budget = budgetOf(10, 4_999);
    budget.end(budget.take().permit, "answered", { remaining: 4, resetMs: 4_000 });
    expect(budget.room()).toBe(9);
  });
});
