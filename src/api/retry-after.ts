const SECOND_MS = 1_000;
/** Above this a number is a point in time: Cal.com counts seconds, a copy of its docs says epoch. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e12;
/** What a timer can hold; beyond it timers fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * How long Cal.com does not want to be asked, as it said itself: `Retry-After`, else the longest
 * `X-RateLimit-Reset-<name>`, whatever the limit is called.
 *
 * @param now epoch milliseconds, for what is told as a point in time
 * @returns milliseconds, or `undefined` where nothing (readable) is said
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const told = retryAfterHeaderMs(headers, now);
  if (told !== undefined) return told;
  const toldAt = serverNow(headers, now);
  let longest: number | undefined;
  headers.forEach((value, name) => {
    if (!name.startsWith("x-ratelimit-reset")) return;
    // A header that was sent twice arrives as one, its values joined.
    for (const one of value.split(",")) {
      const ms = waitMs(one, toldAt);
      if (ms !== undefined) longest = Math.max(longest ?? 0, ms);
    }
  });
  return longest;
}

/** `Retry-After` alone, in milliseconds from `now`. */
export function retryAfterHeaderMs(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const toldAt = serverNow(headers, now);
  return waitMs(value, toldAt) ?? untilMs(value, toldAt);
}

/**
 * When an answer was given, by the clock that its moments are told by: one here that is an hour behind
 * would take a reset in a minute for one in an hour.
 *
 * @param now epoch milliseconds, for an answer that does not say when it was given
 */
export function serverNow(headers: Headers, now: number): number {
  return dateOf(headers.get("date") ?? "") ?? now;
}

/** One value of `X-RateLimit-Reset-<name>`, seconds or a point in time, in milliseconds from `now`. */
export function waitMs(value: string, now: number): number | undefined {
  if (!/^\s*\d{1,15}(?:\.\d{1,9})?\s*$/.test(value)) return undefined;
  const number = Number(value);
  if (number > EPOCH_MS) return bounded(number - now);
  return bounded(number > EPOCH_SECONDS ? number * SECOND_MS - now : number * SECOND_MS);
}

function untilMs(date: string, now: number): number | undefined {
  const at = dateOf(date);
  return at === undefined ? undefined : bounded(at - now);
}

function dateOf(date: string): number | undefined {
  const at = /[a-z]/i.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, ms), LONGEST_MS);
}
