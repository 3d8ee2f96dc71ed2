import { CalcomApiError, NetworkError, RateLimitError } from "../errors.ts";

const FIRST_DELAY_MS = 250;
/** Cal.com's block lasts a minute; what it says itself is believed. */
const BLOCK_MS = 60_000;
/** The last ones are those of the proxies in front of hosted Cal.com (API.md 5.1). */
const TRANSIENT = new Set([408, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/**
 * How long to wait before asking again, or `undefined` where asking again is of no use. Only for
 * what may be sent twice.
 *
 * @param attempt how often it was sent, from 1
 * @param random from 0 to 1, so that many who failed together do not come back together
 */
export function retryDelayMs(error: unknown, attempt: number, random: number): number | undefined {
  if (error instanceof RateLimitError) {
    // It has waited as long as it could before it was refused here.
    return error.refusedBy === "governor" ? undefined : (error.retryAfterMs ?? BLOCK_MS);
  }
  const isTransient =
    error instanceof NetworkError ||
    (error instanceof CalcomApiError && TRANSIENT.has(error.status ?? 0));
  return isTransient ? FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random / 2) : undefined;
}

/** Whether a failed request may have been carried out all the same. */
export function mayHaveArrived(error: unknown): boolean {
  if (error instanceof NetworkError) return error.mayHaveArrived;
  return error instanceof CalcomApiError && TRANSIENT.has(error.status ?? 0);
}
