import * as z from "zod/mini";
import { ConfigurationError } from "../errors.ts";

/** A delivery as the application sees it. */
export interface WebhookEvent {
  /** Cal.com's trigger, such as `BOOKING_CREATED`; `undefined` for a templated body without one. */
  readonly triggerEvent: string | undefined;
  /** When Cal.com made the delivery. */
  readonly createdAt: string | undefined;
  /** What the trigger says; MEETING_* deliveries are flat, and then it is the whole body. */
  readonly payload: Readonly<Record<string, unknown>>;
}

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

/**
 * The raw bytes of a delivery.
 *
 * @throws ConfigurationError when the body was parsed already: its bytes, and with them the
 * signature, cannot be restored
 */
export async function readBody(request: WebhookRequest): Promise<Uint8Array> {
  if (request instanceof Request) {
    if (!request.bodyUsed) return new Uint8Array(await request.arrayBuffer());
    throw bodyGone(
      "The request's body was read before; pass a `request.clone()` to whoever reads it first.",
    );
  }
  const body: unknown = (request as { body?: unknown } | undefined)?.body;
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  throw bodyGone(
    'Pass the request itself, or { body, headers } with the raw body. Where it was parsed before, the signature cannot be checked: in Express, use `express.raw({ type: "*/*" })` on the webhook\'s route, ahead of `express.json()`.',
  );
}

function bodyGone(message: string): ConfigurationError {
  return new ConfigurationError(message, { code: "webhook_payload" });
}

/** A header by its lower-case name, from either form of headers. */
export function headerOf(request: WebhookRequest, name: string): string | undefined {
  const { headers } = request as { headers?: (typeof request)["headers"] };
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  for (const [key, value] of Object.entries(headers ?? {})) {
    const first = typeof value === "string" ? value : value?.[0];
    if (key.toLowerCase() === name && first !== undefined) return first;
  }
  return undefined;
}

const envelope = z.looseObject({
  triggerEvent: z.optional(z.string()),
  createdAt: z.optional(z.string()),
  payload: z.optional(z.record(z.string(), z.unknown())),
});

/** Reads a verified body. Whatever cannot be read is an event nobody knows, never nothing. */
export function parseEvent(body: Uint8Array): WebhookEvent {
  const nothing = { triggerEvent: undefined, createdAt: undefined, payload: {} };
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // A template may be anything, a form for instance.
    return nothing;
  }
  const result = envelope.safeParse(json);
  if (!result.success) return nothing;
  const { triggerEvent, createdAt, payload } = result.data;
  return { triggerEvent, createdAt, payload: payload ?? (result.data as Record<string, unknown>) };
}
