import type { CoherentCache } from "../cache/coherent-cache.ts";
import type { EntryNamespace } from "../cache/entry-namespace.ts";
import { questionKey } from "../cache/key.ts";
import type { ReadOptions } from "../cache/layer.ts";
import type { CacheReadOptions, LoadScope } from "../cache/question.ts";
import { reading } from "../cache/reading.ts";
import { deepFreeze } from "../freeze.ts";
import { LIVE_TAGS } from "./cache-policy.ts";
import type { Http, HttpRequest } from "./http.ts";
import type { HttpAnswer } from "./refusals.ts";

/** Per-call options of a read that is never answered from a cache. */
export type LiveReadOptions = Omit<ReadOptions, "cache">;

export interface LiveReadDeps {
  readonly cache: CoherentCache;
  readonly http: Http;
  readonly namespace: EntryNamespace;
  readonly readOptions: (options: ReadOptions | undefined) => CacheReadOptions;
}

/** A read that asks Cal.com each time, and on which a layer may rest all the same. */
export interface LiveRead<T> {
  /** The family its question belongs to, such as `bookings`. */
  readonly layer: string;
  readonly request: Pick<HttpRequest, "path" | "version" | "query">;
  readonly parse: (answer: HttpAnswer) => T | Promise<T>;
}

/** @param scope the load of a layer that the read belongs to */
export function liveRead<T>(
  deps: LiveReadDeps,
  read: LiveRead<T>,
  options?: LiveReadOptions,
  scope?: LoadScope,
): Promise<T> {
  return reading(scope?.frame, async (begun) => {
    const { layer, request, parse } = read;
    const call = deps.readOptions(options);
    const question = {
      layer,
      entryKey: `${await deps.namespace.prefix()}${layer}:${questionKey([{ ...request }])}`,
      tags: LIVE_TAGS,
      derived: false,
      kept: false,
      load: async ({ signal, until, priority }: LoadScope) => {
        const about = { signal, until, priority };
        const answer = await deps.http.send({ method: "GET", ...request, ...about });
        const value = deepFreeze(await parse(answer));
        return { value, ttlMs: Number.POSITIVE_INFINITY, requestId: answer.requestId };
      },
    };
    const signal = call.signal ?? scope?.signal;
    const priority = call.priority ?? scope?.priority;
    const answer = await deps.cache.get(question, { ...call, signal, priority, reading: begun });
    return answer.value as T;
  });
}
