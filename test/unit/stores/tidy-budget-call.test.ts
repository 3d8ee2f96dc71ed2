import { expect, it } from "vitest";
import { tidyCall } from "../../../src/stores/tidy-budget-call.ts";

const DAY_MS = 24 * 3_600_000;
const nothing = { key: "k", assumed: { limit: 120, windowMs: 60_000 }, ended: [] };
const ended = { permit: "p", outcome: "answered", agoMs: 0, tookMs: 0 } as const;
const news = { limit: 120, remaining: 119, resetMs: 60_000, blocked: false };

it("rounds so that more is counted, for longer", () => {
  const tidy = tidyCall({
    ...nothing,
    assumed: { limit: 9.9, windowMs: 99.1 },
    ended: [
      {
        ...{ ...ended, agoMs: 5.9, tookMs: 3.1 },
        news: { ...news, limit: 9.9, remaining: 2.9, resetMs: 1.2 },
      },
    ],
    wanted: { permit: "q", share: 0.5, paced: true, longestMs: 7.5 },
  });
  expect(tidy).toEqual({
    key: "k",
    assumed: { limit: 9, windowMs: 100 },
    ended: [
      {
        ...{ ...ended, agoMs: 5, tookMs: 4 },
        news: { limit: 9, remaining: 2, resetMs: 2, blocked: false },
      },
    ],
    wanted: { permit: "q", share: 0.5, paced: true, longestMs: 8 },
  });
});

it("lets nothing bind for longer than a day, whatever is told", () => {
  for (const wild of [Number.POSITIVE_INFINITY, 1e300]) {
    const tidy = tidyCall({
      ...nothing,
      assumed: { limit: 1, windowMs: wild },
      ended: [{ ...ended, agoMs: wild, tookMs: wild, news: { ...news, resetMs: wild } }],
      wanted: { permit: "q", share: 1, paced: false, longestMs: wild },
    });
    expect(tidy.assumed.windowMs).toBe(DAY_MS);
    expect(tidy.ended[0]).toMatchObject({ agoMs: DAY_MS, tookMs: DAY_MS });
    expect(tidy.ended[0]?.news?.resetMs).toBe(DAY_MS);
    expect(tidy.wanted?.longestMs).toBe(DAY_MS);
  }
});

it("takes what is no number, or below nothing, for nothing", () => {
  for (const wild of [Number.NaN, -1]) {
    const told = { limit: wild, remaining: wild, resetMs: wild, blocked: false };
    const tidy = tidyCall({
      ...nothing,
      assumed: { limit: wild, windowMs: wild },
      ended: [{ ...ended, agoMs: wild, tookMs: wild, news: told }],
    });
    expect(tidy.assumed).toEqual({ limit: 1, windowMs: 1 });
    expect(tidy.ended[0]).toEqual({
      ...ended,
      news: { limit: 0, remaining: 0, resetMs: 0, blocked: false },
    });
  }
});
