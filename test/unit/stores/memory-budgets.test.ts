import { describe, expect, it } from "vitest";
import { MemoryBudgets } from "../../../src/stores/memory-budgets.ts";

describe("MemoryBudgets", () => {
  const budgets = () => new MemoryBudgets({ monotonic: () => 0 });
  const wanted = { permit: "p", share: 1, paced: false, longestMs: 1_000 };
  const assumed = { limit: 1, windowMs: 1_000 };

  it("keeps budgets apart", () => {
    const mine = budgets();
    const granted = (key: string) => mine.call({ key, assumed, ended: [], wanted }).granted;
    expect(["a", "b", "a", "b"].map(granted)).toEqual([true, true, false, false]);
  });

  it("drops the budget that was not used for longest", () => {
    const mine = budgets();
    const granted = (key: string) => mine.call({ key, assumed, ended: [], wanted }).granted;
    granted("first");
    granted("second");
    granted("first");
    for (let index = 0; index < 9_999; index++) granted(`k${index}`);
    expect([granted("first"), granted("second")]).toEqual([false, true]);
  });
});
