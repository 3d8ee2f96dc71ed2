import type { Priority } from "../../cache/question.ts";

/** The right to send one request. What becomes of it is told once: only the first is heard. */
export interface Permit {
  /** The request has ended: with these headers, or without an answer. */
  ended(answer?: { readonly status: number; readonly headers: Headers }): void;
  /** It was not sent after all. */
  cancel(): void;
}

/** A request that wants to be sent. */
export interface PermitWish {
  readonly method: string;
  /** Below the base URL, without a leading slash. */
  readonly path: string;
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
  /** Until when, by the monotonic clock, an answer is of use. */
  readonly until: number;
  /** Until when sending it is of use. @default `until` */
  readonly leaveBy?: number;
}

/** Lets requests through as Cal.com's rate budget allows. */
export interface RateGovernor {
  /**
   * @throws RateLimitError when it would have to wait for longer than it has, or too many wait
   * already; the signal's reason
   */
  pass(wish: PermitWish): Promise<Permit>;
  /** Tells those who share the budget what has ended. Never rejects. */
  close(): Promise<void>;
}

/** Lets everything through. */
export const NO_GOVERNOR: RateGovernor = {
  pass: async () => ({ ended: () => undefined, cancel: () => undefined }),
  close: async () => undefined,
};
