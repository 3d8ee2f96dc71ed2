import { describe, expectTypeOf, it } from "vitest";
import type * as exported from "../../src/index.ts";
import type {
  BookingReplayedError,
  BookingRescheduledError,
  CalcomApiError,
  CalcomError,
  CalcomErrorCode,
  Coherence,
  ConfigurationError,
  NetworkError,
  RateLimitError,
  SchemaError,
  SlotTakenError,
  StoreError,
  TimeoutError,
  UnknownOutcomeError,
  WebhookSignatureError,
} from "../../src/index.ts";

type Exported = typeof exported;
type ErrorClasses = {
  [Name in keyof Exported as Exported[Name] extends abstract new (
    ...args: never[]
  ) => CalcomError
    ? Name
    : never]: Exported[Name] extends abstract new (...args: never[]) => infer Made ? Made : never;
};

describe("errors", () => {
  it("are all exported, and no more than these", () => {
    expectTypeOf<keyof ErrorClasses>().toEqualTypeOf<
      | "BookingReplayedError"
      | "BookingRescheduledError"
      | "CalcomApiError"
      | "CalcomError"
      | "ConfigurationError"
      | "NetworkError"
      | "RateLimitError"
      | "SchemaError"
      | "SlotTakenError"
      | "StoreError"
      | "TimeoutError"
      | "UnknownOutcomeError"
      | "WebhookBodyError"
      | "WebhookSignatureError"
    >();
  });

  it("all extend Error and CalcomError", () => {
    expectTypeOf<ErrorClasses[keyof ErrorClasses]>().toExtend<Error & CalcomError>();
  });

  it("are named after their classes", () => {
    expectTypeOf<SlotTakenError["name"]>().toEqualTypeOf<"SlotTakenError">();
    expectTypeOf<BookingRescheduledError["name"]>().toEqualTypeOf<"BookingRescheduledError">();
    expectTypeOf<BookingReplayedError["name"]>().toEqualTypeOf<"BookingReplayedError">();
    expectTypeOf<RateLimitError["name"]>().toEqualTypeOf<"RateLimitError">();
    expectTypeOf<UnknownOutcomeError["name"]>().toEqualTypeOf<"UnknownOutcomeError">();
    expectTypeOf<NetworkError["name"]>().toEqualTypeOf<"NetworkError">();
    expectTypeOf<TimeoutError["name"]>().toEqualTypeOf<"TimeoutError">();
    expectTypeOf<SchemaError["name"]>().toEqualTypeOf<"SchemaError">();
    expectTypeOf<StoreError["name"]>().toEqualTypeOf<"StoreError">();
    expectTypeOf<ConfigurationError["name"]>().toEqualTypeOf<"ConfigurationError">();
    expectTypeOf<WebhookSignatureError["name"]>().toEqualTypeOf<"WebhookSignatureError">();
  });

  it("carry what helps to act on them", () => {
    expectTypeOf<CalcomError["code"]>().toEqualTypeOf<CalcomErrorCode>();
    expectTypeOf<CalcomError["status"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<CalcomError["requestId"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<CalcomError["coherence"]>().toEqualTypeOf<Coherence | undefined>();
    expectTypeOf<CalcomApiError["method"]>().toEqualTypeOf<string>();
    expectTypeOf<SlotTakenError["certainty"]>().toEqualTypeOf<"certain" | "maybe">();
    expectTypeOf<BookingRescheduledError["rescheduledToUid"]>().toEqualTypeOf<string>();
    expectTypeOf<RateLimitError["retryAfterMs"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<NetworkError["mayHaveArrived"]>().toEqualTypeOf<boolean>();
    expectTypeOf<SchemaError["path"]>().toEqualTypeOf<string>();
    expectTypeOf<TimeoutError["timeoutMs"]>().toEqualTypeOf<number>();
  });

  it("narrow by class", () => {
    const error = {} as unknown as SlotTakenError | RateLimitError | StoreError;
    if (error.name === "RateLimitError") expectTypeOf(error).toEqualTypeOf<RateLimitError>();
    // @ts-expect-error: a store has no retry time
    if (error.name === "StoreError") error.retryAfterMs;
  });
});

describe("codes", () => {
  it("stay, so that what switches over them goes on working", () => {
    expectTypeOf<
      | "api_error"
      | "api_version"
      | "attendee_limit_reached"
      | "booking_limit_reached"
      | "booking_rescheduled"
      | "circular_layer"
      | "configuration"
      | "invalid_input"
      | "invalid_response"
      | "network"
      | "rate_limited"
      | "slot_taken"
      | "store_unavailable"
      | "timeout"
      | "unknown_outcome"
      | "webhook_payload"
      | "webhook_signature"
      | "write_inside_load"
    >().toExtend<CalcomErrorCode>();
    expectTypeOf<string>().not.toExtend<CalcomErrorCode>();
  });
});
