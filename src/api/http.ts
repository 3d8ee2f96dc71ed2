import ky, { type KyInstance } from "ky";
import type { Priority } from "../cache/question.ts";
import { sleep } from "../cache/waiting.ts";
import { type Clock, cancelTimer } from "../clock.ts";
import { NetworkError, TimeoutError } from "../errors.ts";
import { answerBody } from "./answer-body.ts";
import { type Credentials, credentialHeaders } from "./credentials.ts";
import { networkError } from "./network-error.ts";
import { NO_GOVERNOR, type Permit, type RateGovernor } from "./rate-budget/permits.ts";
import { type HttpAnswer, refusalOf } from "./refusals.ts";
import { mayHaveArrived, retryDelayMs } from "./retry.ts";

/** One request to Cal.com. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base URL, without a leading slash. */
  readonly path: string;
  readonly version?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** A JSON text. */
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for everything, body included; absent where the caller keeps the time. */
  readonly timeoutMs?: number | undefined;
  /** Where the caller keeps the time: until when, by the monotonic clock, an answer is of use. */
  readonly until?: number | undefined;
  /** @default "offer" for a GET, else "booking" */
  readonly priority?: Priority | undefined;
  /** Obtained before, for the first time it is sent. */
  readonly permit?: Permit | undefined;
}

/** What may be sent twice: it only reads, or leaves the same behind. */
const REPEATABLE = new Set(["GET", "DELETE"]);

/**
 * Sends requests to Cal.com, never from an HTTP cache, within a deadline. Reads and
 * deletions are sent again after a transient failure; other writes are sent once.
 */
export class Http {
  readonly #ky: KyInstance;
  readonly #clock: Clock;
  readonly #retries: number;
  readonly #governor: RateGovernor;

  constructor(
    options: Credentials & {
      baseUrl: string;
      fetch: typeof globalThis.fetch | undefined;
      clock: Clock;
      /** @default none */
      governor?: RateGovernor;
      /** How often a read is sent again at most. @default 0 */
      retries?: number;
    },
  ) {
    this.#clock = options.clock;
    this.#retries = options.retries ?? 0;
    this.#governor = options.governor ?? NO_GOVERNOR;
    this.#ky = ky.create({
      prefixUrl: options.baseUrl,
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      // Next and proxies must not answer from before the load began.
      cache: "no-store",
      headers: credentialHeaders(options),
      // Looked up per request, so that a mock installed later is seen.
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    });
  }

  /**
   * @throws NetworkError, TimeoutError, RateLimitError before anything is sent, a CalcomApiError for
   * 300 and above, or the signal's reason
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { timeoutMs, signal } = request;
    const startedAt = this.#clock.monotonic();
    const until = timeoutMs === undefined ? request.until : startedAt + timeoutMs;
    const retries = REPEATABLE.has(request.method) ? this.#retries : 0;
    // A deletion that may have happened is answered "not found" when it is repeated: its first
    // failure says what is known, the refusal does not.
    let doubt: unknown;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#sendOnce(request, until, attempt === 1 ? request.permit : undefined);
      } catch (error) {
        if (request.method !== "GET" && mayHaveArrived(error)) doubt ??= error;
        const delayMs = attempt > retries ? undefined : retryDelayMs(error, attempt, Math.random());
        if (delayMs === undefined || signal?.aborted) throw doubt ?? error;
        // An answer that comes too late helps nobody; this error says more than a timeout would.
        if (until !== undefined && this.#clock.monotonic() + delayMs >= until) throw doubt ?? error;
        await sleep(delayMs, this.#clock, signal).catch((reason: unknown) => {
          throw doubt ?? reason;
        });
      }
    }
  }

  async #sendOnce(
    request: HttpRequest,
    until: number | undefined,
    given: Permit | undefined,
  ): Promise<HttpAnswer> {
    const permit = given ?? (await this.#pass(request, until));
    let answer: HttpAnswer;
    if (request.signal?.aborted) {
      permit.cancel();
      throw request.signal.reason;
    }
    try {
      answer = await this.#withDeadline(request, until, (signal) =>
        this.#exchange(request, permit, signal),
      );
    } catch (error) {
      if (neverLeft(error)) permit.cancel();
      else permit.ended();
      throw error;
    }
    if (answer.status >= 200 && answer.status < 300) return answer;
    const { method, path } = request;
    const about = { method, path: `/${path}`, now: this.#clock.now(), sent: sentIn(request) };
    throw refusalOf(answer, about);
  }

  #pass(request: HttpRequest, until: number | undefined): Promise<Permit> {
    const { method, path, signal } = request;
    const priority = request.priority ?? (method === "GET" ? "offer" : "booking");
    const latest = until ?? Number.POSITIVE_INFINITY;
    return this.#governor.pass({ method, path, priority, signal, until: latest });
  }

  async #exchange(request: HttpRequest, permit: Permit, signal: AbortSignal): Promise<HttpAnswer> {
    const { method, path, version, query, body } = request;
    const response = await this.#ky(path, {
      method,
      signal,
      ...(query === undefined ? {} : { searchParams: queryText(query) }),
      ...(body === undefined ? {} : { body }),
      // A redirect would carry a booking and its credential to somewhere else.
      ...(method === "GET" ? {} : { redirect: "manual" as const }),
      headers: {
        ...(version === undefined ? {} : { "cal-api-version": version }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
    });
    const { status, headers } = response;
    // A body may take its time, or break off; that Cal.com refuses, and until when, is known before.
    permit.ended({ status, headers });
    const requestId = headers.get("x-request-id") ?? undefined;
    const answered = answerBody(await response.text(), headers.get("content-type"));
    return { status, headers, requestId, ...answered };
  }

  // The race keeps the deadline even where a custom fetch does not heed its signal.
  async #withDeadline<T>(
    request: HttpRequest,
    until: number | undefined,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { method, path, timeoutMs, signal } = request;
    const leftMs = (until ?? Number.POSITIVE_INFINITY) - this.#clock.monotonic();
    const what = `${method} /${path}`;
    const controller = new AbortController();
    const calledOff = new Promise<never>((_resolve, reject) => {
      const refuse = () => reject(controller.signal.reason);
      controller.signal.addEventListener("abort", refuse, { once: true });
    });
    calledOff.catch(() => undefined);
    const callOff = (reason: unknown) => controller.abort(reason);
    const onAbort = () => callOff(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    const timer =
      timeoutMs === undefined
        ? undefined
        : this.#clock.setTimeout(() => callOff(new TimeoutError(what, timeoutMs)), leftMs);
    try {
      return await Promise.race([run(controller.signal), calledOff]);
    } catch (error) {
      if (controller.signal.aborted) throw controller.signal.reason;
      throw networkError(what, error, sentIn(request));
    } finally {
      signal?.removeEventListener("abort", onAbort);
      if (timer !== undefined) cancelTimer(timer);
    }
  }
}

/** Cal.com has not counted it. */
function neverLeft(error: unknown): boolean {
  return error instanceof NetworkError && !error.mayHaveArrived;
}

/** What was submitted, as values of JSON: no error repeats it. */
function sentIn({ body, query }: HttpRequest): readonly unknown[] {
  return [body === undefined ? undefined : JSON.parse(body), query];
}

// Names of calendars to load hold brackets, which Cal.com takes as they are (API.md 10).
function queryText(query: NonNullable<HttpRequest["query"]>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text.replaceAll(/(?<=^|&)[^=]+/g, (name) =>
    name.replaceAll("%5B", "[").replaceAll("%5D", "]"),
  );
}
