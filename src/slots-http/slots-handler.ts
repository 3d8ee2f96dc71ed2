import type { SlotsAnswer } from "../api/slots.ts";
import type { ReadOptions } from "../cache/layer.ts";
import { type Clock, systemClock } from "../clock.ts";
import type { SlotsQuery } from "../schemas/slots.ts";
import { Bodies, type Manner } from "./bodies.ts";
import { cacheStatusOf } from "./cache-status.ts";
import { cdnHeadersOf } from "./cdn.ts";
import { isNamed } from "./if-none-match.ts";
import { BadQuestion, isOfVisitor, problem } from "./problems.ts";
import { Questions } from "./questions.ts";
import { checkSlotsOptions, type SlotsHandlerOptions } from "./slots-options.ts";

/** What is needed of a client. */
export interface SlotsSource {
  readonly slots: { list(query: SlotsQuery, options?: ReadOptions): Promise<SlotsAnswer> };
  /** @default the platform's clock, and nobody to warn */
  readonly webhookTools?: {
    readonly clock: Clock;
    readonly warn: (message: string, details?: unknown) => void;
  };
}

/** Answers a request; never rejects. */
export type AnswerHttp = (request: Request) => Promise<Response>;

interface Asked extends Manner {
  readonly query: SlotsQuery;
}

/** A visitor who has gone reads nothing; nginx logs this number for them. */
const CLIENT_CLOSED_REQUEST = 499;
const MAX_DAYS = 62;
const MAX_DAYS_AHEAD = 366;

/**
 * Makes a handler, in the form of `fetch`, that serves free times to the pages of a host: `GET` or
 * `HEAD ?eventTypeId=1&start=2026-12-07&end=2026-12-13&timeZone=Europe/Berlin[&duration=30]`, where
 * dates are days of the zone asked for (`UTC` without one) and `end` is the last of them.
 *
 * Answers `{ "slots": { "2026-12-07": [{ "start", "end" }, ...] } }` with a strong `ETag`, which is
 * another one whenever the answer is; 304; or problem details (RFC 9457) with a stable `code`: 400,
 * 404, 405, 503 (Cal.com's rate budget is used up: `Retry-After`), 504, 502 (Cal.com cannot be read),
 * and 500. Nobody gives an answer again without asking, unless there is a `cdn`. `Cache-Status` tells
 * how it came about. It never rejects.
 *
 * @throws ConfigurationError for an option that cannot work
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createSlotsHandler } from "calcom-coherent/slots";
 *
 * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
 *
 * export const GET = createSlotsHandler(calcom, { eventTypeIds: [123] });
 * ```
 */
export function createSlotsHandler(calcom: SlotsSource, options: SlotsHandlerOptions): AnswerHttp {
  checkSlotsOptions(options);
  const { cdn, onError } = options;
  const cacheControl = options.questionOf && cdn === undefined ? "private, no-cache" : "no-cache";
  const askedOf = askedBy(options, calcom.webhookTools?.clock ?? systemClock);
  const bodies = new Bodies();

  return async (request) => {
    try {
      return await serve(request);
    } catch (error) {
      return refuse(error, request);
    }
  };

  async function serve(request: Request): Promise<Response> {
    const { method, signal } = request;
    if (method !== "GET" && method !== "HEAD") throw new BadQuestion(405, "Ask with GET.");
    const reading = askedOf(request);
    const asked = reading instanceof Promise ? await reading : reading;
    if (asked instanceof Response) return asked;
    const { slots, provenance } = await calcom.slots.list(asked.query, { signal });
    const forCdn = cdn && (await cdnHeadersOf(cdn, provenance));
    const { first, last } = asked;
    // A CDN that is told 304 keeps the tags it has been given, so they are part of what is the same.
    const { text, etag } = await bodies.of(slots, { first, last, beside: forCdn?.["cache-tag"] });
    const headers = {
      etag,
      "cache-control": cacheControl,
      "cache-status": cacheStatusOf(provenance),
      // By the clock that slots start by: pages drop those that have started.
      date: new Date(provenance.loadBeganAt + provenance.ageMs).toUTCString(),
      ...forCdn,
    };
    if (isNamed(request.headers.get("if-none-match"), etag)) {
      return new Response(null, { status: 304, headers });
    }
    const body = method === "HEAD" ? null : text;
    return new Response(body, { headers: { ...headers, "content-type": "application/json" } });
  }

  function refuse(error: unknown, request: Request): Response {
    if (error instanceof Response) return error;
    if (request.signal.aborted) return new Response(null, { status: CLIENT_CLOSED_REQUEST });
    // Visitors do not wait for whoever listens.
    if (!isOfVisitor(error)) void tell(error, request);
    const answer = problem(error);
    return request.method === "HEAD" ? new Response(null, answer) : answer;
  }

  async function tell(error: unknown, request: Request): Promise<void> {
    const warn = (message: string, details: unknown) => calcom.webhookTools?.warn(message, details);
    try {
      if (onError === undefined) warn("Free times were not served.", error);
      else await onError(error, request);
    } catch (fault) {
      warn("`onError` threw.", fault);
    }
  }
}

function askedBy(
  options: SlotsHandlerOptions,
  clock: Clock,
): (request: Request) => Asked | Promise<Asked | Response> {
  const { questionOf } = options;
  if (questionOf !== undefined) {
    return async (request) => {
      const given = await questionOf(request);
      return given instanceof Response ? given : { query: given };
    };
  }
  const { eventTypeIds, maxDays = MAX_DAYS, maxDaysAhead = MAX_DAYS_AHEAD } = options;
  const questions = new Questions({ eventTypeIds, maxDays, maxDaysAhead, clock });
  return ({ url }) => questions.of(url);
}
