import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { CalcomApiError, NetworkError, StoreError, UnknownOutcomeError } from "../../src/index.ts";
import { printed } from "./api/refused.ts";

const KEY = "cal_live_0123456789abcdef";
const MAIL = "ann@example.test";
const api = { status: 400, requestId: "r-1", method: "POST", path: "/bookings", apiCode: "X" };

describe("an error on the console", () => {
  it("shows its stack and its fields", () => {
    const text = inspect(new CalcomApiError("no", api));
    expect(text).toMatch(/^CalcomApiError: no\n {4}at .*error-text\.test\.ts:\d+:\d+/);
    expect(text).toContain('{\n  code: "api_error",\n  status: 400,\n  requestId: "r-1",');
    expect(text).not.toContain("coherence");
  });

  it("shows the chain of its causes with their codes, each a step further in", () => {
    const socket = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const cause = new TypeError("fetch failed", { cause: socket });
    const network = new NetworkError("GET /x did not get an answer.", {
      cause,
      mayHaveArrived: false,
    });
    const text = inspect(new UnknownOutcomeError("Nobody knows.", { cause: network }), {
      depth: 9,
    });
    expect(text).toContain("\n  [cause]: NetworkError: GET /x did not get an answer.\n");
    expect(text).toContain("\n    mayHaveArrived: false,\n    [cause]: TypeError: fetch failed\n");
    expect(text).toContain("\n      [cause]: Error: connect ECONNREFUSED\n");
    expect(text).toContain('\n        code: "ECONNREFUSED"\n');
    expect(text.match(/error-text\.test\.ts/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it("goes no deeper than it is asked to", () => {
    const error = new StoreError("away", { cause: new TypeError("x", { cause: new Error("y") }) });
    expect(inspect(error, { depth: 0 })).toContain("[cause]: [TypeError]");
    expect(inspect(error, { depth: 1 })).toContain("[cause]: [Error]");
    expect(inspect(error)).toContain("[cause]: Error: y");
    expect(inspect(error, { depth: null })).toContain("[cause]: Error: y");
    expect(inspect({ a: { b: { error } } })).toContain("[StoreError]");
  });

  it("ends where causes go round in a circle, or on and on", () => {
    const round = new Error("round");
    round.cause = new StoreError("away", { cause: round });
    expect(inspect(new StoreError("x", { cause: round }), { depth: 9 })).toContain(
      "[cause]: [circular Error]",
    );
    let endless = new Error("0");
    for (let i = 1; i < 1_000; i++) endless = new Error(String(i), { cause: endless });
    const text = inspect(new StoreError("x", { cause: endless }), { depth: null });
    expect(text).not.toContain("Error: 900\n");
    const many = Array.from({ length: 100 }, () => new AggregateError([endless], "many"));
    const wide = inspect(new StoreError("x", { cause: new AggregateError(many) }));
    expect(wide.length).toBeLessThan(60_000);
  });

  it("shows what several attempts failed with", () => {
    const cause = new AggregateError([new Error("over IPv6"), new Error("over IPv4")], "both");
    const text = inspect(new StoreError("away", { cause }));
    expect(text).toContain("[errors.0]: Error: over IPv6");
    expect(text).toContain("[errors.1]: Error: over IPv4");
  });
});

describe("causes of others", () => {
  const renamed = new Error(`${MAIL}\n    at ${KEY}`);
  expect(renamed.stack).toContain(MAIL);
  renamed.message = "";
  const platform = Object.assign(new Error(`Bearer opaque.token for ${MAIL}`), {
    code: "ERR_X",
    request: { headers: { authorization: `Bearer ${KEY}` } },
    options: { body: MAIL },
  });
  const schema = z.strictObject({ a: z.number() }).safeParse({ [MAIL]: KEY });
  const parser = (() => {
    try {
      return JSON.parse('{"oneTimePassword": hunter2}');
    } catch (error) {
      return error;
    }
  })();

  it.each([
    ["of the platform", platform],
    ["of a redirected fetch", new TypeError("failed", { cause: platform })],
    ["of several attempts", new AggregateError([platform, KEY, { key: KEY }], MAIL)],
    ["of a schema", schema.error],
    ["of the parser", parser],
    ["with a telling name", Object.assign(new Error("x"), { name: `${MAIL} ${KEY}` })],
    ["with a telling code", Object.assign(new Error("x"), { code: `${MAIL} ${KEY}` })],
    ["that is a text", `${MAIL} ${KEY}`],
    ["that is a value", { message: `${MAIL} ${KEY}`, headers: { key: KEY } }],
    ["that is no error at all", { headers: { key: KEY, mail: MAIL } }],
    ["whose message was changed", renamed],
  ])("%s show no secret", (_case, cause) => {
    const error = new StoreError("away", { cause });
    expect(error.cause).toBe(cause);
    const text = printed(error);
    for (const secret of [KEY, MAIL, "opaque.token", "hunter2"]) expect(text).not.toContain(secret);
    expect(text).toContain("[cause]: ");
  });

  it.each([
    ["undefined", undefined, "[cause]: undefined"],
    ["null", null, "[cause]: null"],
    ["a number", 7, "[cause]: 7"],
    ["a text", "too late", '[cause]: "too late"'],
    ["a symbol", Symbol("why"), "[cause]: Symbol(why)"],
    ["an object", { a: 1 }, "[cause]: [object]"],
    ["an object without a prototype", Object.create(null), "[cause]: [object]"],
    [
      "an object that throws",
      Object.defineProperty({}, "message", {
        get() {
          throw new Error("gotcha");
        },
      }),
      "[cause]: [unreadable]",
    ],
    ["an error without a stack", { message: "plain", stack: 5 }, "[cause]: Error: plain"],
  ])("may be %s", (_case, cause, expected) => {
    expect(inspect(new StoreError("away", { cause }))).toContain(expected);
  });

  it("may have any length", () => {
    const cause = new Error(`${"long ".repeat(300_000)}`);
    cause.stack = `Error: ${cause.message}\n${"    at x\n".repeat(300_000)}`;
    const startedAt = performance.now();
    expect(inspect(new StoreError("away", { cause })).length).toBeLessThan(5_000);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

it("redacts what was added to a message later, and keeps the JSON form redacted too", () => {
  const error = new StoreError("away");
  error.message = `${MAIL}: ${error.message}`;
  for (const text of [inspect(error), JSON.stringify(error)]) {
    expect(text).toContain("<e-mail>: away");
    expect(text).not.toContain(MAIL);
  }
});
