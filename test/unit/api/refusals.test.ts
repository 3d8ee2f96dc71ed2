import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type HttpAnswer, refusalOf } from "../../../src/api/refusals.ts";
import {
  CalcomApiError,
  type CalcomError,
  RateLimitError,
  SlotTakenError,
} from "../../../src/index.ts";
import { recordings } from "../../conformance/recordings.ts";

const TAKEN = new Set(
  "0073 0074 0075 0076 0080 0081 0082 0117 0132 0147 0148 0149 0150 0152 0153 0248 0255 0256 0270".split(
    " ",
  ),
);
const LIMITED = new Set(["0311", "0312"]);
const POST = { method: "POST", path: "/bookings" };

function refusal(status: number, body: unknown, headers: HeadersInit = {}): CalcomError {
  const answer: HttpAnswer = { status, headers: new Headers(headers), requestId: "req-1", body };
  return refusalOf(answer, POST);
}

/** Everything of an error that may end up in a log. */
const printed = (error: Error) =>
  [error.message, JSON.stringify(error), inspect(error, { depth: 9 }), String(error)].join("\n");

const UNKNOWN_ROUTE = new Set(["0057", "0058", "0059", "0236"]);

describe("recorded refusals", () => {
  const refused = [...recordings].filter(([, { response }]) => response.status >= 400);

  it("are there in number", () => {
    expect(refused.length).toBeGreaterThanOrEqual(70);
  });

  for (const [number, { name, request, response }] of refused) {
    const [expected, code] = TAKEN.has(number)
      ? ([SlotTakenError, "slot_taken"] as const)
      : LIMITED.has(number)
        ? ([RateLimitError, "rate_limited"] as const)
        : ([CalcomApiError, UNKNOWN_ROUTE.has(number) ? "api_version" : "api_error"] as const);

    it(`${name} is a ${expected.name}`, () => {
      const headers = new Headers(response.headers);
      const requestId = headers.get("x-request-id") ?? undefined;
      const { status, body } = response;
      const about = { method: request.method, path: request.path };
      const error = refusalOf({ status, headers, requestId, body }, about);
      expect(error.constructor).toBe(expected);
      const { error: inner } = body as { error?: { code: string } };
      expect(error).toMatchObject({ code, status, requestId, ...about });
      if (inner !== undefined) expect(error).toHaveProperty("apiCode", inner.code);
      expect(error.requestId).toBeTruthy();
    });
  }
});

describe("the four forms of body", () => {
  it.each([
    ["nested with details", { error: { code: "X", message: "because", details: {} } }, "X"],
    ["nested without details", { error: { code: "TRPCError", message: "because" } }, "TRPCError"],
    ["flat", { statusCode: 400, message: "because" }, undefined],
    [
      "validation",
      {
        error: {
          code: "BadRequestException",
          message: "Bad Request Exception",
          details: { errors: [{ property: "x", constraints: { isString: "because" } }] },
        },
      },
      "BadRequestException",
    ],
  ])("%s gives its reason", (_form, body, apiCode) => {
    const error = refusal(400, body);
    expect(error.message).toContain("because");
    expect(error).toMatchObject({ status: 400, requestId: "req-1", ...POST });
    expect(error).toHaveProperty("apiCode", apiCode);
  });

  it("joins all complaints of a validation", () => {
    const errors = [
      { constraints: { a: "first", b: "second" } },
      { constraints: { c: "third" } },
      null,
    ];
    const { message } = refusal(400, { error: { code: "X", details: { errors } } });
    expect(message).toContain("first; second; third");
  });

  it.each([
    ["an HTML page or an empty body", undefined],
    ["null", null],
    ["a text", "<html>"],
    ["a list", []],
    ["odd types", { error: { code: 7, message: { text: "x" } }, message: ["y"] }],
    ["an empty message", { error: { code: "", message: "" } }],
  ])("stands without a reason for %s", (_form, body) => {
    const error = refusal(502, body);
    expect(error.constructor).toBe(CalcomApiError);
    expect(error.message).toBe("Cal.com refused POST /bookings (502): no reason given");
  });
});

describe("a taken time", () => {
  it.each([
    ["booking_conflict_error", 409],
    ["User either already has booking at this time or is not available", 400],
    ["One of the hosts either already has booking at this time or is not available", 400],
    ["No more seats left at this seated booking.", 409],
  ])("%s is taken in every form of body", (message, status) => {
    expect(refusal(status, { statusCode: status, message })).toBeInstanceOf(SlotTakenError);
    expect(refusal(status, { error: { code: "X", message } })).toBeInstanceOf(SlotTakenError);
  });

  it("is not what a server error says, whose outcome is open", () => {
    const error = refusal(500, { statusCode: 500, message: "booking_conflict_error" });
    expect(error.constructor).toBe(CalcomApiError);
  });
});

describe("a booking limit", () => {
  it("has a code of its own although it comes as 401", () => {
    const error = refusal(401, { statusCode: 401, message: "booking_limit_reached" });
    expect(error).toMatchObject({ code: "booking_limit_reached", status: 401 });
    expect(error.constructor).toBe(CalcomApiError);
  });
});

describe("a rate limit", () => {
  const retryAfterMs = (headers: HeadersInit) =>
    (refusal(429, { message: "slow down" }, headers) as RateLimitError).retryAfterMs;

  it.each([
    ["default", { "x-ratelimit-reset-default": "60" }, 60_000],
    ["a custom limit", { "X-RateLimit-Reset-Burst": "7" }, 7_000],
    ["the longest of several", { "x-ratelimit-reset-a": "3", "x-ratelimit-reset-b": "12" }, 12_000],
    [
      "the longest, in any order",
      { "x-ratelimit-reset-a": "9", "x-ratelimit-reset-b": "2" },
      9_000,
    ],
    ["no header", {}, undefined],
    ["an unreadable header", { "x-ratelimit-reset-default": "soon" }, undefined],
    ["zero", { "x-ratelimit-reset-default": "0" }, 0],
  ])("says when to come back: %s", (_case, headers, expected) => {
    expect(retryAfterMs(headers as unknown as HeadersInit)).toBe(expected);
  });

  it("knows the recorded time", () => {
    const { response } = recordings.get("0311") ?? expect.unreachable();
    expect(retryAfterMs(response.headers)).toBe(60_000);
  });
});

describe("what was submitted", () => {
  const SUBMITTED = { email: "ann@example.test", phone: "+49 30 901820", note: "my secret note" };
  const body = {
    error: {
      code: "BadRequestException",
      message: "Bad Request Exception",
      details: {
        errors: [
          {
            target: SUBMITTED,
            value: SUBMITTED.note,
            property: "email",
            children: [{ target: SUBMITTED, value: SUBMITTED.phone }],
            constraints: { isEmail: `ann@example.test is no address` },
          },
        ],
      },
    },
  };

  it("never reaches the message, the JSON form or the console", () => {
    const text = printed(refusal(400, body));
    for (const value of Object.values(SUBMITTED)) expect(text).not.toContain(value);
    expect(text).toContain("<e-mail> is no address");
  });

  it("is taken out of plain messages too", () => {
    const message = "User with email Ann.O+x@sub.example.test and key cal_live_abc123 not found";
    const text = printed(refusal(404, { error: { code: "NotFoundException", message } }));
    expect(text).not.toContain("sub.example.test");
    expect(text).not.toContain("cal_live_abc123");
  });

  it("of a recorded validation is not printed", () => {
    const { response } = recordings.get("0072") ?? expect.unreachable();
    const text = printed(refusal(response.status, response.body));
    expect(text).not.toContain("zzz");
    expect(text).not.toContain("1000");
    expect(text).toContain("take must not be greater than 250");
  });
});
