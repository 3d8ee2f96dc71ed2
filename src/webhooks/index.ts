export {
  type AnswerContext,
  type AnswerWebhook,
  createWebhookHandler,
  type WebhookHandlerOptions,
  type WebhookReceiver,
} from "./handler.ts";
export type {
  KnownTrigger,
  TriggerHandlers,
  WebhookContext,
  WebhookHandler,
  WebhookHandlers,
} from "./handlers.ts";
export type { WebhookEvent, WebhookRequest } from "./parse.ts";
export type { ReceivedWebhook, WebhookResult } from "./received.ts";
