import { refuseInsideLoad } from "../cache/frame.ts";
import type { ReadOptions } from "../cache/layer.ts";
import type { CacheReadOptions } from "../cache/question.ts";
import type { Coherence } from "../errors.ts";
import { type Change, NO_FACTS } from "../invalidation/changes.ts";
import { serialized } from "../schemas/validate.ts";
import type { Http } from "./http.ts";
import type { HttpAnswer } from "./refusals.ts";
import type { Write, WriteOptions, WritePath } from "./write-path.ts";

export interface ResourceWriteDeps {
  readonly http: Http;
  readonly writes: WritePath;
  readonly readOptions: (options: ReadOptions | undefined) => CacheReadOptions;
}

/** A write of something that is not a booking. */
export interface ResourceWrite<T> {
  /** As the caller knows it, such as `schedules.update`. */
  readonly name: string;
  readonly method: "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly version?: string | undefined;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly body?: object | undefined;
  readonly parse: (answer: HttpAnswer) => T;
}

/** Fences, sends once and bumps what the change names. */
export async function resourceWrite<T>(
  deps: ResourceWriteDeps,
  write: ResourceWrite<T>,
  changes: {
    /** What it may change, as far as is known before it is sent. */
    readonly expected: Change;
    /** What its answer adds. @default what was expected */
    readonly confirmed?: (answer: T) => Change;
  },
  options: WriteOptions | undefined,
): Promise<{ answer: T; coherence: Coherence }> {
  const { expected, confirmed } = changes;
  const send = senderOf(deps.http, write);
  return deps.writes.run(
    {
      name: write.name,
      method: write.method,
      path: write.path,
      expected: () => expected,
      facts: async () => NO_FACTS,
      send,
      changed: async (answer) => confirmed?.(answer) ?? expected,
    },
    options,
  );
}

/** Sends once what cannot alter availability: nothing is fenced, nothing bumped. */
export async function plainWrite<T>(
  deps: ResourceWriteDeps,
  write: ResourceWrite<T>,
  options: WriteOptions | undefined,
): Promise<T> {
  refuseInsideLoad(write.name);
  const { timeoutMs, signal } = deps.readOptions(options);
  return senderOf(deps.http, write)({ timeoutMs, signal });
}

/** The body is made at once: what JSON cannot hold has to be refused before anything is fenced. */
export function senderOf<T>(http: Http, write: ResourceWrite<T>) {
  const { method, path, version, query, body, parse } = write;
  const request = {
    method,
    path,
    ...(version === undefined ? {} : { version }),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body: serialized(body, write.name) }),
  };
  return async (call: Parameters<Write<T>["send"]>[0]) =>
    parse(await http.send({ ...request, ...call }));
}
