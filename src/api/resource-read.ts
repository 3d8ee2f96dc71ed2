import type { LoadScope } from "../cache/question.ts";
import { type Answers, dataOf } from "./answers.ts";
import { type LiveReadDeps, type LiveReadOptions, liveRead } from "./live-read.ts";
import { collected, offsetPages, type Query } from "./pages.ts";

/** One read of a resource. */
export interface ResourceRead<T> {
  /** As on the client, such as `schedules`. */
  readonly name: string;
  readonly path: string;
  readonly version?: string | undefined;
  readonly query?: Query | undefined;
  readonly answers: Answers<T>;
}

/** @param scope the load of a layer that the read belongs to */
export function readResource<T>(
  deps: LiveReadDeps,
  read: ResourceRead<T>,
  options: LiveReadOptions | undefined,
  scope: LoadScope | undefined,
): Promise<T> {
  const { name, path, version, query, answers } = read;
  const request = {
    path,
    ...(version === undefined ? {} : { version }),
    ...(query === undefined ? {} : { query }),
  };
  return liveRead(deps, { layer: name, request, parse: dataOf(answers) }, options, scope);
}

/** The pages of a resource, by offset. */
export function resourcePages<T>(
  deps: LiveReadDeps,
  read: ResourceRead<readonly T[]>,
  options: LiveReadOptions | undefined,
  scope: LoadScope | undefined,
): AsyncGenerator<T> {
  return offsetPages(read.query ?? {}, (query) =>
    readResource(deps, { ...read, query }, options, scope),
  );
}

/** All pages of a resource in one list. */
export function readAllPages<T>(
  ...read: Parameters<typeof resourcePages<T>>
): Promise<readonly T[]> {
  return collected(resourcePages(...read));
}

/** A filter as query parameters: lists by comma, what is not given left out. */
export function queryFrom(filter: object): Query {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]),
  );
}
