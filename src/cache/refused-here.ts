import { RateLimitError } from "../errors.ts";

/** Whether nothing was sent, for want of time or room: it says nothing to who has more of either. */
export function wasRefusedHere(error: unknown): boolean {
  return error instanceof RateLimitError && error.refusedBy === "governor";
}
