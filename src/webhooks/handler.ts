import { CalcomError, type CalcomErrorCode } from "../errors.ts";
import type { WebhookHandler, WebhookHandlers } from "./handlers.ts";
import type { WebhookEvent, WebhookRequest } from "./parse.ts";
import type { ReceivedWebhook } from "./received.ts";

/** What a handler of webhooks needs of a client. */
export interface WebhookReceiver {
  receiveWebhook(request: WebhookRequest): Promise<ReceivedWebhook>;
}

/** Handlers, and how long Cal.com waits for them. */
export interface WebhookHandlerOptions extends WebhookHandlers {
  /**
   * Milliseconds the handlers may take before Cal.com is answered all the same, where the platform
   * does not let work go on after the answer. Cal.com's own booking request waits that long.
   * @default 2000
   */
  readonly answerWithinMs?: number;
}

/** What a platform offers of its own. */
export interface AnswerContext {
  /** Keeps work alive after the answer, as Workers and Vercel do: handlers run after it then. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
}

/** Answers a delivery: 204, or a refusal that says why. */
export type AnswerWebhook = (request: WebhookRequest, context?: AnswerContext) => Promise<Response>;

const STATUS: Partial<Record<CalcomErrorCode, number>> = {
  webhook_signature: 401,
  webhook_too_large: 413,
  webhook_unreadable: 400,
  store_unavailable: 503,
};

/**
 * Makes a handler of webhook requests in the form of `fetch`: it orphans what the event touches, and
 * tells the application of it once.
 */
export function createWebhookHandler(
  calcom: WebhookReceiver,
  options: WebhookHandlerOptions = {},
): AnswerWebhook {
  return async (request, context) => {
    let received: ReceivedWebhook;
    try {
      received = await calcom.receiveWebhook(request);
    } catch (error) {
      await options.onError?.(error, undefined);
      return refusal(error);
    }
    const work = received.duplicate ? Promise.resolve() : handle(received, options);
    if (context?.waitUntil === undefined) await work;
    else context.waitUntil(work);
    return new Response(null, { status: 204 });
  };
}

async function handle(received: ReceivedWebhook, options: WebhookHandlerOptions): Promise<void> {
  const { event, outdated } = received;
  const own = handlerOf(event, options) ?? options.onUnrecognised;
  try {
    await own?.(event, { outdated });
    await options.onAny?.(event, { outdated });
    await received.done();
  } catch (error) {
    await received.forget();
    await options.onError?.(error, event);
  }
}

function handlerOf(
  { triggerEvent }: WebhookEvent,
  options: WebhookHandlerOptions,
): WebhookHandler | undefined {
  const words = (triggerEvent ?? "").toLowerCase().split("_");
  const name = `on${words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("")}`;
  return (options as Readonly<Record<string, WebhookHandler | undefined>>)[name];
}

function refusal(error: unknown): Response {
  const known = error instanceof CalcomError ? error : undefined;
  const status = (known && STATUS[known.code]) ?? 500;
  return Response.json({ error: known?.code ?? "internal" }, { status });
}
