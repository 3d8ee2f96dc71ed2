import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cancelTimer, systemClock } from "../../src/clock.ts";

const timersAlive = () =>
  process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

describe("the platform's clock", () => {
  it("keeps no process alive by its timers", () => {
    const before = timersAlive();
    const kept = globalThis.setTimeout(() => undefined, 60_000);
    expect(timersAlive()).toBe(before + 1);
    const timer = systemClock.setTimeout(() => undefined, 60_000);
    expect(timersAlive()).toBe(before + 1);
    cancelTimer(timer);
    globalThis.clearTimeout(kept);
  });

  it("keeps a process alive by a timer that somebody waits for", () => {
    const before = timersAlive();
    const timer = systemClock.setTimeout(() => undefined, 60_000, true);
    expect(timersAlive()).toBe(before + 1);
    cancelTimer(timer);
    expect(timersAlive()).toBe(before);
  });

  it("has a monotonic time that never goes back", () => {
    const times = Array.from({ length: 1_000 }, () => systemClock.monotonic());
    expect([...times].sort((left, right) => left - right)).toEqual(times);
  });
});

describe("timers", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("fire once, when they are due", () => {
    const fired = vi.fn();
    systemClock.setTimeout(fired, 50);
    vi.advanceTimersByTime(49);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(fired).toHaveBeenCalledOnce();
  });

  it("do not fire when they have been cancelled", () => {
    const fired = vi.fn();
    cancelTimer(systemClock.setTimeout(fired, 50));
    vi.advanceTimersByTime(500);
    expect(fired).not.toHaveBeenCalled();
  });

  it("may be cancelled after they have fired", () => {
    const fired = vi.fn();
    const timer = systemClock.setTimeout(fired, 50);
    vi.advanceTimersByTime(50);
    cancelTimer(timer);
    expect(fired).toHaveBeenCalledOnce();
  });

  it("of another clock may be what the platform returns", () => {
    const fired = vi.fn();
    cancelTimer(globalThis.setTimeout(() => fired(), 50));
    vi.advanceTimersByTime(500);
    expect(fired).not.toHaveBeenCalled();
  });

  it("and the time are the platform's of the moment, not of the import", () => {
    expect(systemClock.now()).toBe(1_000);
    vi.advanceTimersByTime(500);
    expect(systemClock.now()).toBe(1_500);
  });
});
