import type { IncomingMessage, ServerResponse } from "node:http";
import { ConfigurationError } from "../errors.ts";
import {
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookReceiver,
} from "../webhooks/index.ts";
import { webhookRequestOf } from "./node-request.ts";

/** Options of a webhook route in Next's Pages Router. */
export interface WebhookApiRouteOptions extends WebhookHandlerOptions {
  /** Such as `waitUntil` of `@vercel/functions`: handlers go on after the answer then. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
}

/** An API route of the Pages Router: its `NextApiRequest` and `NextApiResponse` are these. */
export type WebhookApiRoute = (
  request: IncomingMessage & { readonly body?: unknown },
  response: ServerResponse,
) => Promise<void>;

/**
 * Makes an API route of the Pages Router that takes webhook deliveries. Next must leave the body
 * alone: `export const config = { api: { bodyParser: false } }`, in the same file.
 *
 * @example
 * ```ts
 * // pages/api/webhooks/cal.ts
 * import { CalcomClient } from "calcom-coherent";
 * import { createWebhookApiRoute } from "calcom-coherent/next";
 *
 * const calcom = new CalcomClient({ webhookSecret: process.env.CALCOM_WEBHOOK_SECRET });
 *
 * export const config = { api: { bodyParser: false } };
 * export default createWebhookApiRoute(calcom, {
 *   onBookingCreated: ({ payload }) => console.log("booked", payload.uid),
 * });
 * ```
 */
export function createWebhookApiRoute(
  calcom: WebhookReceiver,
  { waitUntil, ...options }: WebhookApiRouteOptions = {},
): WebhookApiRoute {
  const answer = createWebhookHandler(calcom, options);
  const refuse = createWebhookHandler(
    { receiveWebhook: async () => Promise.reject(bodyParsed()) },
    options,
  );
  const context = waitUntil === undefined ? {} : { waitUntil };
  return async (request, response) => {
    const isRaw = request.body === undefined || request.body instanceof Uint8Array;
    const answered = isRaw
      ? await answer(await webhookRequestOf(request), context)
      : await refuse({ body: "", headers: request.headers });
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    response.end(await answered.text());
  };
}

function bodyParsed(): ConfigurationError {
  return new ConfigurationError(
    "Next has parsed the delivery's body, and without its bytes the signature cannot be checked. Add `export const config = { api: { bodyParser: false } }` to the file of this API route.",
    { code: "webhook_payload" },
  );
}
