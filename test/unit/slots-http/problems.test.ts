import { describe, expect, it } from "vitest";
import {
  CalcomApiError,
  CalcomError,
  NetworkError,
  RateLimitError,
  SchemaError,
  StoreError,
  TimeoutError,
} from "../../../src/index.ts";
import { BadQuestion, problem } from "../../../src/slots-http/problems.ts";

const SECRETS = "cal_live_0123456789abcdef ann@example.test from Cal.com";
const about = { method: "GET", path: "/slots" };
const limited = (retryAfterMs?: number) => new RateLimitError(SECRETS, { ...about, retryAfterMs });

describe("what a visitor is told", () => {
  it.each<[string, unknown, number, string]>([
    ["a wrong question", new BadQuestion(400, "Give it."), 400, "bad_question"],
    ["an event type that is none", new BadQuestion(404, "None."), 404, "not_found"],
    ["another method", new BadQuestion(405, "Ask."), 405, "method_not_allowed"],
    ["a query that the library refuses", wrongInput(), 400, "bad_question"],
    ["a question that Cal.com refuses", refused(400), 400, "bad_question"],
    ["an event type that Cal.com does not have", refused(404), 404, "not_found"],
    ["a key that Cal.com refuses", refused(401), 502, "unavailable"],
    ["a fault of Cal.com's", refused(500), 502, "unavailable"],
    ["no budget", limited(1_001), 503, "rate_limited"],
    ["no connection", new NetworkError(SECRETS, { mayHaveArrived: true }), 502, "unavailable"],
    ["no store", new StoreError(SECRETS), 502, "unavailable"],
    ["a deadline", new TimeoutError(SECRETS, 10_000), 504, "timeout"],
    ["an option that cannot work", new CalcomError("configuration", SECRETS), 500, "internal"],
    ["a fault of the host's", new TypeError(SECRETS), 500, "internal"],
    ["nothing at all", undefined, 500, "internal"],
  ])("of %s", async (_what, error, status, code) => {
    const response = problem(error);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      ...{ type: "about:blank", title: expect.any(String), status, code },
      detail: expect.stringMatching(/\.$/),
    });
    for (const secret of SECRETS.split(" "))
      if (secret !== "from") expect(text).not.toContain(secret);
  });

  it("names the methods there are", () => {
    expect(problem(new BadQuestion(405, "Ask.")).headers.get("allow")).toBe("GET, HEAD");
  });

  it.each([
    [1_001, "2"],
    [0, "1"],
    [undefined, "60"],
  ])("says when to ask again: %s ms", (retryAfterMs, seconds) => {
    expect(problem(limited(retryAfterMs)).headers.get("retry-after")).toBe(seconds);
  });
});

function refused(status: number) {
  return new CalcomApiError(SECRETS, { ...about, status });
}

function wrongInput() {
  return new SchemaError("invalid_input", "slots.list: start is wrong.", { path: "start" });
}
