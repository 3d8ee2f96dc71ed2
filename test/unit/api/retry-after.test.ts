import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { retryAfterMs } from "../../../src/api/retry-after.ts";
import { RateLimitError } from "../../../src/index.ts";
import { recording } from "../../conformance/recordings.ts";
import { NOW, refused } from "./refused.ts";

const told = (headers: HeadersInit) => retryAfterMs(new Headers(headers), NOW);
const LONGEST_MS = 2 ** 31 - 1;

describe("X-RateLimit-Reset", () => {
  it.each<[string, HeadersInit, number | undefined]>([
    ["of the default limit", { "x-ratelimit-reset-default": "60" }, 60_000],
    ["of a limit with another name", { "X-RateLimit-Reset-Burst": "7" }, 7_000],
    ["without a name", { "x-ratelimit-reset": "4" }, 4_000],
    [
      "of several, the longest",
      { "x-ratelimit-reset-a": "3", "x-ratelimit-reset-b": "12" },
      12_000,
    ],
    ["of several, in any order", { "x-ratelimit-reset-a": "9", "x-ratelimit-reset-b": "2" }, 9_000],
    [
      "sent twice",
      [
        ["x-ratelimit-reset-a", "3"],
        ["x-ratelimit-reset-a", "12"],
      ],
      12_000,
    ],
    ["in part of a second", { "x-ratelimit-reset-default": "0.25" }, 250],
    ["of zero", { "x-ratelimit-reset-default": "0" }, 0],
    ["absent", {}, undefined],
    ["unreadable", { "x-ratelimit-reset-default": "soon" }, undefined],
    ["negative", { "x-ratelimit-reset-default": "-5" }, undefined],
    ["that is another header", { "x-ratelimit-limit-default": "120" }, undefined],
    ["as a time, in seconds", { "x-ratelimit-reset-default": String(NOW / 1_000 + 42) }, 42_000],
    ["as a time, in milliseconds", { "x-ratelimit-reset-default": String(NOW + 42_000) }, 42_000],
    [
      "as a time, by the clock of the server",
      {
        "x-ratelimit-reset-default": String(NOW / 1_000 + 3_642),
        date: new Date(NOW + 3_600_000).toUTCString(),
      },
      42_000,
    ],
    ["as a time that has passed", { "x-ratelimit-reset-default": String(NOW / 1_000 - 9) }, 0],
    ["beyond what a timer holds", { "x-ratelimit-reset-default": "99999999" }, LONGEST_MS],
  ])("%s", (_case, headers, expected) => {
    expect(told(headers)).toBe(expected);
  });

  it("is read as recorded", () => {
    const { response } = recording("0311");
    expect(told(response.headers)).toBe(60_000);
    const error = refused(429, response.body, { headers: response.headers });
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ code: "rate_limited", retryAfterMs: 60_000 });
  });
});

describe("Retry-After", () => {
  it.each<[string, string, number | undefined]>([
    ["seconds", "5", 5_000],
    ["a date", "Mon, 07 Dec 2026 08:00:30 GMT", 30_000],
    ["a date that has passed", "Mon, 07 Dec 2026 07:00:00 GMT", 0],
    ["neither", "later", undefined],
    ["a year", "2027", 2_027_000],
  ])("in %s", (_form, value, expected) => {
    expect(told({ "retry-after": value })).toBe(expected);
  });

  it("is a moment by the clock of the server, where that says when it answered", () => {
    const at = (laterMs: number) => new Date(NOW + laterMs).toUTCString();
    expect(told({ date: at(-3_600_000), "retry-after": at(-3_570_000) })).toBe(30_000);
  });

  it("comes first, for it speaks of this very refusal", () => {
    const reset = { "x-ratelimit-reset-default": "60" };
    expect(told({ "retry-after": "5", ...reset })).toBe(5_000);
    expect(told({ "retry-after": "later", ...reset })).toBe(60_000);
  });
});

it("is a time that a timer can wait, or nothing, whatever is sent", () => {
  const value = fc.oneof(
    fc.stringMatching(/^[\x20-\x7e]*$/),
    fc.double().map(String),
    fc.maxSafeInteger().map(String),
  );
  const name = fc.constantFrom("retry-after", "x-ratelimit-reset-default", "x-ratelimit-reset");
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), fc.nat(2e12), (headers, now) => {
      const ms = retryAfterMs(new Headers(headers), now);
      expect(ms === undefined || (ms >= 0 && ms <= LONGEST_MS)).toBe(true);
    }),
  );
});
