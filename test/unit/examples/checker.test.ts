import { describe, expect, it } from "vitest";
import { Checker } from "../../../examples/incident-replay/checker.ts";

function checkerTold(news?: { time: string; free: boolean }): Checker {
  const checker = new Checker();
  checker.acknowledge({ at: 100, what: "create", news });
  return checker;
}

describe("the replay's checker", () => {
  it("calls an answer stale that was loaded before an acknowledged change", () => {
    const verdict = checkerTold().judge({ startedAt: 101, loadBeganAt: 99, times: [] });
    expect(verdict).toBe("stale");
  });

  it("calls an answer fresh that was loaded after the acknowledgement", () => {
    const verdict = checkerTold().judge({ startedAt: 102, loadBeganAt: 101, times: [] });
    expect(verdict).toBe("fresh");
  });

  it("does not blame a read that began before the acknowledgement", () => {
    const verdict = checkerTold().judge({ startedAt: 99, loadBeganAt: 99, times: [] });
    expect(verdict).toBe("fresh");
  });

  it("keeps what Cal.com itself got wrong apart from what a cache got wrong", () => {
    const freed = { time: "10:00", free: true };
    const young = { startedAt: 102, loadBeganAt: 101, times: ["11:00"] };
    expect(checkerTold(freed).judge(young)).toBe("Cal.com's own");
    expect(checkerTold(freed).judge({ ...young, loadBeganAt: 99 })).toBe("stale");
    expect(checkerTold(freed).judge({ ...young, times: ["10:00"] })).toBe("fresh");
  });

  it("goes by the latest news of a time", () => {
    const checker = checkerTold({ time: "10:00", free: false });
    checker.acknowledge({ at: 200, what: "cancel", news: { time: "10:00", free: true } });
    const verdict = checker.judge({ startedAt: 202, loadBeganAt: 201, times: ["10:00"] });
    expect(verdict).toBe("fresh");
  });

  it("counts every verdict", () => {
    const checker = checkerTold();
    checker.judge({ startedAt: 101, loadBeganAt: 99, times: [] });
    checker.judge({ startedAt: 102, loadBeganAt: 101, times: [] });
    expect(checker.counts).toEqual({ fresh: 1, stale: 1, "Cal.com's own": 0 });
  });
});
