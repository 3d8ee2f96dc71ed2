import type { WebhookPayloads } from "../schemas/webhook-payloads.ts";
import type { TRIGGERS } from "./event-change.ts";
import type { UnrecognisedReason, WebhookEvent } from "./parse.ts";

/** Every trigger this version knows by name. */
export type KnownTrigger = keyof typeof TRIGGERS;

type PascalCase<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Capitalize<Lowercase<Head>>}${PascalCase<Tail>}`
  : Capitalize<Lowercase<Text>>;

/** An event of a known trigger, whose payload has been looked at. */
export type KnownWebhookEvent<Trigger extends KnownTrigger = KnownTrigger> =
  Trigger extends KnownTrigger
    ? Omit<WebhookEvent, "triggerEvent" | "payload"> & {
        readonly triggerEvent: Trigger;
        readonly payload: WebhookPayloads[Trigger];
      }
    : never;

/** What a handler is told beside the event. */
export interface WebhookContext {
  /** A later event of the same booking was received before: the booking has gone on since. */
  readonly outdated: boolean;
  /** Why no trigger's own handler is told; `undefined` for events it is told of. */
  readonly reason: UnrecognisedReason | undefined;
}

/**
 * Work of the application, done once per event, after its invalidation is confirmed; a promise it
 * gives is waited for. That of a known trigger is given a typed payload; without one it takes whatever
 * has come.
 */
export type WebhookHandler<Trigger extends KnownTrigger = never> = (
  event: [Trigger] extends [never] ? WebhookEvent : KnownWebhookEvent<Trigger>,
  context: WebhookContext,
) => unknown;

/** One handler per trigger: `onBookingCreated`, `onOooCreated`, and so on. */
export type TriggerHandlers = {
  readonly [Trigger in KnownTrigger as `on${PascalCase<Trigger>}`]?: WebhookHandler<Trigger>;
};

/** What an application does about events. */
export interface WebhookHandlers extends TriggerHandlers {
  /** Every event, after the trigger's own handler, whatever became of that. */
  readonly onAny?: WebhookHandler;
  /**
   * Events that no trigger's own handler is told of: templates, test pings, triggers this version does
   * not know, payloads without what their trigger always has. `context.reason` says which.
   */
  readonly onUnrecognised?: WebhookHandler;
  /**
   * What went wrong: a refused delivery (without an event), a handler that threw, or an invalidation
   * that the store did not confirm again.
   * @default the client's logger is told
   */
  readonly onError?: (error: unknown, event: WebhookEvent | undefined) => unknown;
}
