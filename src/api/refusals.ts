import {
  type ApiErrorDetails,
  CalcomApiError,
  type CalcomError,
  RateLimitError,
  SlotTakenError,
} from "../errors.ts";

/** An HTTP answer of Cal.com, its body read once. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | undefined;
  /** The parsed JSON, or `undefined` where the body is not JSON. */
  readonly body: unknown;
}

/** What to do about a server that does not know an API version. */
export const VERSION_HINT = "Set `deployment`, or `apiVersions` to what this server knows.";

interface Refusal {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

// Cal.com has no machine code for a time that is not free, so its texts are known here and nowhere
// else (recordings 0073-0076, 0147-0156, 0248, 0255; FACTS for the seats).
const TAKEN_TEXTS = [
  "booking_conflict_error",
  "User either already has booking at this time or is not available",
  "One of the hosts either already has booking at this time or is not available",
  "No more seats left at this seated booking.",
];

/** The error for an answer of 300 and above, from any of the four forms of body. */
export function refusalOf(
  answer: HttpAnswer,
  about: { readonly method: string; readonly path: string },
): CalcomError {
  const { status, requestId } = answer;
  const { code, message } = readRefusal(answer.body);
  const text = message ?? "no reason given";
  const details: ApiErrorDetails = { ...about, status, requestId, apiCode: code };
  if (status < 400) {
    return new CalcomApiError(
      `${about.method} ${about.path} was redirected (${status}). Set \`baseUrl\` to where it leads.`,
      details,
    );
  }
  const summary = `Cal.com refused ${about.method} ${about.path} (${status}): ${text}`;
  if (status === 429) {
    const retryAfterMs = resetMs(answer.headers);
    return new RateLimitError(summary, { ...details, retryAfterMs });
  }
  if (status < 500 && TAKEN_TEXTS.some((taken) => text.startsWith(taken))) {
    return new SlotTakenError(summary, details);
  }
  // Booking limits come as 401, which they are not (recording 0338 in FACTS).
  if (text === "booking_limit_reached") {
    return new CalcomApiError(summary, details, "booking_limit_reached");
  }
  // Nest's own 404 for a route that this API version does not have (recordings 0057-0059).
  if (status === 404 && text.startsWith(`Cannot ${about.method} /`)) {
    const summaryOfRoute = `Cal.com has no ${about.method} ${about.path} in the API version sent.`;
    return new CalcomApiError(`${summaryOfRoute} ${VERSION_HINT}`, details, "api_version");
  }
  return new CalcomApiError(summary, details);
}

function readRefusal(body: unknown): Refusal {
  const outer = fieldsOf(body);
  const error = fieldsOf(outer.error);
  const details = fieldsOf(error.details);
  const message = textOf(error.message) ?? textOf(outer.message);
  const complaints = constraintsOf(details.errors);
  return {
    code: textOf(error.code) ?? codeIn(message),
    message: complaints.length > 0 ? complaints.join("; ") : message,
  };
}

// The barest form gives its code as the message: `booking_conflict_error`.
function codeIn(message: string | undefined): string | undefined {
  return message !== undefined && /^[a-z]+(?:_[a-z]+)+$/.test(message) ? message : undefined;
}

// The validation form echoes what was submitted; only the constraints' own texts are taken.
function constraintsOf(errors: unknown, depth = 0): readonly string[] {
  if (!Array.isArray(errors) || depth > 5) return [];
  return errors.flatMap((error) => {
    const { constraints, children } = fieldsOf(error);
    const own = Object.values(fieldsOf(constraints)).map(String);
    return [...own, ...constraintsOf(children, depth + 1)];
  });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `x-ratelimit-reset-<name>` in seconds, whatever the limit is called; of several the longest. */
function resetMs(headers: Headers): number | undefined {
  let longest: number | undefined;
  headers.forEach((value, name) => {
    if (!name.startsWith("x-ratelimit-reset")) return;
    const seconds = Number.parseFloat(value);
    if (Number.isFinite(seconds)) longest = Math.max(longest ?? 0, seconds * 1_000);
  });
  return longest;
}
