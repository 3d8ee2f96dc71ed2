import { knownInEveryCopy } from "./error-kinds.ts";
import { errorText } from "./error-text.ts";
import { redact } from "./redact.ts";

/** Whether an invalidation has reached the store, or is kept and repeated until it does. */
export type Coherence = "confirmed" | "deferred";

/** Stable names of everything that can go wrong; safe to `switch` on. */
export type CalcomErrorCode =
  | "api_error"
  | "api_version"
  | "attendee_limit_reached"
  | "booking_limit_reached"
  | "booking_replayed"
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
  | "webhook_too_large"
  | "webhook_unreadable"
  | "write_inside_load";

/** What an error can carry beside its message. */
export interface CalcomErrorDetails {
  readonly cause?: unknown;
  /** HTTP status of Cal.com's answer. */
  readonly status?: number | undefined;
  /** `x-request-id` of Cal.com's answer. */
  readonly requestId?: string | undefined;
}

// Found by its name, so that browsers need no `node:util`.
const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/**
 * The root of every error this library throws on purpose. What it prints (its message, `toJSON` and,
 * with the whole chain of causes, `console.log`) never holds credentials, e-mail addresses or what
 * was submitted. `cause` itself stays as it came: whoever logs it by other means redacts it.
 *
 * @example
 * ```ts
 * import { CalcomError } from "calcom-coherent";
 *
 * export const isTaken = (error: unknown) =>
 *   error instanceof CalcomError && error.code === "slot_taken";
 * ```
 */
export class CalcomError extends Error {
  override readonly name: string = "CalcomError";
  readonly code: CalcomErrorCode;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** Set when a write failed: whether what it invalidated has reached the store. */
  coherence?: Coherence;

  constructor(code: CalcomErrorCode, message: string, details: CalcomErrorDetails = {}) {
    super(redact(message), "cause" in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.status = details.status;
    this.requestId = details.requestId && redact(details.requestId, 200);
  }

  toJSON(): Record<string, unknown> {
    const { name, code, status, requestId, coherence } = this;
    return { name, code, message: redact(this.message), status, requestId, coherence };
  }

  [INSPECT](depth?: number | null): string {
    return errorText(this, depth ?? Number.POSITIVE_INFINITY, (error) =>
      error instanceof CalcomError ? error.toJSON() : undefined,
    );
  }
}

/** Which request an error speaks of; the path holds no query. */
export interface ApiErrorDetails extends CalcomErrorDetails {
  readonly method: string;
  readonly path: string;
  /** Cal.com's own code, such as `NotFoundException` or `booking_conflict_error`. */
  readonly apiCode?: string | undefined;
}

/** Cal.com answered, and the answer is a refusal. */
export class CalcomApiError extends CalcomError {
  override readonly name: string = "CalcomApiError";
  readonly method: string;
  readonly path: string;
  readonly apiCode: string | undefined;

  constructor(message: string, details: ApiErrorDetails, code: CalcomErrorCode = "api_error") {
    super(code, message, details);
    this.method = details.method;
    this.path = redact(details.path);
    this.apiCode = details.apiCode && redact(details.apiCode, 200);
  }

  override toJSON(): Record<string, unknown> {
    const { method, path, apiCode } = this;
    return { ...super.toJSON(), method, path, apiCode };
  }
}

/** Who refused a request for want of budget, and for how long. */
export interface RateLimitDetails extends ApiErrorDetails {
  readonly retryAfterMs?: number | undefined;
  readonly refusedBy?: "calcom" | "governor";
}

/** Too many requests with this credential (or, without one, from this address). */
export class RateLimitError extends CalcomApiError {
  override readonly name = "RateLimitError";
  /** Milliseconds until there is budget again; `undefined` where nobody knows. */
  readonly retryAfterMs: number | undefined;
  /** `governor`: nothing was sent, because Cal.com would have refused it, or it would wait too long. */
  readonly refusedBy: "calcom" | "governor";

  constructor(message: string, details: RateLimitDetails) {
    super(message, details, "rate_limited");
    this.retryAfterMs = details.retryAfterMs;
    this.refusedBy = details.refusedBy ?? "calcom";
  }

  override toJSON(): Record<string, unknown> {
    const { retryAfterMs, refusedBy } = this;
    return { ...super.toJSON(), retryAfterMs, refusedBy };
  }
}

/** Cal.com could not be reached, or the connection broke. */
export class NetworkError extends CalcomError {
  override readonly name = "NetworkError";
  /** `false` when it is certain that the request never left. */
  readonly mayHaveArrived: boolean;

  constructor(message: string, details: CalcomErrorDetails & { mayHaveArrived: boolean }) {
    super("network", message, details);
    this.mayHaveArrived = details.mayHaveArrived;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), mayHaveArrived: this.mayHaveArrived };
  }
}

/** The deadline of a call has passed; it covers the body as well. */
export class TimeoutError extends CalcomError {
  override readonly name = "TimeoutError";
  readonly timeoutMs: number;

  constructor(what: string, timeoutMs: number) {
    super("timeout", `${what} took longer than ${Math.round(timeoutMs)} ms.`);
    this.timeoutMs = timeoutMs;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), timeoutMs: this.timeoutMs };
  }
}

/** Something has another shape than the contract says: Cal.com's answer, or the caller's input. */
export class SchemaError extends CalcomError {
  override readonly name = "SchemaError";
  /** Where, for example `data.start`; never the value itself. */
  readonly path: string;

  constructor(
    code: "invalid_input" | "invalid_response",
    message: string,
    details: CalcomErrorDetails & { path: string },
  ) {
    super(code, message, details);
    this.path = redact(details.path);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), path: this.path };
  }
}

/** A delivery is not signed with any of the secrets; it has changed nothing. */
export class WebhookSignatureError extends CalcomError {
  override readonly name = "WebhookSignatureError";

  constructor(message: string) {
    super("webhook_signature", message);
  }
}

/** The body of a delivery is larger than allowed, or broke off; it has changed nothing. */
export class WebhookBodyError extends CalcomError {
  override readonly name = "WebhookBodyError";

  constructor(
    code: "webhook_too_large" | "webhook_unreadable",
    message: string,
    details: CalcomErrorDetails = {},
  ) {
    super(code, message, details);
  }
}

/** The store did not confirm in time what it was told. */
export class StoreError extends CalcomError {
  override readonly name = "StoreError";

  constructor(message: string, details: CalcomErrorDetails = {}) {
    super("store_unavailable", message, details);
  }
}

type Misuse = "configuration" | "circular_layer" | "webhook_payload" | "write_inside_load";

/** The library is used in a way that cannot work; the message says what to change. */
export class ConfigurationError extends CalcomError {
  override readonly name = "ConfigurationError";

  constructor(message: string, details: CalcomErrorDetails & { code?: Misuse } = {}) {
    super(details.code ?? "configuration", message, details);
  }
}

knownInEveryCopy({
  CalcomError,
  CalcomApiError,
  RateLimitError,
  NetworkError,
  TimeoutError,
  SchemaError,
  WebhookSignatureError,
  WebhookBodyError,
  StoreError,
  ConfigurationError,
});
