import { BookingRescheduledError, SlotTakenError } from "../booking-errors.ts";
import {
  type ApiErrorDetails,
  CalcomApiError,
  type CalcomError,
  RateLimitError,
} from "../errors.ts";
import { redact } from "../redact.ts";
import type { AnswerBody } from "./answer-body.ts";
import { withoutEchoes } from "./echoes.ts";
import { type Refusal, readRefusal } from "./refusal-body.ts";
import { retryAfterMs } from "./retry-after.ts";
import { isTaken, type Refused } from "./taken.ts";

/** An HTTP answer of Cal.com, its body read once. */
export interface HttpAnswer extends AnswerBody {
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | undefined;
}

/** The request that was refused. */
export interface RefusedRequest extends Refused {
  /** Epoch milliseconds. */
  readonly now: number;
  /** What was sent, as values of JSON: the error does not repeat it. */
  readonly sent?: readonly unknown[];
}

/** What to do about a server that does not know an API version. */
export const VERSION_HINT = "Set `deployment`, or `apiVersions` to what this server knows.";

const LONGEST_REASON = 600;

/** The error for an answer of 300 and above, whatever its body. */
export function refusalOf(answer: HttpAnswer, request: RefusedRequest): CalcomError {
  const { status, requestId } = answer;
  const { method, path } = request;
  const refusal = readRefusal(answer.body);
  const { code, text = "" } = refusal;
  const details: ApiErrorDetails = { method, path, status, requestId, apiCode: code };
  if (status < 400) {
    return new CalcomApiError(
      `${method} ${path} was redirected (${status}). Set \`baseUrl\` to where it leads.`,
      details,
    );
  }
  const summary = summaryOf(answer, request, refusal);
  if (status === 429) {
    const waitMs = retryAfterMs(answer.headers, request.now);
    return new RateLimitError(summary, { ...details, retryAfterMs: waitMs });
  }
  if (status < 500) {
    if (isTaken(text, request)) return new SlotTakenError(summary, details);
    const rescheduledToUid = successorIn(text);
    if (rescheduledToUid !== undefined) {
      return new BookingRescheduledError(summary, { ...details, rescheduledToUid });
    }
  }
  // Booking limits come as 401, which they are not (recording 0338 in FACTS).
  if (text === "booking_limit_reached" || text === "duration_limit_reached") {
    return new CalcomApiError(summary, details, "booking_limit_reached");
  }
  if (/^Attendee with this email can't book because the maximum number of active/.test(text)) {
    return new CalcomApiError(summary, details, "attendee_limit_reached");
  }
  // Nest's own 404 for a route that this API version does not have (recordings 0057-0059).
  if (status === 404 && text.startsWith(`Cannot ${method} /`)) {
    const summaryOfRoute = `Cal.com has no ${method} ${path} in the API version sent.`;
    return new CalcomApiError(`${summaryOfRoute} ${VERSION_HINT}`, details, "api_version");
  }
  return new CalcomApiError(summary, details);
}

function summaryOf(answer: HttpAnswer, request: RefusedRequest, refusal: Refusal): string {
  const { method, path, sent = [] } = request;
  if (answer.instead === "html") {
    return `${method} ${path} was answered with an HTML page (${answer.status}), by a proxy and not by Cal.com's API. If that lasts, check \`baseUrl\`.`;
  }
  const unsaid = answer.instead === "other" ? "its answer is not JSON" : "no reason given";
  const reason =
    refusal.text === undefined
      ? unsaid
      : withoutEchoes(refusal.text, [...sent, refusal.echoed]).replace(/\p{Cc}+/gu, " ");
  return `Cal.com refused ${method} ${path} (${answer.status}): ${redact(reason, LONGEST_REASON)}`;
}

// From the beginning of the text, which somebody's input could otherwise imitate (recording 0115).
const SUCCESSOR =
  /^Can't reschedule booking with uid=\S{1,200} because it has been cancelled and rescheduled already to booking with uid=([\w-]{1,100})\. /;

/** The uid goes into a path later. Where Cal.com finds none, it writes "undefined". */
function successorIn(text: string): string | undefined {
  const uid = SUCCESSOR.exec(text)?.[1];
  return uid === "undefined" || uid === "null" ? undefined : uid;
}
