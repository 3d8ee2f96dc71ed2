import { describe, expect, it } from "vitest";
import { DEFAULT_TTL, LIVE_TAGS, slotsTags, slotsTtlMs } from "../../../src/api/cache-policy.ts";

const members = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, emailHash: `h${index + 1}` }));
const known = (count: number) => ({
  pool: members(count),
  minimumNoticeMs: undefined,
  isTeam: false,
});

describe("what an answer about slots depends on", () => {
  it.each([
    [
      "a known pool",
      known(2),
      "hosts",
      ["all", "event-type:9", "host:1", "email:h1", "host:2", "email:h2"],
    ],
    ["no known pool", undefined, "hosts", ["all", "event-type:9", "unknown"]],
    [
      "a pool that is not certain",
      { pool: undefined, minimumNoticeMs: 0, isTeam: false },
      "hosts",
      ["all", "event-type:9", "unknown"],
    ],
    ["nine hosts", known(9), "hosts", ["all", "event-type:9", "unknown"]],
    ["the event type alone", known(2), "event-type", ["all", "event-type:9"]],
    ["the account", known(2), "account", ["all"]],
  ] as const)("%s", (_case, eventType, width, expected) => {
    expect(slotsTags(9, eventType, width)).toEqual(expected);
  });

  it("names up to eight hosts", () => {
    expect(slotsTags(9, known(8), "hosts")).toHaveLength(2 + 16);
  });
});

it("an answer about a booking depends on every change", () => {
  expect(LIVE_TAGS).toEqual(["all", "unknown"]);
});

it("the defaults are half a minute, one and five", () => {
  expect(DEFAULT_TTL).toEqual({
    emptyMs: 30_000,
    nearMs: 60_000,
    nearWindowMs: 604_800_000,
    farMs: 300_000,
  });
});

it("an empty answer is short-lived wherever its window lies", () => {
  const ttl = { emptyMs: 1, nearMs: 2, nearWindowMs: 10, farMs: 3 };
  const slots = { "2026-12-07": [{ start: "s", end: "e" }] };
  expect(slotsTtlMs({}, 1_000, 0, ttl)).toBe(1);
  expect(slotsTtlMs({ "2026-12-07": [] }, 5, 0, ttl)).toBe(1);
  expect(slotsTtlMs(slots, 9, 0, ttl)).toBe(2);
  expect(slotsTtlMs(slots, 10, 0, ttl)).toBe(3);
});
