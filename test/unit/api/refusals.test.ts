import { describe, expect, it } from "vitest";
import { refusalOf } from "../../../src/api/refusals.ts";
import {
  BookingRescheduledError,
  CalcomApiError,
  RateLimitError,
  SlotTakenError,
} from "../../../src/index.ts";
import { recordings } from "../../conformance/recordings.ts";
import { POST, printed, refused, refusedByText } from "./refused.ts";

const TAKEN = new Set(
  "0073 0074 0075 0076 0080 0081 0082 0117 0132 0147 0148 0149 0150 0152 0153 0248 0255 0256 0270".split(
    " ",
  ),
);
const LIMITED = new Set(["0311", "0312"]);
const MOVED = new Set(["0115"]);
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
        : MOVED.has(number)
          ? ([BookingRescheduledError, "booking_rescheduled"] as const)
          : ([CalcomApiError, UNKNOWN_ROUTE.has(number) ? "api_version" : "api_error"] as const);

    it(`${name} is a ${expected.name}`, () => {
      const headers = new Headers(response.headers);
      const requestId = headers.get("x-request-id") ?? undefined;
      const { status, body } = response;
      const about = { method: request.method, path: request.path };
      const error = refusalOf({ status, headers, requestId, body }, { ...about, now: 0 });
      expect(error.constructor).toBe(expected);
      const { error: inner } = body as { error?: { code: string } };
      expect(error).toMatchObject({ code, status, requestId, ...about });
      if (inner !== undefined) expect(error).toHaveProperty("apiCode", inner.code);
      expect(error.requestId).toBeTruthy();
    });
  }
});

const nested = (error: object) => ({ status: "error", path: "/v2/bookings?x=1", error });
const validation = (errors: unknown) =>
  nested({ code: "BadRequestException", message: "Bad Request Exception", details: { errors } });

describe("every form of body", () => {
  it.each([
    ["nested with details", nested({ code: "X", message: "because", details: {} }), "X"],
    ["nested without details", nested({ code: "TRPCError", message: "because" }), "TRPCError"],
    ["with a text for details", nested({ code: "Y", message: "because", details: "z" }), "Y"],
    ["with nothing but that text", nested({ code: "Y", details: "because" }), "Y"],
    ["flat", { statusCode: 400, message: "because" }, undefined],
    ["flat with a list", { statusCode: 400, message: ["because", "so"] }, undefined],
    ["an error in one word", { error: "because" }, undefined],
    [
      "validation",
      validation([{ property: "x", constraints: { isString: "because" } }]),
      "BadRequestException",
    ],
    [
      "validation of what lies deeper",
      validation([{ children: [{ children: [{ constraints: { a: "because" } }] }] }]),
      "BadRequestException",
    ],
    [
      "validation in a list of texts",
      nested({ code: "B", message: "Bad Request Exception", details: { message: ["because"] } }),
      "B",
    ],
  ])("%s gives its reason", (_form, body, apiCode) => {
    const error = refused(400, body);
    expect(error.message).toMatch(/^Cal\.com refused POST \/bookings \(400\): because/);
    expect(error).toMatchObject({ status: 400, requestId: "req-1", ...POST });
    expect(error).toHaveProperty("apiCode", apiCode);
  });

  it("joins all complaints of a validation", () => {
    const errors = [
      { constraints: { a: "first", b: "second" } },
      { constraints: { c: "third" } },
      null,
    ];
    expect(refused(400, validation(errors)).message).toContain("first; second; third");
  });

  it.each([
    ["an empty body", ""],
    ["blanks", " \r\n"],
    ["null", "null"],
    ["a number", "502"],
    ["a text", '"<html>"'],
    ["a list", "[]"],
    ["a list of texts", '["because"]'],
    ["odd types", '{"error":{"code":7,"message":{"text":"x"}},"message":[1,{}]}'],
    ["empty texts", '{"error":{"code":"","message":""},"message":[]}'],
  ])("stands without a reason for %s", (_form, text) => {
    const error = refusedByText(502, text);
    expect(error.constructor).toBe(CalcomApiError);
    expect(error.message).toBe("Cal.com refused POST /bookings (502): no reason given");
    expect(error).toHaveProperty("apiCode", undefined);
  });

  it.each([
    ["JSON that was cut off", '{"error":{"message":"User eith'],
    ["plain text", "upstream connect error"],
    ["JSON nested beyond all reason", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
  ])("calls %s what it is", (_form, text) => {
    expect(refusedByText(503, text).message).toBe(
      "Cal.com refused POST /bookings (503): its answer is not JSON",
    );
  });

  it("takes a code for one only where it can be one", () => {
    const code = refused(400, nested({ code: "not a code", message: "because" }));
    expect(code).toHaveProperty("apiCode", undefined);
  });
});

describe("a proxy's page", () => {
  it.each([
    [502, "<html><head><title>502 Bad Gateway</title></head></html>", undefined],
    [503, "<!DOCTYPE html>\n<h1>ann@example.test</h1>", "text/html; charset=UTF-8"],
    [520, "error 520", "text/html"],
    [403, "\n <!doctype html><p>Checking your browser</p>", undefined],
    [429, "<html>slow down</html>", "text/html"],
  ])("of %i is named and not shown", (status, page, type) => {
    const headers = new Headers(type === undefined ? {} : { "content-type": type });
    const error = refusedByText(status, page, headers);
    expect(error).toMatchObject({ status, ...POST });
    expect(error.message).toBe(
      `POST /bookings was answered with an HTML page (${status}), by a proxy and not by Cal.com's API. If that lasts, check \`baseUrl\`.`,
    );
    expect(error).toBeInstanceOf(status === 429 ? RateLimitError : CalcomApiError);
  });
});

describe("an enormous answer", () => {
  it("is read within bounds, and gives a message of readable length", () => {
    const many = Array.from({ length: 200_000 }, (_, i) => ({ constraints: { i: `no ${i}` } }));
    const long = "so ".repeat(1_000_000);
    const startedAt = performance.now();
    for (const body of [validation(many), nested({ message: long }), { message: [long, long] }]) {
      const { message } = refused(400, body);
      expect(message.length).toBeLessThan(700);
      expect(message).toMatch(/(?:no 0; no 1;|: so so )/);
    }
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  it("keeps its breaks out of the message", () => {
    const { message } = refused(400, { message: "one\r\n    at two\u0000\u001b[31m" });
    expect(message).toMatch(/: one {5}at two \[31m$/);
  });
});

describe("a redirect", () => {
  it("says where to look", () => {
    expect(refusedByText(302, "").message).toContain("Set `baseUrl` to where it leads.");
  });
});

describe("what was submitted", () => {
  const SUBMITTED = { email: "ann@example.test", phone: "+49 30 901820", note: "my secret note" };

  it("in a validation never reaches the message, the JSON form or the console", () => {
    const errors = [
      {
        target: SUBMITTED,
        value: SUBMITTED.note,
        property: "email",
        children: [{ target: SUBMITTED, value: SUBMITTED.phone }],
        constraints: {
          isEmail: "ann@example.test is no address",
          isShort: "my secret note is too long for +49 30 901820",
        },
      },
    ];
    const text = printed(refused(400, validation(errors)));
    for (const value of Object.values(SUBMITTED)) expect(text).not.toContain(value);
    expect(text).toContain("<e-mail> is no address; <input> is too long for <input>");
  });

  it("and came back in a plain message is taken out of it", () => {
    const sent = [{ bookingFieldsResponses: { diet: "no nuts please" } }];
    const message = "Invalid option 'no nuts please' for booking field 'diet'.";
    const error = refused(400, nested({ code: "BadRequestException", message }), { sent });
    expect(error.message).toContain("Invalid option '<input>' for booking field 'diet'.");
    expect(printed(error)).not.toContain("nuts");
  });

  it("does not keep a refusal from being understood", () => {
    const message = "User either already has booking at this time or is not available";
    const error = refused(400, { message }, { sent: [{ attendee: { name: "User" } }] });
    expect(error).toBeInstanceOf(SlotTakenError);
    expect(error.message).toContain(": <input> either already has");
  });

  it("is taken out of plain messages too where it is an address or a key", () => {
    const message = "User with email Ann.O+x@sub.example.test and key cal_live_abc123 not found";
    const text = printed(refused(404, nested({ code: "cal_live_abc123", message })));
    expect(text).not.toContain("sub.example.test");
    expect(text).not.toContain("cal_live_abc123");
  });

  it("of a recorded validation is not printed", () => {
    const { response } = recordings.get("0072") ?? expect.unreachable();
    const text = printed(refused(response.status, response.body));
    expect(text).not.toContain("zzz");
    expect(text).not.toContain("1000");
    expect(text).toContain("take must not be greater than 250");
  });

  it("stays out of the request id as well", () => {
    const headers = new Headers({ "x-request-id": "for ann@example.test" });
    expect(refusedByText(500, "", headers).requestId).toBe("for <e-mail>");
  });
});
