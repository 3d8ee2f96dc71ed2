import { describe, expect, it } from "vitest";
import { cancelTimer } from "../../../src/clock.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

describe("the virtual clock", () => {
  it("starts on the first of December 2026", () => {
    expect(new Date(createVirtualClock().now()).toISOString()).toBe("2026-12-01T08:00:00.000Z");
  });

  it("runs due timers in order, at their own time", async () => {
    const clock = createVirtualClock(0);
    const ran: string[] = [];
    clock.setTimeout(() => ran.push(`late ${clock.now()}`), 200);
    clock.setTimeout(() => ran.push(`early ${clock.now()}`), 100);
    clock.setTimeout(() => ran.push("never"), 301);
    await clock.advance(300);
    expect(ran).toEqual(["early 100", "late 200"]);
    expect(clock.now()).toBe(300);
  });

  it("runs timers that a promise of another timer starts on the way", async () => {
    const clock = createVirtualClock(0);
    const ran: number[] = [];
    const sleep = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
    const work = async () => {
      await sleep(100);
      ran.push(clock.now());
      await sleep(50);
      ran.push(clock.now());
    };
    const working = work();
    await clock.advance(150);
    await working;
    expect(ran).toEqual([100, 150]);
  });

  it("does not run a timer that was cancelled", async () => {
    const clock = createVirtualClock();
    let ran = false;
    cancelTimer(clock.setTimeout(() => (ran = true), 10));
    await clock.advance(20);
    expect(ran).toBe(false);
  });

  it("moves the wall clock only when it is set", async () => {
    const clock = createVirtualClock();
    let ran = false;
    clock.setTimeout(() => (ran = true), 1_000);
    clock.set("2027-01-01T00:00:00Z");
    await clock.advance(999);
    expect(new Date(clock.now()).toISOString()).toBe("2027-01-01T00:00:00.999Z");
    expect(clock.monotonic()).toBe(999);
    expect(ran).toBe(false);
  });

  it("refuses what is not an instant", () => {
    expect(() => createVirtualClock("banana")).toThrow(RangeError);
  });
});
