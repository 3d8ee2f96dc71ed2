import {
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookReceiver,
} from "../webhooks/index.ts";

/** Options of a webhook route in Next's App Router. */
export interface WebhookRouteOptions extends WebhookHandlerOptions {
  /** `after` of `next/server`: handlers run after the answer then. */
  readonly after?: (work: Promise<unknown>) => void;
}

/** Makes the `POST` of a route handler. */
export function createWebhookRoute(
  calcom: WebhookReceiver,
  { after, ...options }: WebhookRouteOptions = {},
): (request: Request) => Promise<Response> {
  const answer = createWebhookHandler(calcom, options);
  return (request) => answer(request, after === undefined ? {} : { waitUntil: after });
}
