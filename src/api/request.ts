import { questionKey } from "../cache/key.ts";
import type { LoadScope } from "../cache/question.ts";
import { type Reading, reading } from "../cache/reading.ts";
import { checkedChoice } from "../checks.ts";
import { type Coherence, ConfigurationError } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import { NO_FACTS } from "../invalidation/changes.ts";
import { type InvalidationTarget, tagsOfTarget } from "../invalidation/targets.ts";
import { serialized } from "../schemas/validate.ts";
import type { BookingReadDeps } from "./booking-reads.ts";
import { BOOKING_TAGS } from "./cache-policy.ts";
import type { WriteOptions, WritePath } from "./write-path.ts";

/** A call of Cal.com's API that has no method of its own here. */
export interface ApiRequest extends WriteOptions {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base URL, such as `/schedules/5`. */
  readonly path: string;
  /** `cal-api-version`, where the path needs one. */
  readonly version?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** A JSON value. */
  readonly body?: object;
  /**
   * What the call changes; required unless it only reads. `nothing` is for calls that cannot alter
   * availability.
   */
  readonly changes?: InvalidationTarget | "nothing";
}

/** What Cal.com answered, unchecked. */
export interface ApiAnswer {
  readonly status: number;
  /** The parsed body, frozen; `undefined` where it was not JSON. */
  readonly body: unknown;
  readonly requestId: string | undefined;
  /** For a call that changes something: whether the invalidation has reached the store. */
  readonly coherence?: Coherence;
}

export interface RequestDeps extends BookingReadDeps {
  readonly writes: WritePath;
}

const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;

export async function sendRequest(deps: RequestDeps, request: ApiRequest): Promise<ApiAnswer> {
  const method = checkedChoice("method", request.method, METHODS);
  const path = checkedPath(request.path);
  const { version, query, signal, timeoutMs } = request;
  const common = {
    method,
    path,
    ...(version === undefined ? {} : { version }),
    ...(query === undefined ? {} : { query }),
  };
  if (method === "GET") {
    return reading(undefined, (begun) => readOnce(deps, common, { signal, timeoutMs }, begun));
  }
  if (request.changes === undefined) {
    throw new ConfigurationError(
      `Say what ${method} /${path} changes: { changes: { eventTypeId } }, { hostId }, { tags }, "all" or "nothing".`,
    );
  }
  const body = request.body === undefined ? undefined : serialized(request.body, `/${path}`);
  const send = async (call: { signal: AbortSignal | undefined; timeoutMs: number }) => {
    const answer = await deps.http.send({
      ...common,
      ...(body === undefined ? {} : { body }),
      ...call,
    });
    return toAnswer(answer);
  };
  if (request.changes === "nothing") {
    return send({ signal, timeoutMs: deps.readOptions({ timeoutMs }).timeoutMs });
  }
  const change = { kind: "requested", tags: tagsOfTarget(request.changes) } as const;
  const { answer, coherence } = await deps.writes.run(
    {
      name: `${method} /${path}`,
      expected: () => change,
      facts: async () => NO_FACTS,
      send,
      changed: async () => change,
    },
    { signal, timeoutMs },
  );
  return { ...answer, coherence };
}

async function readOnce(
  deps: RequestDeps,
  request: { method: "GET" | "POST" | "PATCH" | "DELETE"; path: string },
  options: WriteOptions,
  begun: Reading | undefined,
): Promise<ApiAnswer> {
  const question = {
    layer: "request",
    entryKey: `${await deps.namespace.prefix()}request:${questionKey([{ ...request }])}`,
    tags: BOOKING_TAGS,
    derived: false,
    kept: false,
    load: async ({ signal, until }: LoadScope) => {
      const answer = toAnswer(await deps.http.send({ ...request, signal, until }));
      const ttlMs = Number.POSITIVE_INFINITY;
      return { value: answer, ttlMs, requestId: answer.requestId };
    },
  };
  const answer = await deps.cache.get(question, { ...deps.readOptions(options), reading: begun });
  return answer.value as ApiAnswer;
}

function toAnswer(answer: {
  readonly status: number;
  readonly body: unknown;
  readonly requestId: string | undefined;
}): ApiAnswer {
  const { status, body, requestId } = answer;
  return deepFreeze({ status, body, requestId });
}

// Two dots, or a whole address, would reach something else than the path says.
function checkedPath(path: unknown): string {
  const text = typeof path === "string" ? path.replace(/^\/+/, "") : "";
  const isPlain =
    !/[?#\s\\]|:\/\//.test(text) && !text.split("/").some((part) => /^\.{1,2}$/.test(part));
  if (text !== "" && isPlain) return text;
  throw new ConfigurationError(
    "`path` is what follows the base URL, such as /schedules/5; parameters belong into `query`.",
  );
}
