import type { IncomingMessage, ServerResponse } from "node:http";
import {
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookReceiver,
} from "../webhooks/index.ts";
import { webhookRequestOf } from "./node-request.ts";

/** A handler of Express, Connect, or `node:http` itself. */
export type WebhookMiddleware = (
  request: IncomingMessage & { readonly body?: unknown },
  response: ServerResponse,
) => Promise<void>;

/** Makes a route's handler of webhook deliveries. */
export function createWebhookMiddleware(
  calcom: WebhookReceiver,
  options: WebhookHandlerOptions = {},
): WebhookMiddleware {
  const answer = createWebhookHandler(calcom, options);
  return async (request, response) => {
    const { status, headers, body } = await answer(await webhookRequestOf(request));
    response.writeHead(status, Object.fromEntries(headers));
    response.end(body === null ? undefined : await new Response(body).text());
  };
}
