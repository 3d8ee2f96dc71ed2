import { vi } from "vitest";
import type { Logger } from "../../../src/index.ts";
import {
  type AnswerWebhook,
  createWebhookHandler,
  type WebhookHandlerOptions,
} from "../../../src/webhooks/index.ts";
import { type ReceiverOptions, SECRET, signed, warmReceiver } from "./deliveries.ts";

export const BOOKING = {
  uid: "u1",
  eventTypeId: 1,
  startTime: "2026-12-07T09:00:00Z",
  endTime: "2026-12-07T09:30:00Z",
  status: "ACCEPTED",
  organizer: { id: 1, email: "alice@example.test" },
  attendees: [{ email: "ann@example.test", name: "Ann" }],
  schedulingType: null,
};
export const CREATED = {
  triggerEvent: "BOOKING_CREATED",
  createdAt: "2026-12-01T08:00:00.000Z",
  payload: BOOKING,
} as const;

/** A signed request as a platform hands it over. */
export async function posted(body: string | object = CREATED, secret = SECRET): Promise<Request> {
  const { body: text, headers } = await signed(body, secret);
  return new Request("https://app.example/hook", { method: "POST", headers, body: String(text) });
}

/** A handler of webhooks over a client with a clock that stands still. */
export async function handling(handlers: WebhookHandlerOptions = {}, extra: ReceiverOptions = {}) {
  const warn = vi.fn<Logger["warn"]>();
  const world = await warmReceiver({ known: [1], logger: { warn }, ...extra });
  const answer: AnswerWebhook = createWebhookHandler(world.calcom, handlers);
  return { ...world, warn, answer };
}

/** Status and body of an answer. */
export async function told(response: Promise<Response> | Response) {
  const { status, headers, body } = await response;
  const text = body === null ? "" : await new Response(body).text();
  return { status, headers, ...(text === "" ? {} : (JSON.parse(text) as object)) };
}
