import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  BookingRescheduledError,
  CalcomApiError,
  CalcomError,
  ConfigurationError,
  NetworkError,
  RateLimitError,
  SchemaError,
  SlotTakenError,
  StoreError,
  TimeoutError,
  UnknownOutcomeError,
  WebhookBodyError,
  WebhookSignatureError,
} from "../../src/index.ts";

const ADDRESS = "ann@example.test";
const cause = new Error("the reason");
const details = { status: 400, requestId: "r-1", cause };
const api = { ...details, method: "POST", path: "/bookings", apiCode: "BadRequestException" };

const ERRORS = {
  CalcomError: new CalcomError("network", `about ${ADDRESS}`, details),
  CalcomApiError: new CalcomApiError(`about ${ADDRESS}`, api),
  SlotTakenError: new SlotTakenError(`about ${ADDRESS}`, api),
  BookingRescheduledError: new BookingRescheduledError(`about ${ADDRESS}`, {
    ...api,
    rescheduledToUid: "uid-2",
  }),
  RateLimitError: new RateLimitError(`about ${ADDRESS}`, { ...api, retryAfterMs: 5 }),
  UnknownOutcomeError: new UnknownOutcomeError(`about ${ADDRESS}`, details),
  NetworkError: new NetworkError(`about ${ADDRESS}`, { ...details, mayHaveArrived: true }),
  SchemaError: new SchemaError("invalid_input", `about ${ADDRESS}`, { ...details, path: "data.x" }),
  StoreError: new StoreError(`about ${ADDRESS}`, details),
  ConfigurationError: new ConfigurationError(`about ${ADDRESS}`, details),
} as const;
const OTHERS = {
  TimeoutError: new TimeoutError(`GET /x for ${ADDRESS}`, 50),
  WebhookBodyError: new WebhookBodyError("webhook_too_large", `about ${ADDRESS}`),
  WebhookSignatureError: new WebhookSignatureError(`about ${ADDRESS}`),
} as const;
const ALL = { ...ERRORS, ...OTHERS };

describe("every error", () => {
  for (const [name, error] of Object.entries(ALL)) {
    it(`${name} is a CalcomError with its name, a code and a stack`, () => {
      expect(error).toBeInstanceOf(Error);
      expect(error).toBeInstanceOf(CalcomError);
      expect(error.name).toBe(name);
      expect(error.code).toMatch(/^[a-z_]+$/);
      expect(error.stack).toContain("errors.test.ts");
      expect(String(error)).toMatch(new RegExp(`^${name}: `));
    });

    it(`${name} has a JSON form without its cause, and prints no address`, () => {
      const json = JSON.parse(JSON.stringify(error));
      expect(json).toMatchObject({ name, code: error.code, message: error.message });
      expect(json).not.toHaveProperty("cause");
      expect(json).not.toHaveProperty("stack");
      for (const text of [error.message, JSON.stringify(error), String(error), inspect(error)]) {
        expect(text).not.toContain(ADDRESS);
      }
    });
  }

  for (const [name, error] of Object.entries(ERRORS)) {
    it(`${name} keeps its cause, status and request id`, () => {
      expect(error.cause).toBe(cause);
      expect(error).toMatchObject({ status: 400, requestId: "r-1" });
      expect(JSON.parse(JSON.stringify(error))).toMatchObject({ status: 400, requestId: "r-1" });
    });
  }

  it("has no cause of its own where none is given", () => {
    expect("cause" in new CalcomError("network", "x")).toBe(false);
    expect("cause" in new TimeoutError("x", 1)).toBe(false);
  });

  it("keeps a cause that is not there to be seen", () => {
    expect("cause" in new CalcomError("network", "x", { cause: undefined })).toBe(true);
  });

  it("says in its JSON form whether an invalidation has landed", () => {
    const error = new SlotTakenError("gone", api);
    expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty("coherence");
    error.coherence = "deferred";
    expect(JSON.parse(JSON.stringify(error))).toHaveProperty("coherence", "deferred");
  });
});

describe("codes", () => {
  const codes: readonly (readonly [CalcomError, string])[] = [
    [ALL.CalcomApiError, "api_error"],
    [ALL.SlotTakenError, "slot_taken"],
    [ALL.BookingRescheduledError, "booking_rescheduled"],
    [ALL.RateLimitError, "rate_limited"],
    [ALL.UnknownOutcomeError, "unknown_outcome"],
    [ALL.NetworkError, "network"],
    [ALL.TimeoutError, "timeout"],
    [ALL.SchemaError, "invalid_input"],
    [ALL.StoreError, "store_unavailable"],
    [ALL.WebhookBodyError, "webhook_too_large"],
    [ALL.WebhookSignatureError, "webhook_signature"],
    [ALL.ConfigurationError, "configuration"],
  ];

  it("are fixed", () => {
    for (const [error, code] of codes) expect(error.code).toBe(code);
  });

  it("belong to one class each", () => {
    expect(new Set(codes.map(([, code]) => code)).size).toBe(codes.length);
    expect(new Set(codes.map(([error]) => error.constructor)).size).toBe(codes.length);
  });

  it.each(["circular_layer", "webhook_payload", "write_inside_load"] as const)(
    "%s is a misuse with a name of its own",
    (code) => {
      expect(new ConfigurationError("x", { code }).code).toBe(code);
    },
  );

  it("tell an answer from input of the wrong shape", () => {
    expect(new SchemaError("invalid_response", "x", { path: "data" }).code).toBe(
      "invalid_response",
    );
  });
});

describe("the tree", () => {
  it("has what Cal.com refused below CalcomApiError", () => {
    expect(ALL.SlotTakenError).toBeInstanceOf(CalcomApiError);
    expect(ALL.BookingRescheduledError).toBeInstanceOf(CalcomApiError);
    expect(ALL.RateLimitError).toBeInstanceOf(CalcomApiError);
  });

  it.each([
    "UnknownOutcomeError",
    "NetworkError",
    "TimeoutError",
    "SchemaError",
    "StoreError",
    "ConfigurationError",
    "WebhookBodyError",
    "WebhookSignatureError",
  ] as const)("has %s beside it", (name) => {
    expect(ALL[name]).not.toBeInstanceOf(CalcomApiError);
  });
});

describe("what an error says about the request", () => {
  it("is method, path and Cal.com's own code", () => {
    expect(JSON.parse(JSON.stringify(ALL.CalcomApiError))).toMatchObject({
      method: "POST",
      path: "/bookings",
      apiCode: "BadRequestException",
    });
  });

  it("is how long to wait", () => {
    expect(ALL.RateLimitError.retryAfterMs).toBe(5);
    expect(ALL.TimeoutError).toMatchObject({
      timeoutMs: 50,
      message: "GET /x for <e-mail> took longer than 50 ms.",
    });
  });

  it("is where the shape is wrong", () => {
    expect(JSON.parse(JSON.stringify(ALL.SchemaError))).toHaveProperty("path", "data.x");
  });

  it("is how certain it is that a time is taken", () => {
    expect(ALL.SlotTakenError.certainty).toBe("certain");
    const maybe = new SlotTakenError("x", { ...api, certainty: "maybe" });
    expect(JSON.parse(JSON.stringify(maybe))).toHaveProperty("certainty", "maybe");
  });

  it("is which booking has taken its place", () => {
    expect(JSON.parse(JSON.stringify(ALL.BookingRescheduledError))).toHaveProperty(
      "rescheduledToUid",
      "uid-2",
    );
  });

  it("never holds an address, wherever it came from", () => {
    const path = `/x/${encodeURIComponent(ADDRESS)}`;
    const telling = { ...api, path, apiCode: ADDRESS, requestId: ADDRESS };
    const error = new CalcomApiError("no", telling);
    expect(error).toMatchObject({ apiCode: "<e-mail>", requestId: "<e-mail>" });
    expect(error.path).not.toContain("example.test");
    expect(new SchemaError("invalid_input", "no", { path: `guests.${ADDRESS}` }).path).toBe(
      "<e-mail>",
    );
  });
});
