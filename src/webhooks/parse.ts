import * as z from "zod/mini";
import { TRIGGERS } from "./event-change.ts";

/** A delivery as the application sees it. */
export interface WebhookEvent {
  /**
   * Cal.com's trigger, such as `BOOKING_CREATED`; older spellings of known ones (`BOOKING.CREATED`,
   * or in small letters) are given this one. `undefined` for a templated body without one.
   */
  readonly triggerEvent: string | undefined;
  /** When Cal.com made the delivery. */
  readonly createdAt: string | undefined;
  /** What the trigger says; MEETING_* deliveries are flat, and then it is the whole body. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Why no handler of a trigger was told:
 * - `template`: a body without trigger, as a subscription with a payload template sends;
 * - `test`: the button "ping test" of Cal.com's settings;
 * - `unknown-trigger`: a trigger this version does not know;
 * - `shape`: the payload lacks what its trigger always has, as templates that keep the trigger do;
 * - `mapping`: `webhooks.mapBody` threw, or gave something else than an event.
 */
export type UnrecognisedReason = "template" | "test" | "unknown-trigger" | "shape" | "mapping";

/** What an application's mapping makes of a templated body. */
export interface MappedWebhook {
  readonly triggerEvent: string;
  readonly createdAt?: string | undefined;
  /** In the shape Cal.com gives it without a template, as far as the template kept it. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A webhook request: the platform's own, or its raw body and headers. */
export type WebhookRequest =
  | Request
  | {
      /** The raw body: exactly the bytes that came, or their text. */
      readonly body: string | Uint8Array;
      readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
    };

/** What a body says, and why that is not all there is to say, where it is not. */
export interface ReadEvent {
  readonly event: WebhookEvent;
  readonly reason: UnrecognisedReason | undefined;
}

const NOTHING: WebhookEvent = { triggerEvent: undefined, createdAt: undefined, payload: {} };
const text = z.optional(z.string());
const record = z.record(z.string(), z.unknown());
const lenientText = z.catch(text, undefined);
const envelope = z.looseObject({
  triggerEvent: lenientText,
  createdAt: lenientText,
  payload: z.optional(z.unknown()),
});

/**
 * A verified body as JSON, else as text.
 *
 * @returns `isText: false` for bytes that are no UTF-8: what they spell, an address for instance,
 * would be another than was meant
 */
export function contentOf(body: Uint8Array): { content: unknown; isText: boolean } {
  let written: string;
  try {
    written = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return { content: undefined, isText: false };
  }
  try {
    return { content: JSON.parse(written), isText: true };
  } catch {
    // A template may be anything, a form for instance.
    return { content: written, isText: true };
  }
}

/** Reads an event as Cal.com writes it. Whatever cannot be read is one nobody knows, never nothing. */
export function readEvent(content: unknown): ReadEvent {
  const outer = envelope.safeParse(content);
  if (!outer.success) return unreadable("template");
  const { createdAt, payload: inner } = outer.data;
  const triggerEvent = usualSpelling(outer.data.triggerEvent);
  const payload = record.safeParse(inner ?? content);
  if (!payload.success || inner === null) {
    return { event: { ...NOTHING, triggerEvent, createdAt }, reason: "shape" };
  }
  return asRead({ triggerEvent, createdAt, payload: payload.data });
}

const mapped = z.object({ triggerEvent: z.string(), createdAt: text, payload: record });

/** What a mapping gave. @returns `undefined` where that is no event */
export function readMapped(result: unknown): ReadEvent | undefined {
  const { success, data } = mapped.safeParse(result);
  if (!success) return undefined;
  const { createdAt, payload } = data;
  return asRead({ triggerEvent: usualSpelling(data.triggerEvent), createdAt, payload });
}

/** What nobody understands. */
export function unreadable(reason: UnrecognisedReason): ReadEvent {
  return { event: NOTHING, reason };
}

function asRead(event: WebhookEvent): ReadEvent {
  if (event.triggerEvent === undefined) return { event, reason: "template" };
  if (isTest(event)) return { event, reason: "test" };
  const isKnown = Object.hasOwn(TRIGGERS, event.triggerEvent);
  return { event, reason: isKnown ? undefined : "unknown-trigger" };
}

// API.md 11.3: the trigger picked in the dialog (`PING` in older ones), and nobody's booking.
function isTest({ triggerEvent, payload }: WebhookEvent): boolean {
  if (triggerEvent === "PING") return true;
  return payload.type === "Test" && !("uid" in payload) && !("eventTypeId" in payload);
}

function usualSpelling(trigger: string | undefined): string | undefined {
  if (trigger === undefined) return undefined;
  const usual = trigger.replaceAll(".", "_").toUpperCase();
  return Object.hasOwn(TRIGGERS, usual) ? usual : trigger;
}
