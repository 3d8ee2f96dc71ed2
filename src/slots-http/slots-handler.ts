import type { SlotsAnswer } from "../api/slots.ts";
import type { ReadOptions } from "../cache/layer.ts";
import { type Clock, systemClock } from "../clock.ts";
import type { SlotsQuery } from "../schemas/slots.ts";
import { Bodies } from "./bodies.ts";
import { cacheStatusOf } from "./cache-status.ts";
import { isNamed } from "./if-none-match.ts";
import { BadQuestion, problem } from "./problems.ts";
import { questionOf } from "./question.ts";

/** What is needed of a client. */
export interface SlotsSource {
  readonly slots: { list(query: SlotsQuery, options?: ReadOptions): Promise<SlotsAnswer> };
  /** @default the platform's clock, and nobody to warn */
  readonly webhookTools?: {
    readonly clock: Clock;
    readonly warn: (message: string, details?: unknown) => void;
  };
}

/** What may be asked for, and by whom it may be kept. */
export interface SlotsHandlerOptions {
  /** The event types that anybody may ask for; others are not found. */
  readonly eventTypeIds: readonly number[];
  /** How many days one answer may span, and how many days back it may begin. @default 62 */
  readonly maxDays?: number;
  /** How many days ahead one may ask. @default 366 */
  readonly maxDaysAhead?: number;
  /**
   * Is told what went wrong here or at Cal.com, and nothing of questions that visitors put wrongly.
   * @default the client's logger is told
   */
  readonly onError?: (error: unknown, request: Request) => void | Promise<void>;
}

/** Answers a request; never rejects. */
export type AnswerHttp = (request: Request) => Promise<Response>;

/** Serves free times to the pages of a host. */
export function createSlotsHandler(
  calcom: SlotsSource,
  { eventTypeIds, maxDays = 62, maxDaysAhead = 366, onError }: SlotsHandlerOptions,
): AnswerHttp {
  const clock = calcom.webhookTools?.clock ?? systemClock;
  const bounds = { eventTypeIds, maxDays, maxDaysAhead, clock };
  const bodies = new Bodies();
  const tell = async (error: unknown, request: Request) => {
    const warn = calcom.webhookTools?.warn;
    try {
      if (onError === undefined) warn?.("Free times were not served.", error);
      else await onError(error, request);
    } catch (fault) {
      warn?.("`onError` threw.", fault);
    }
  };
  return async (request) => {
    try {
      if (request.method !== "GET" && request.method !== "HEAD") {
        throw new BadQuestion(405, "Ask with GET.");
      }
      const { query, ...dates } = questionOf(new URL(request.url), bounds);
      const answer = await calcom.slots.list(query, { signal: request.signal });
      const { text, etag } = await bodies.of(answer.slots, dates);
      const headers = {
        etag,
        "cache-control": "no-cache",
        "cache-status": cacheStatusOf(answer.provenance),
        // By the clock that slots start by: pages drop those that have started.
        date: new Date(clock.now()).toUTCString(),
      };
      if (isNamed(request.headers.get("if-none-match"), etag)) {
        return new Response(null, { status: 304, headers });
      }
      return new Response(request.method === "HEAD" ? null : text, {
        headers: { ...headers, "content-type": "application/json" },
      });
    } catch (error) {
      if (request.signal.aborted) return new Response(null, { status: 499 });
      const refusal = problem(error);
      if (refusal.status >= 500) await tell(error, request);
      return refusal;
    }
  };
}
