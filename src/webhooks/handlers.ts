import type { TRIGGERS } from "./event-change.ts";
import type { WebhookEvent } from "./parse.ts";

/** Every trigger this version knows by name. */
export type KnownTrigger = keyof typeof TRIGGERS;

type PascalCase<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Capitalize<Lowercase<Head>>}${PascalCase<Tail>}`
  : Capitalize<Lowercase<Text>>;

/** What a handler is told beside the event. */
export interface WebhookContext {
  /** A later event of the same booking was received before: the booking has gone on since. */
  readonly outdated: boolean;
}

/** Work of the application, done once per event, after its invalidation is confirmed. */
export type WebhookHandler = (event: WebhookEvent, context: WebhookContext) => void | Promise<void>;

/** One handler per trigger: `onBookingCreated`, `onOooCreated`, and so on. */
export type TriggerHandlers = {
  readonly [Trigger in KnownTrigger as `on${PascalCase<Trigger>}`]?: WebhookHandler;
};

/** What an application does about events. */
export interface WebhookHandlers extends TriggerHandlers {
  /** Every event, after the trigger's own handler. */
  readonly onAny?: WebhookHandler;
  /** Events of no known trigger, or whose payload has not the shape of theirs; templates, tests. */
  readonly onUnrecognised?: WebhookHandler;
  /** What went wrong: a refused delivery, or a handler that threw. */
  readonly onError?: (error: unknown, event: WebhookEvent | undefined) => void | Promise<void>;
}
