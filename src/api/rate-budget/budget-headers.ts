import type { BudgetNews } from "../../stores/contract.ts";
import { retryAfterHeaderMs, serverNow, waitMs } from "../retry-after.ts";

/** What can be read of an answer before its body is. */
export interface AnsweredWith {
  readonly status: number;
  readonly headers: Headers;
}

interface NamedLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

// Whatever the limit is called, and also where it has no name (API.md 4).
const HEADER = /^x-ratelimit-(limit|remaining|reset)(?:-(.+))?$/;
const PARTS = ["limit", "remaining", "reset"] as const;
const TOO_MANY = 429;

/**
 * What an answer says about the budget it was counted against.
 *
 * @param now epoch milliseconds, for what is told as a point in time and not when
 * @param knownLimit for a refusal that says how long it lasts, and names no limit
 * @returns `undefined` where nothing (readable) is said
 */
export function newsOf(
  { status, headers }: AnsweredWith,
  now: number,
  knownLimit: number,
): BudgetNews | undefined {
  const limits = limitsIn(headers, serverNow(headers, now));
  const blocked = status === TOO_MANY;
  if (blocked) {
    // Cal.com refuses only when all limits are exceeded, so the first to end lets requests in.
    const soonest = limits.reduce<number | undefined>(
      (least, { resetMs }) => Math.min(least ?? resetMs, resetMs),
      undefined,
    );
    const resetMs = retryAfterHeaderMs(headers, now) ?? soonest;
    if (resetMs === undefined) return undefined;
    const limit = mostLeft(limits)?.limit ?? knownLimit;
    return { limit, remaining: 0, resetMs, blocked };
  }
  const counted = mostLeft(limits);
  if (counted !== undefined) return { ...counted, blocked };
  const countsNothing = status >= 200 && status < 300 && !mentionsLimits(headers);
  return countsNothing ? { limit: 0, remaining: 0, resetMs: 0, blocked } : undefined;
}

/** The limit with most left is the one that decides: a request is let in while any has some. */
function mostLeft(limits: readonly NamedLimit[]): NamedLimit | undefined {
  return limits.reduce<NamedLimit | undefined>(
    (most, one) => (most === undefined || one.remaining > most.remaining ? one : most),
    undefined,
  );
}

function limitsIn(headers: Headers, now: number): readonly NamedLimit[] {
  const byName = new Map<string, Map<string, readonly string[]>>();
  headers.forEach((value, header) => {
    const [, part, name = ""] = HEADER.exec(header) ?? [];
    if (part === undefined) return;
    const parts = byName.get(name) ?? new Map<string, readonly string[]>();
    byName.set(name, parts);
    // Headers that were sent twice arrive as one, their values joined.
    parts.set(part, value.split(","));
  });
  return [...byName.values()].flatMap((parts) => {
    const [limits = [], remaining = [], resets = []] = PARTS.map((part) => parts.get(part));
    return limits.flatMap((limit, index) => {
      const one = {
        limit: count(limit),
        remaining: count(remaining[index]),
        resetMs: waitMs(resets[index] ?? "", now),
      };
      return isComplete(one) && one.limit > 0 ? [one] : [];
    });
  });
}

function isComplete(
  one: Readonly<Record<keyof NamedLimit, number | undefined>>,
): one is NamedLimit {
  return one.limit !== undefined && one.remaining !== undefined && one.resetMs !== undefined;
}

function count(text: string | undefined): number | undefined {
  return /^\s*\d{1,15}\s*$/.test(text ?? "") ? Number(text) : undefined;
}

function mentionsLimits(headers: Headers): boolean {
  let mentions = false;
  headers.forEach((_value, name) => {
    mentions ||= HEADER.test(name);
  });
  return mentions;
}
