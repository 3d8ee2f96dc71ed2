import { checkedChoice } from "../checks.ts";
import { type Coherence, ConfigurationError } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import { type InvalidationTarget, tagsOfTarget } from "../invalidation/targets.ts";
import { type LiveReadDeps, liveRead } from "./live-read.ts";
import type { HttpAnswer } from "./refusals.ts";
import { plainWrite, type ResourceWriteDeps, resourceWrite } from "./resource-write.ts";
import type { WriteOptions } from "./write-path.ts";

/** A call of Cal.com's API that has no method of its own here. */
export interface ApiRequest extends WriteOptions {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base URL, such as `/schedules/5`. */
  readonly path: string;
  /** `cal-api-version`, where the path needs one. */
  readonly version?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** A JSON value; not with GET. */
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

export interface RequestDeps extends LiveReadDeps, ResourceWriteDeps {}

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
    if (request.body !== undefined) {
      throw new ConfigurationError("A GET has no `body`; parameters belong into `query`.");
    }
    const read = { layer: "request", request: common, parse: toAnswer };
    return liveRead(deps, read, { signal, timeoutMs });
  }
  if (request.changes === undefined) {
    throw new ConfigurationError(
      `Say what ${method} /${path} changes: { changes: { eventTypeId } }, { hostId }, { tags }, "all" or "nothing".`,
    );
  }
  const write = {
    ...common,
    method,
    name: `${method} /${path}`,
    body: request.body,
    parse: toAnswer,
  };
  if (request.changes === "nothing") return plainWrite(deps, write, { signal, timeoutMs });
  const expected = { kind: "requested", tags: tagsOfTarget(request.changes) } as const;
  const { answer, coherence } = await resourceWrite(
    deps,
    write,
    { expected },
    { signal, timeoutMs },
  );
  return { ...answer, coherence };
}

function toAnswer({ status, body, requestId }: HttpAnswer): ApiAnswer {
  return deepFreeze({ status, body, requestId });
}

// Two dots (addresses take them encoded as well), or a whole address, would reach something else than
// the path says.
function checkedPath(path: unknown): string {
  const text = typeof path === "string" ? path.replace(/^\/+/, "") : "";
  const isPlain =
    !/[?#\s\\]|:\/\//.test(text) &&
    !text.split("/").some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
  if (text !== "" && isPlain) return text;
  throw new ConfigurationError(
    "`path` is what follows the base URL, such as /schedules/5; parameters belong into `query`.",
  );
}
