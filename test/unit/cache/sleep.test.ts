import { expect, it } from "vitest";
import { sleep } from "../../../src/cache/waiting.ts";
import { systemClock } from "../../../src/clock.ts";

const timersAlive = () =>
  process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

it("keeps the process up while somebody sleeps, and not after an abort", async () => {
  const before = timersAlive();
  const controller = new AbortController();
  const sleeping = sleep(60_000, systemClock, controller.signal);
  expect(timersAlive()).toBe(before + 1);
  controller.abort(new Error("enough"));
  await expect(sleeping).rejects.toThrow("enough");
  expect(timersAlive()).toBe(before);
});
