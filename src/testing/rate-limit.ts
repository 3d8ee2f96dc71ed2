import type { Clock } from "../clock.ts";
import type { Caller } from "./auth.ts";

/** How many requests one caller may make. */
export interface RateLimitOptions {
  /** Requests in a window; default, as recorded, 120, and 500 with an access token. */
  readonly limit?: number;
  /** Length of a window in milliseconds; default 60,000. */
  readonly windowMs?: number;
  /** How long a caller over the limit is refused, in milliseconds; default 60,000. */
  readonly blockMs?: number;
}

/** A limit of one route alone, which is counted in place of the general one (API.md 4). */
export interface OwnLimit {
  readonly name: string;
  /** Requests in a window. */
  readonly limit: number;
}

export interface RateVerdict {
  readonly blocked: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

interface Counter {
  hits: number;
  endsAt: number;
  blocked: boolean;
}

type Counted = Pick<Caller, "rateKey" | "isToken">;
type Named<T> = (caller: Counted, own: OwnLimit | undefined) => T;

export interface RateLimiter {
  /** Counts one request of a caller: an API key, a token, or everyone without one together. */
  hit(caller: Counted, own: OwnLimit | undefined): RateVerdict;
  /** Refuses a caller from now on, also where there is no limit; default: as one over the limit. */
  block(caller: Counted, own: OwnLimit | undefined, ms?: number): void;
  clear(): void;
}

export function createRateLimiter(
  clock: Clock,
  options: RateLimitOptions | false = {},
): RateLimiter {
  const { limit, windowMs = 60_000, blockMs = 60_000 } = options || {};
  const counters = new Map<string, Counter>();

  const keyOf: Named<string> = ({ rateKey }, own) =>
    own === undefined ? rateKey : `${own.name} ${rateKey}`;
  const limitOf: Named<number> = ({ isToken }, own) => own?.limit ?? limit ?? (isToken ? 500 : 120);

  return {
    hit(caller, own) {
      const rateKey = keyOf(caller, own);
      const now = clock.now();
      let counter = counters.get(rateKey);
      const isBlocked = counter?.blocked === true && counter.endsAt > now;
      if (options === false && !isBlocked) return { blocked: false, headers: {} };
      const most = limitOf(caller, own);
      if (counter === undefined || counter.endsAt <= now) {
        counter = { hits: 0, endsAt: now + windowMs, blocked: false };
        counters.set(rateKey, counter);
      }
      counter.hits += 1;
      if (counter.hits > most && !counter.blocked) {
        counter.blocked = true;
        counter.endsAt = now + blockMs;
      }
      return {
        blocked: counter.blocked,
        headers: {
          "x-ratelimit-limit-default": String(most),
          "x-ratelimit-remaining-default": String(Math.max(0, most - counter.hits)),
          "x-ratelimit-reset-default": String(Math.ceil((counter.endsAt - now) / 1000)),
        },
      };
    },
    block(caller, own, ms = blockMs) {
      const endsAt = clock.now() + ms;
      counters.set(keyOf(caller, own), { hits: limitOf(caller, own), endsAt, blocked: true });
    },
    clear: () => counters.clear(),
  };
}
