/** The method of what a visitor does on the booking page, which is no API request. */
export const PAGE = "PAGE";

/** A request as tests see it. */
export interface RequestInfo {
  /** An HTTP method, or `PAGE` for what a visitor does on the booking page. */
  readonly method: string;
  /** Without query and without the `/api` some clients put before it, e.g. `/v2/slots`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * Which requests a fault or a gate is for. What is left out matches every API request; the booking
 * page is matched by `method: "PAGE"` only, with the path `/book`, `/reschedule` or `/cancel`.
 */
export interface RequestMatch {
  readonly method?: string;
  /** The whole path with or without `/v2`, or a pattern for it. */
  readonly path?: string | RegExp;
  /** Parameters the query must have; others do not matter. */
  readonly query?: Readonly<Record<string, string | number>>;
  /** How many requests it is for; default 1. */
  readonly times?: number;
}

const withoutVersion = (path: string): string => path.replace(/^\/v2(?=\/)/, "");

export function matches(match: RequestMatch, request: RequestInfo): boolean {
  if (request.method === PAGE && match.method !== PAGE) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  const wanted = Object.entries(match.query ?? {});
  if (wanted.some(([name, value]) => request.query[name] !== String(value))) return false;
  if (match.path === undefined) return true;
  return typeof match.path === "string"
    ? withoutVersion(match.path) === withoutVersion(request.path)
    : match.path.test(request.path);
}

/** Something to wait for that is settled from outside. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

export function defer<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settlePromise) => {
    resolve = settlePromise;
  });
  return { promise, resolve };
}

interface Armed<T> {
  readonly match: RequestMatch;
  readonly value: T;
  left: number;
}

/** A list of things that each wait for the next request they match. */
export interface Arming<T> {
  add(match: RequestMatch, value: T): void;
  /** Takes the oldest thing that is armed for this request, and counts it down. */
  take(request: RequestInfo, wanted?: (value: T) => boolean): T | undefined;
  clear(): void;
}

export function createArming<T>(): Arming<T> {
  let armed: Armed<T>[] = [];
  return {
    add(match, value) {
      armed.push({ match, value, left: match.times ?? 1 });
    },
    take(request, wanted = () => true) {
      const taken = armed.find((entry) => wanted(entry.value) && matches(entry.match, request));
      if (taken === undefined) return undefined;
      taken.left -= 1;
      armed = armed.filter(({ left }) => left > 0);
      return taken.value;
    },
    clear() {
      armed = [];
    },
  };
}
