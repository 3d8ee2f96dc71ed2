import {
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookReceiver,
} from "../webhooks/index.ts";

export {
  createWebhookApiRoute,
  type NodeRequest,
  type NodeResponse,
  type WebhookApiRoute,
  type WebhookApiRouteOptions,
} from "./next-api-route.ts";
export {
  bridgeToNextCache,
  type InvalidationSource,
  type NextCacheBridge,
  type NextCacheOptions,
} from "./next-bridge.ts";
export { type NextLife, type NextProvenance, nextLife, nextTags } from "./next-tags.ts";

/** Options of a webhook route in Next's App Router. */
export interface WebhookRouteOptions extends WebhookHandlerOptions {
  /**
   * `after` of `next/server` (Next 15.1): handlers run after the answer then, and Cal.com's booking
   * request does not wait for them.
   */
  readonly after?: (begin: () => Promise<unknown>) => void;
}

/**
 * Makes the `POST` of a route handler that takes webhook deliveries. What they touch is orphaned, and
 * Next's cache told of it where `bridgeToNextCache` stands, before Cal.com is answered.
 *
 * @example
 * ```ts
 * // app/api/webhooks/cal/route.ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createWebhookRoute } from "calcom-coherent/next";
 * import { after } from "next/server";
 *
 * const here = globalThis as { calcom?: CalcomClient };
 * here.calcom ??= new CalcomClient({ webhookSecret: process.env.CALCOM_WEBHOOK_SECRET });
 *
 * export const POST = createWebhookRoute(here.calcom, {
 *   after,
 *   onBookingCreated: ({ payload }) => console.log("booked", payload.uid),
 * });
 * ```
 */
export function createWebhookRoute(
  calcom: WebhookReceiver,
  { after, ...options }: WebhookRouteOptions = {},
): (request: Request) => Promise<Response> {
  const answer = createWebhookHandler(calcom, options);
  const context = after === undefined ? {} : { after };
  return (request) => answer(request, context);
}
