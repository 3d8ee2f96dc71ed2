import { webhookPayloadSchemas } from "../schemas/webhook-payloads.ts";
import { handlerName } from "./handler-names.ts";
import type { KnownTrigger, WebhookContext, WebhookHandler, WebhookHandlers } from "./handlers.ts";
import type { WebhookEvent } from "./parse.ts";
import type { ReceivedWebhook } from "./received.ts";

/** One piece of work, for which a handler has been found. */
export type Task = () => unknown;

const SCHEMAS = webhookPayloadSchemas satisfies Readonly<Record<KnownTrigger, unknown>>;

/** Who is to be told of a delivery, in this order. */
export function tasksFor(received: ReceivedWebhook, handlers: WebhookHandlers): readonly Task[] {
  const { event, outdated } = received;
  const { own, reason } = ownTask(received, handlers);
  const context: WebhookContext = { outdated, reason };
  const { onAny } = handlers;
  return [
    own && (() => own.handler(own.event, context)),
    onAny && (() => onAny(event, context)),
  ].filter((task) => task !== undefined);
}

interface OwnTask {
  readonly own: { readonly handler: WebhookHandler; readonly event: WebhookEvent } | undefined;
  readonly reason: WebhookContext["reason"];
}

function ownTask({ event, reason }: ReceivedWebhook, handlers: WebhookHandlers): OwnTask {
  const unrecognised = handlers.onUnrecognised && { handler: handlers.onUnrecognised, event };
  const { triggerEvent } = event;
  if (reason !== undefined || !isKnown(triggerEvent)) {
    return { own: unrecognised, reason: reason ?? "unknown-trigger" };
  }
  const { success, data: payload } = SCHEMAS[triggerEvent].safeParse(event.payload);
  if (!success) return { own: unrecognised, reason: "shape" };
  // Each handler takes what the schema of its own trigger gives.
  const handler = handlers[handlerName(triggerEvent)] as WebhookHandler | undefined;
  return { own: handler && { handler, event: { ...event, payload } }, reason: undefined };
}

function isKnown(trigger: string | undefined): trigger is KnownTrigger {
  return trigger !== undefined && Object.hasOwn(SCHEMAS, trigger);
}
