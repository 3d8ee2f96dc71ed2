import { authorize, identify } from "./auth.ts";
import type { ActionTools } from "./booking-actions.ts";
import { weakEtag } from "./etag.ts";
import { answerFalsely } from "./false-answers.ts";
import type { FaultControl } from "./faults.ts";
import { type Gates, stepsOf } from "./gates.ts";
import type { JournalControl, Written } from "./journal.ts";
import type { RequestInfo } from "./matching.ts";
import type { ProfileName } from "./profile.ts";
import type { RateLimiter, RateVerdict } from "./rate-limit.ts";
import { internalError, noRoute, Refusal, type Reply, refuse, refuseThrottled } from "./replies.ts";
import { findRoute, type Route, type RouteContext } from "./routes.ts";
import { servedVersion } from "./served-version.ts";
import type { State } from "./state.ts";

/** A request the fake was asked, for a test to look at. */
export interface LoggedRequest extends RequestInfo {
  /** When it came in, in milliseconds since the epoch. */
  readonly at: number;
  /** The answer's status; `undefined` while there is none, 0 when the connection broke. */
  readonly status: number | undefined;
}

export interface HandlerParts {
  readonly profile: ProfileName;
  readonly tools: ActionTools;
  readonly gates: Gates;
  readonly faults: FaultControl;
  readonly limiter: RateLimiter;
  readonly journal: JournalControl;
}

/** A request that has come in. */
interface Arrival {
  readonly request: Request;
  readonly url: URL;
  readonly info: RequestInfo;
  /** What the rate limit said where it was counted before it is carried out. */
  readonly verdict?: RateVerdict | undefined;
}

export interface Handler {
  readonly requests: LoggedRequest[];
  handle(request: Request): Promise<Response>;
}

function toResponse(reply: Reply, headers: Record<string, string>, request: Request): Response {
  const text = JSON.stringify(reply.body);
  const etag = weakEtag(text);
  if (request.method === "GET" && request.headers.get("if-none-match") === etag) {
    return new Response(null, { status: 304, headers: { ...headers, etag } });
  }
  return new Response(text, {
    status: reply.status,
    headers: { ...headers, "content-type": "application/json; charset=utf-8", etag },
  });
}

function parseBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    throw refuse(400, error instanceof Error ? error.message : "Invalid JSON");
  }
}

/** After a reset whatever was under way may fail on what is gone, and nobody waits for it. */
function onlyIf(isForgotten: () => boolean) {
  return (error: unknown): undefined => {
    if (!isForgotten()) throw error;
  };
}

export function createHandler(parts: HandlerParts): Handler {
  const { profile, tools, gates, faults, limiter, journal } = parts;
  const requests: LoggedRequest[] = [];

  const routeOf = ({ request, info }: Arrival) => {
    const version = servedVersion(profile, info, request.headers.get("cal-api-version"));
    return findRoute(info.method, info.path, version, profile);
  };

  const count = ({ request, info }: Arrival, { ownLimit }: Route): RateVerdict => {
    const caller = identify(tools.state, request.headers.get("authorization"));
    const block = faults.takeBlock(info);
    if (block !== undefined) limiter.block(caller, ownLimit, block.ms);
    return limiter.hit(caller, ownLimit);
  };

  const process = async (
    arrival: Arrival,
    headers: Record<string, string>,
    readBack: State,
    { tools, step }: Written,
  ): Promise<Reply> => {
    const { request, url, info } = arrival;
    const text = await request.text();
    const found = routeOf(arrival);
    if (found === undefined) throw noRoute(info.method, url.pathname + url.search);
    const body = parseBody(text);
    const caller = identify(tools.state, request.headers.get("authorization"));
    const verdict = arrival.verdict ?? count(arrival, found.route);
    Object.assign(headers, verdict.headers);
    if (verdict.blocked) throw refuseThrottled();
    authorize(caller, found.route.access);
    const context: RouteContext = {
      tools: found.route.readsReplica ? { ...tools, state: tools.replica() } : tools,
      caller,
      query: info.query,
      body,
      id: found.ids[0] ?? "",
      ids: found.ids,
      step,
      readBack,
    };
    const falseAnswer = faults.takeFalseAnswer(info);
    return falseAnswer === undefined
      ? found.route.run(context)
      : answerFalsely(context, falseAnswer);
  };

  const refusalReply = (error: unknown, url: URL): Reply => {
    if (!(error instanceof Refusal)) throw error;
    const timestamp = new Date(tools.clock.now()).toISOString();
    return {
      status: error.status,
      body: error.body({ timestamp, path: url.pathname + url.search }),
    };
  };

  const serve = async (arrival: Arrival, written: Written): Promise<Response> => {
    const { request, url, info } = arrival;
    const headers: Record<string, string> = { "x-request-id": tools.state.ids.uuid() };
    const failBefore = faults.takeSpoil("error500Before", info);
    const failAfter = faults.takeSpoil("error500After", info);
    const drop = faults.takeSpoil("dropReply", info);
    const readBack = faults.takeSpoil("replicaMissesReadBack", info)
      ? { ...tools.state, bookings: new Map(tools.state.bookings) }
      : tools.state;
    try {
      let reply: Reply;
      try {
        if (failBefore) throw internalError();
        reply = await process(arrival, headers, readBack, written);
        if (failAfter) throw internalError();
      } catch (error) {
        reply = refusalReply(error, url);
      }
      await written.step("beforeReply");
      return drop ? Response.error() : toResponse(reply, headers, request);
    } finally {
      written.end();
    }
  };

  /** What arrives is counted by a guard, before the work that may come late; not what has no route. */
  const early = (arrival: Arrival): RateVerdict | undefined => {
    const found = routeOf(arrival);
    try {
      return found && count(arrival, found.route);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  };

  const answer = async (arrival: Arrival, isForgotten: () => boolean): Promise<Response> => {
    const { request, info } = arrival;
    const written = journal.begin(info, tools, stepsOf(gates, info, isForgotten));
    await faults.takeWait("delay", info)?.start(info);
    await faults.takeWait("hang", info)?.start(info);
    if (faults.takeSpoil("dropRequest", info)) {
      written.end();
      return Response.error();
    }
    const later = faults.takeWait("commitLater", info);
    if (later !== undefined) {
      const body = await request.text();
      const copy = new Request(request.url, {
        method: request.method,
        headers: request.headers,
        ...(body === "" ? {} : { body }),
      });
      const late = { ...arrival, request: copy, verdict: early(arrival) };
      const go = () => (isForgotten() ? undefined : serve(late, written));
      void later.start(info).then(go).catch(onlyIf(isForgotten));
      return later.reply === "hang" ? new Promise<Response>(() => {}) : Response.error();
    }
    await written.step("before");
    return serve(arrival, written);
  };

  return {
    requests,
    async handle(request) {
      const url = new URL(request.url);
      const info: RequestInfo = {
        method: request.method,
        path: url.pathname.replace(/^\/api(?=\/v2\/)/, ""),
        query: Object.fromEntries(url.searchParams),
      };
      const entry: LoggedRequest = { ...info, at: tools.clock.now(), status: undefined };
      requests.push(entry);
      const isForgotten = gates.watch();
      const response =
        (await answer({ request, url, info }, isForgotten).catch(onlyIf(isForgotten))) ??
        Response.error();
      const index = requests.indexOf(entry);
      // After a reset the log has no place for it any more.
      if (index >= 0) requests[index] = { ...entry, status: response.status };
      return response;
    },
  };
}
