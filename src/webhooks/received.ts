import type { UnrecognisedReason, WebhookEvent } from "./parse.ts";

/** What a delivery did. */
export interface WebhookResult {
  readonly event: WebhookEvent;
  /**
   * The same event was received before, by these very bytes or through another subscription. It was
   * applied again, which is harmless; whatever else is done once per event, is done.
   */
  readonly duplicate: boolean;
  /** The tags that were bumped. */
  readonly invalidated: readonly string[];
}

/**
 * A delivery whose invalidation the store has confirmed, for whoever has work of its own to do. Until
 * that is `done()` or given up with `forget()`, copies count as duplicates, for a minute at most.
 */
export interface ReceivedWebhook extends WebhookResult {
  /** Why nobody can say what has happened; `undefined` for events of known triggers. */
  readonly reason: UnrecognisedReason | undefined;
  /**
   * A later event of the same booking was received before this one: the booking has gone on since.
   * Judged by what the booking has come to, never by when deliveries were made.
   */
  readonly outdated: boolean;
  /**
   * The work is done: from now on the same event is a duplicate, for 24 hours. Never rejects: without
   * a store to note it in, a copy counts as new.
   */
  done(): Promise<void>;
  /** The work has failed: the same event, should it come again, counts as new. */
  forget(): Promise<void>;
  /**
   * Bumps and settles once more, for work that has taken long before the answer: Cal.com calls a
   * booking off only when every receiver has answered (FACTS: recording 0211).
   *
   * @throws StoreError when the store has not confirmed it
   */
  settleAgain(): Promise<void>;
}
