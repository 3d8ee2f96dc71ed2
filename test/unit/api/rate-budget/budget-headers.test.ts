import { describe, expect, it } from "vitest";
import { newsOf } from "../../../../src/api/rate-budget/budget-headers.ts";

const NOW = Date.parse("2026-12-01T08:00:00Z");
const KNOWN = 120;
const told = (headers: HeadersInit, status = 200) =>
  newsOf({ status, headers: new Headers(headers) }, NOW, KNOWN);

const limits = (name: string, limit: number, remaining: number, reset: number | string) => ({
  [`x-ratelimit-limit${name}`]: String(limit),
  [`x-ratelimit-remaining${name}`]: String(remaining),
  [`x-ratelimit-reset${name}`]: String(reset),
});

describe("what an answer says of its budget", () => {
  it.each<[string, Record<string, string>, object]>([
    ["by the default name", limits("-default", 120, 119, 60), { limit: 120, remaining: 119 }],
    ["by a name of the key's own", limits("-Team_Plan", 800, 3, 60), { limit: 800, remaining: 3 }],
    ["without a name", limits("", 60, 1, 60), { limit: 60, remaining: 1 }],
    ["with an end in seconds", limits("-default", 120, 1, 42), { resetMs: 42_000 }],
    ["with an end as a moment", limits("-default", 120, 1, NOW / 1_000 + 7), { resetMs: 7_000 }],
    [
      "by several names, of which the one with most left lets requests in",
      { ...limits("-short", 10, 0, 2), ...limits("-long", 1_000, 400, 3_000) },
      { limit: 1_000, remaining: 400, resetMs: 3_000_000 },
    ],
    [
      "twice, which arrives as one header",
      limits("-default", "10, 1000" as never, "4, 3" as never, "2, 3000"),
      { limit: 10, remaining: 4, resetMs: 2_000 },
    ],
  ])("is read %s", (_case, headers, expected) => {
    expect(told(headers)).toMatchObject({ ...expected, blocked: false });
  });

  it.each([
    ["behind", 3_600_000],
    ["ahead", -3_600_000],
  ])("ends when it says by its own clock, where the one here is %s", (_where, byMs) => {
    const end = (NOW + byMs) / 1_000 + 7;
    const date = new Date(NOW + byMs).toUTCString();
    const headers = { ...limits("-default", 120, 1, end), date };
    expect(told(headers)).toMatchObject({ resetMs: 7_000 });
  });

  it("is that there is no budget where a success names none", () => {
    expect(told({})).toEqual({ limit: 0, remaining: 0, resetMs: 0, blocked: false });
  });

  it.each([301, 404, 500])("is nothing where status %i names none", (status) => {
    expect(told({}, status)).toBeUndefined();
  });

  it.each<[string, Record<string, string>]>([
    ["that lack the count", { "x-ratelimit-limit-default": "120" }],
    ["that are no numbers", limits("-default", "many" as never, 1, 60)],
    ["of a limit of nothing", limits("-default", 0, 0, 60)],
  ])("is nothing in headers %s", (_case, headers) => {
    expect(told(headers)).toBeUndefined();
  });
});

describe("what a refusal says of its budget", () => {
  const refused = (headers: HeadersInit) => told(headers, 429);

  it("is how long the block lasts", () => {
    const news = refused(limits("-default", 120, 0, 60));
    expect(news).toEqual({ limit: 120, remaining: 0, resetMs: 60_000, blocked: true });
  });

  it("is, of several blocks, the one that ends first", () => {
    const both = { ...limits("-short", 10, 0, 2), ...limits("-long", 1_000, 0, 3_000) };
    expect(refused(both)).toMatchObject({ resetMs: 2_000, blocked: true });
  });

  it("is what a proxy says that names no limit", () => {
    const news = refused({ "retry-after": "9" });
    expect(news).toEqual({ limit: KNOWN, remaining: 0, resetMs: 9_000, blocked: true });
  });

  it("is nothing where it does not say how long", () => {
    expect(refused({})).toBeUndefined();
  });
});
