import type { Priority } from "../../cache/question.ts";

/** How much of the limit requests of a priority may use up, and whether they slow down before. */
export interface Share {
  readonly share: number;
  readonly paced: boolean;
}

/**
 * What is left above a share is there for whatever is more urgent: bookings find room at once while
 * offers wait, and may use the last of it.
 */
export const SHARES: Readonly<Record<Priority, Share>> = {
  booking: { share: 1, paced: false },
  confirm: { share: 0.95, paced: true },
  offer: { share: 0.85, paced: true },
  prefetch: { share: 0.5, paced: true },
};
