import type { VersionNews } from "../cache/version-watcher.ts";
import { checkedMs } from "../checks.ts";
import { type Clock, systemClock } from "../clock.ts";
import { ConfigurationError } from "../errors.ts";
import type { InvalidationTarget } from "../invalidation/targets.ts";
import { ChangesStream } from "./changes-stream.ts";
import { BadQuestion, problem } from "./problems.ts";
import type { AnswerHttp } from "./slots-handler.ts";
import { checkEventTypeIds } from "./slots-options.ts";

/** One page shows no more event types than that. */
const MOST_WATCHED = 50;
const NUMBER = /^[1-9]\d{0,14}$/;
/** Pages come back after this where there are too many. */
const BUSY_SECONDS = 10;

/** What is needed of a client. */
export interface ChangesSource {
  watch(
    targets: readonly InvalidationTarget[],
    listener: (news: VersionNews) => void,
    options: {
      readonly known?: string;
      readonly onSame: () => void;
      readonly onClose: () => void;
    },
  ): () => void;
  /** @default the platform's clock */
  readonly webhookTools?: { readonly clock: Clock };
}

/** Whose changes are told, to how many, and how often that there are none. */
export interface ChangesHandlerOptions {
  /** The event types that anybody may ask about; others are not found. */
  readonly eventTypeIds: readonly number[];
  /**
   * Milliseconds between two signs of life, or up to two seconds more. Proxies cut connections
   * that are silent for longer than they like, mostly for a minute.
   * @default 10_000
   */
  readonly beatMs?: number;
  /** How many pages may listen at a time; further ones are sent away, and poll. @default 1_000 */
  readonly maxStreams?: number;
}

/**
 * Tells the pages of a host what changes, as server-sent events: `version` (fetch again), `beat`
 * (nothing has changed) and `unknown` (nobody knows at the moment: poll). A page that comes back is told
 * `beat` where it has missed nothing. The browser's side is `watchSlots` of `calcom-coherent/browser`.
 *
 * @returns a handler of `GET ?eventTypeId=1&eventTypeId=2` which never rejects. Its streams end when
 * the client is closed, the request is aborted, or nobody reads any more
 * @throws ConfigurationError for an option that cannot work
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createChangesHandler } from "calcom-coherent/slots";
 *
 * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
 *
 * export const GET = createChangesHandler(calcom, { eventTypeIds: [123] });
 * ```
 */
export function createChangesHandler(
  calcom: ChangesSource,
  { eventTypeIds, beatMs = 10_000, maxStreams = 1_000 }: ChangesHandlerOptions,
): AnswerHttp {
  checkEventTypeIds(eventTypeIds);
  checkedMs("beatMs", beatMs, 1);
  if (!(maxStreams >= 1)) throw new ConfigurationError("`maxStreams` must be a number from 1.");
  const clock = calcom.webhookTools?.clock ?? systemClock;
  const allowed = new Set(eventTypeIds);
  const streams = new Set<ChangesStream>();
  let isClosed = false;

  const open = (ids: readonly number[], { headers, signal }: Request): ChangesStream => {
    let stop = () => {};
    const known = headers.get("last-event-id") ?? undefined;
    const stream: ChangesStream = new ChangesStream({
      clock,
      beatMs,
      known,
      onEnd() {
        stop();
        streams.delete(stream);
        signal.removeEventListener("abort", onAbort);
      },
    });
    const onAbort = () => stream.close();
    streams.add(stream);
    signal.addEventListener("abort", onAbort);
    stop = calcom.watch(
      ids.map((eventTypeId) => ({ eventTypeId })),
      (news) => stream.hear(news),
      {
        ...(known !== undefined && { known }),
        onSame: () => stream.same(),
        onClose() {
          isClosed = true;
          stream.close();
        },
      },
    );
    if (signal.aborted || isClosed) stream.close();
    return stream;
  };

  return async (request) => {
    try {
      if (request.method !== "GET") return refused(new BadQuestion(405, "Ask with GET."));
      const ids = watchedIn(new URL(request.url), allowed);
      if (streams.size >= maxStreams)
        return unavailable("Too many pages listen here at the moment.");
      const { body } = open(ids, request);
      if (isClosed) return unavailable("This server is about to end.");
      return new Response(body, { headers: HEADERS });
    } catch (error) {
      return refused(error);
    }
  };
}

const HEADERS = {
  "content-type": "text/event-stream",
  // A proxy that compresses would gather events until there are enough of them.
  "cache-control": "no-store, no-transform",
  // nginx and those who took it over from there would do the same.
  "x-accel-buffering": "no",
};

/** @throws BadQuestion for an address that names no event type, or another one */
function watchedIn({ searchParams }: URL, allowed: ReadonlySet<number>): readonly number[] {
  const named = new Set(searchParams.getAll("eventTypeId"));
  if (named.size === 0) throw new BadQuestion(400, "Give `eventTypeId`, once or several times.");
  if (named.size > MOST_WATCHED) {
    throw new BadQuestion(400, `Ask about ${MOST_WATCHED} event types at most.`);
  }
  return Array.from(named, (text) => {
    const id = NUMBER.test(text) ? Number(text) : Number.NaN;
    if (!allowed.has(id)) throw new BadQuestion(404, "There is no such event type here.");
    return id;
  });
}

function refused(error: unknown): Response {
  const refusal = problem(error);
  if (refusal.status === 405) refusal.headers.set("allow", "GET");
  return refusal;
}

function unavailable(why: string): Response {
  const told = { type: "about:blank", title: "Service Unavailable", status: 503, code: "busy" };
  const detail = `${why} Ask again in ${BUSY_SECONDS} seconds.`;
  return new Response(JSON.stringify({ ...told, detail }), {
    status: 503,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "retry-after": String(BUSY_SECONDS),
    },
  });
}
