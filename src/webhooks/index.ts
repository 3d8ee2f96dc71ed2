export type { WebhookPayloads } from "../schemas/webhook-payloads.ts";
export type { AnswerContext } from "./going-on.ts";
export {
  type AnswerWebhook,
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookReceiver,
  type WebhookTools,
} from "./handler.ts";
export type {
  KnownTrigger,
  KnownWebhookEvent,
  TriggerHandlers,
  WebhookContext,
  WebhookHandler,
  WebhookHandlers,
} from "./handlers.ts";
export type { UnrecognisedReason, WebhookEvent, WebhookRequest } from "./parse.ts";
export type { ReceivedWebhook, WebhookResult } from "./received.ts";
