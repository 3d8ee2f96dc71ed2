import { expect, it } from "vitest";
import { BudgetLine } from "../../../../src/api/rate-budget/budget-line.ts";
import { systemClock } from "../../../../src/clock.ts";

const timersAlive = () =>
  process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

it("keeps the process up while a request waits for budget, and no longer", async () => {
  const verdict = { granted: false, waitMs: 30_000, blocked: true, limit: 120 };
  const line = new BudgetLine({
    budget: { take: () => verdict, ended: () => undefined, tell: async () => verdict },
    ...{ clock: systemClock, assumedLimit: 120, maxQueued: 5, onLimited: () => undefined },
  });
  const before = timersAlive();
  const controller = new AbortController();
  const until = systemClock.monotonic() + 60_000;
  const wish = { method: "GET", path: "slots", priority: "offer", until } as const;
  const waiting = line.pass({ ...wish, signal: controller.signal });
  expect(timersAlive()).toBe(before + 1);
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  expect(timersAlive()).toBe(before);
});
