import { checkedMs } from "../checks.ts";
import { type Clock, systemClock } from "../clock.ts";
import { accepted, handlerFailed, notPosted, refusal } from "./answers.ts";
import { isRequest } from "./body.ts";
import { type AnswerContext, begunHere, within } from "./going-on.ts";
import { checkHandlers } from "./handler-names.ts";
import type { WebhookHandlers } from "./handlers.ts";
import type { WebhookRequest } from "./parse.ts";
import type { ReceivedWebhook } from "./received.ts";
import { WebhookWork } from "./work.ts";

/** What of a client the work after an invalidation needs. */
export interface WebhookTools {
  readonly clock: Clock;
  /** Tells the client's logger. */
  readonly warn: (message: string, details?: unknown) => void;
}

/** What a handler of webhooks needs of a client. */
export interface WebhookReceiver {
  receiveWebhook(request: WebhookRequest): Promise<ReceivedWebhook>;
  /** @default the platform's clock, and nobody to warn */
  readonly webhookTools?: WebhookTools;
}

/** Handlers, and how long Cal.com waits for them. */
export interface WebhookHandlerOptions extends WebhookHandlers {
  /**
   * Milliseconds the handlers may take before Cal.com is answered all the same; they go on then. 0
   * does not wait at all. Cal.com's own booking request waits that long. Where the platform says that
   * work may go on after the answer (`waitUntil`), nothing is waited for.
   * @default 2000
   */
  readonly answerWithinMs?: number;
}

/** Answers a delivery: 204, or a refusal that says why. */
export type AnswerWebhook = (request: WebhookRequest, context?: AnswerContext) => Promise<Response>;

const ANSWER_WITHIN_MS = 2_000;

/**
 * Handlers that took less have used up a fiftieth of the settling, which outlasts what Cal.com's
 * commit comes after the answer: 68 to 195 ms (FACTS).
 */
const WORTH_SETTLING_AGAIN_MS = 100;

/**
 * Makes a handler of webhook requests in the form of `fetch`. It orphans what the event touches, and
 * once that is confirmed tells the application's handlers, of each event once. It never rejects.
 *
 * Answers: 204; 401 (not signed with any of the secrets), 413 (too large), 400 (broke off), 503 (the
 * store has not confirmed), 405 (no POST), and 500 (a handler failed in time, or the receiver is set up
 * wrongly), each with `{ error, message }`.
 *
 * @throws ConfigurationError for a handler of a name that there is not
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createWebhookHandler } from "calcom-coherent/webhooks";
 *
 * const calcom = new CalcomClient({ webhookSecret: process.env.CALCOM_WEBHOOK_SECRET });
 *
 * export const answerWebhook = createWebhookHandler(calcom, {
 *   onBookingCancelled: async ({ payload }, { outdated }) => {
 *     if (!outdated) console.log(`${payload.uid} at ${payload.startTime} is free again.`);
 *   },
 *   onError: (error) => console.error(error),
 * });
 * ```
 */
export function createWebhookHandler(
  calcom: WebhookReceiver,
  options: WebhookHandlerOptions = {},
): AnswerWebhook {
  checkHandlers(options);
  const { answerWithinMs = ANSWER_WITHIN_MS } = options;
  checkedMs("answerWithinMs", answerWithinMs, 0);
  const clock = calcom.webhookTools?.clock ?? systemClock;
  const warn: WebhookTools["warn"] = (...told) => calcom.webhookTools?.warn(...told);
  const work = new WebhookWork(options, warn);

  return async (request, context = {}) => {
    if (isRequest(request) && request.method !== "POST") return notPosted();
    let received: ReceivedWebhook;
    try {
      received = await calcom.receiveWebhook(request);
    } catch (error) {
      await answeringWithin(() => work.tell(error, undefined), context);
      return refusal(error);
    }
    if (received.duplicate) return accepted();
    const begunAt = clock.monotonic();
    const outcome = await answeringWithin(() => work.carryOut(received), context);
    try {
      if (clock.monotonic() - begunAt >= WORTH_SETTLING_AGAIN_MS) await received.settleAgain();
    } catch (error) {
      await answeringWithin(() => work.tell(error, received.event), context);
      return refusal(error);
    }
    return outcome === "failed" ? handlerFailed() : accepted();
  };

  async function answeringWithin<T>(begin: () => Promise<T>, context: AnswerContext) {
    const begun = begunHere(begin, context, warn);
    return begun && within(answerWithinMs, begun, clock);
  }
}
