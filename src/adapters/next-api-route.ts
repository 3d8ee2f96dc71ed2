import { notPosted } from "../webhooks/answers.ts";
import {
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookReceiver,
} from "../webhooks/index.ts";
import { answerNode, type NodeResponse } from "./node-answer.ts";
import { NodeReceiver } from "./node-receiver.ts";
import type { NodeRequest } from "./node-request.ts";

export type { NodeResponse } from "./node-answer.ts";
export type { NodeRequest } from "./node-request.ts";

/** Options of a webhook route in Next's Pages Router. */
export interface WebhookApiRouteOptions extends WebhookHandlerOptions {
  /** Such as `waitUntil` of `@vercel/functions`: handlers go on after the answer then. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
}

/** An API route of the Pages Router: `NextApiRequest` and `NextApiResponse` are these. */
export type WebhookApiRoute = (request: NodeRequest, response: NodeResponse) => Promise<void>;

const LINE =
  "Next's parser is turned off by `export const config = { api: { bodyParser: false } }` in the file of this API route.";

/**
 * Makes an API route of the Pages Router that takes webhook deliveries. Next has to leave the body
 * alone, for which a line is needed in the same file: see the example.
 *
 * Next's cache is not told from here, as no API route can: what `bridgeToNextCache` has to tell
 * waits for a change inside the App Router.
 *
 * @example
 * ```ts
 * // pages/api/webhooks/cal.ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createWebhookApiRoute } from "calcom-coherent/next";
 *
 * const here = globalThis as { calcom?: CalcomClient };
 * here.calcom ??= new CalcomClient({ webhookSecret: process.env.CALCOM_WEBHOOK_SECRET });
 *
 * export const config = { api: { bodyParser: false } };
 * export default createWebhookApiRoute(here.calcom, {
 *   onBookingCreated: ({ payload }) => console.log("booked", payload.uid),
 * });
 * ```
 */
export function createWebhookApiRoute(
  calcom: WebhookReceiver,
  { waitUntil, ...options }: WebhookApiRouteOptions = {},
): WebhookApiRoute {
  const receiver = new NodeReceiver(calcom, LINE);
  const answer = createWebhookHandler(receiver, options);
  const context = waitUntil === undefined ? {} : { waitUntil };
  return async (request, response) => {
    const isPost = request.method === "POST";
    const answered = isPost ? answer(receiver.requestOf(request), context) : notPosted();
    await answerNode(response, await answered);
  };
}
