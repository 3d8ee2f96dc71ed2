import { CalcomApiError, CalcomError, type CalcomErrorCode, RateLimitError } from "../errors.ts";

/** What a problem is called in `code`; safe to `switch` on. */
export type ProblemCode =
  | "bad_question"
  | "not_found"
  | "method_not_allowed"
  | "internal"
  | "unavailable"
  | "rate_limited"
  | "timeout";

/** A question that cannot be answered as it was put. */
export class BadQuestion extends Error {
  override readonly name = "BadQuestion";
  readonly status: number;

  constructor(status: 400 | 404 | 405, message: string) {
    super(message);
    this.status = status;
  }
}

const KINDS: Readonly<Record<number, { readonly code: ProblemCode; readonly title: string }>> = {
  400: { code: "bad_question", title: "Bad Request" },
  404: { code: "not_found", title: "Not Found" },
  405: { code: "method_not_allowed", title: "Method Not Allowed" },
  500: { code: "internal", title: "Internal Server Error" },
  502: { code: "unavailable", title: "Bad Gateway" },
  503: { code: "rate_limited", title: "Service Unavailable" },
  504: { code: "timeout", title: "Gateway Timeout" },
};

/** What is the host's own to mend, and no matter of Cal.com's. */
const OF_HOST: ReadonlySet<CalcomErrorCode> = new Set(["configuration", "circular_layer"]);

/** Cal.com counts by the minute. */
const USUAL_WAIT_MS = 60_000;

interface Told {
  readonly status: number;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether visitors alone can mend it. */
export function isOfVisitor(error: unknown): boolean {
  if (error instanceof CalcomError) return error.code === "invalid_input";
  return error instanceof BadQuestion;
}

/** What a visitor is told of an error (RFC 9457): what to do, and nothing about the server. */
export function problem(error: unknown): Response {
  const { status, detail, headers } = told(error);
  const kind = KINDS[status];
  const body = JSON.stringify({ type: "about:blank", ...kind, status, detail });
  return new Response(body, {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

function told(error: unknown): Told {
  if (error instanceof BadQuestion) {
    const { status, message } = error;
    return { status, detail: message, ...(status === 405 && { headers: { allow: "GET, HEAD" } }) };
  }
  if (!(error instanceof CalcomError) || OF_HOST.has(error.code)) {
    return { status: 500, detail: "Something went wrong here. Ask again later." };
  }
  if (error instanceof RateLimitError) return toldToWait(error.retryAfterMs ?? USUAL_WAIT_MS);
  if (error.code === "invalid_input") return { status: 400, detail: error.message };
  if (error.code === "timeout") {
    return { status: 504, detail: "Reading the free times took too long. Ask again." };
  }
  if (error instanceof CalcomApiError && error.status === 404) {
    return { status: 404, detail: "There is no such event type." };
  }
  // What is left for Cal.com to refuse of a question that was found well formed here.
  if (error instanceof CalcomApiError && error.status === 400) {
    return { status: 400, detail: "Ask without `duration`, or for one that the event type has." };
  }
  return { status: 502, detail: "The free times cannot be read at the moment. Ask again later." };
}

function toldToWait(retryAfterMs: number): Told {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  const detail = `Too much is asked at the moment. Ask again in ${seconds} seconds.`;
  return { status: 503, detail, headers: { "retry-after": String(seconds) } };
}
