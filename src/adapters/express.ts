import type { IncomingMessage, ServerResponse } from "node:http";
import { notPosted } from "../webhooks/answers.ts";
import {
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookReceiver,
} from "../webhooks/index.ts";
import { begunAfterAnswer } from "./after-answer.ts";
import { answerNode, type NodeResponse } from "./node-answer.ts";
import { NodeReceiver } from "./node-receiver.ts";
import type { NodeRequest } from "./node-request.ts";

export {
  createChangesMiddleware,
  createSlotsMiddleware,
  type HttpMiddleware,
} from "./express-slots.ts";
export type { NodeResponse } from "./node-answer.ts";
export type { NodeQuestion } from "./node-question.ts";
export type { NodeRequest } from "./node-request.ts";
export type { NodeStreamResponse } from "./node-stream.ts";

/** Handlers, and when Cal.com is answered. */
export interface WebhookMiddlewareOptions extends WebhookHandlerOptions {
  /**
   * `true`: Cal.com is answered as soon as the invalidation is confirmed, and handlers run after
   * that. `false`: handlers run first, for platforms that freeze a process once it has answered, such
   * as Cloud Functions or Lambda; `answerWithinMs` bounds the wait then.
   * @default true
   */
  readonly answerFirst?: boolean;
}

/** A route's handler for Express, Connect, or `node:http` and `node:http2` themselves. Resolves when it has answered. */
export type WebhookMiddleware = (
  request: NodeRequest,
  response: NodeResponse,
  next?: (error?: unknown) => void,
) => Promise<void>;

/**
 * Makes a route's handler of webhook deliveries. It reads the body itself, up to the client's
 * `webhooks.maxBodyBytes`; where a parser was first, it goes by what the parser has left, if that is
 * what Cal.com has signed. What is refused is answered here and told to `onError`; `next` is called
 * for nothing but errors nobody expected.
 *
 * @param calcom the client whose answers are orphaned
 * @throws ConfigurationError for a handler of a name that there is not
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createWebhookMiddleware } from "calcom-coherent/express";
 * import express from "express";
 *
 * const calcom = new CalcomClient({ webhookSecret: process.env.CALCOM_WEBHOOK_SECRET });
 * const app = express();
 * app.post("/webhooks/calcom", createWebhookMiddleware(calcom));
 * app.use(express.json());
 * app.listen(3000);
 * ```
 */
export function createWebhookMiddleware(
  calcom: WebhookReceiver,
  { answerFirst = true, ...options }: WebhookMiddlewareOptions = {},
): WebhookMiddleware {
  const receiver = new NodeReceiver(calcom);
  const answer = createWebhookHandler(receiver, answerFirst ? begunAfterAnswer(options) : options);
  // A server goes on after an answer by itself.
  const context = answerFirst ? { waitUntil: () => undefined } : {};
  return async (request, response, next) => {
    try {
      const isPost = request.method === "POST";
      await answerNode(
        response,
        isPost ? await answer(receiver.requestOf(request), context) : notPosted(),
      );
    } catch (error) {
      if (next === undefined) await answerNode(response, new Response(null, { status: 500 }));
      else next(error);
    }
  };
}

/**
 * Keeps the bytes that `express.json()` and its like have read, for a webhook's route behind them.
 *
 * @example
 * ```ts
 * import { keepRawBody } from "calcom-coherent/express";
 * import express from "express";
 *
 * const app = express();
 * app.use(express.json({ verify: keepRawBody }));
 * ```
 */
export function keepRawBody(
  request: IncomingMessage & { rawBody?: unknown },
  _response: ServerResponse,
  body: Uint8Array,
): void {
  request.rawBody = body;
}
