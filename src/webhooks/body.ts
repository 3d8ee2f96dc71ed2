import { ConfigurationError, WebhookBodyError } from "../errors.ts";
import type { WebhookRequest } from "./parse.ts";

const encoder = new TextEncoder();

/**
 * The raw bytes of a delivery; no more of a stream is taken than may come.
 *
 * @throws ConfigurationError when the body was parsed already: its bytes, and with them the
 * signature, cannot be restored; WebhookBodyError when it is too large, or breaks off
 */
export async function readBody(request: WebhookRequest, maxBytes: number): Promise<Uint8Array> {
  if (isRequest(request)) return readRequest(request, maxBytes);
  const body: unknown = (request as { body?: unknown } | undefined)?.body;
  // UTF-8 has a byte at least for each of these units, so the encoder gets no more than may come.
  if (typeof body === "string" && body.length <= maxBytes) {
    return withinBounds(encoder.encode(body), maxBytes);
  }
  if (typeof body === "string") throw tooLarge(maxBytes);
  if (body instanceof Uint8Array) return withinBounds(body, maxBytes);
  throw notRaw();
}

/** Whether it is a platform's own request, of whichever copy of `fetch`. */
export function isRequest(request: WebhookRequest): request is Request {
  if (request instanceof Request) return true;
  return typeof (request as { arrayBuffer?: unknown } | undefined)?.arrayBuffer === "function";
}

async function readRequest(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.bodyUsed) throw readBefore();
  const { body } = request;
  if (body === null) return new Uint8Array();
  // Frameworks have requests of their own that look like one.
  if (typeof (body as Partial<typeof body> | undefined)?.getReader !== "function") throw notRaw();
  if (body.locked) throw readBefore();
  const reader = body.getReader();
  if (Number(request.headers.get("content-length")) > maxBytes) throw refusedBy(reader, maxBytes);
  let bytes = new Uint8Array();
  let length = 0;
  for (;;) {
    const { done, value } = await nextChunk(reader);
    if (done) return bytes.subarray(0, length);
    if (!ArrayBuffer.isView(value)) throw notRaw();
    const start = length;
    length += value.byteLength;
    if (length > maxBytes) throw refusedBy(reader, maxBytes);
    bytes = withRoomFor(length, bytes);
    bytes.set(value, start);
  }
}

function refusedBy(reader: ReadableStreamDefaultReader, maxBytes: number): WebhookBodyError {
  // What its source makes of that is its own affair, and may take it as long as it likes.
  reader.cancel().catch(() => undefined);
  return tooLarge(maxBytes);
}

async function nextChunk(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (cause) {
    throw new WebhookBodyError(
      "webhook_unreadable",
      "The delivery broke off before its body had come whole. Nothing of it was applied.",
      { cause },
    );
  }
}

// Pieces are copied, not kept: those of a body that is sent byte by byte take hundreds of times its size.
function withRoomFor(length: number, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (length <= bytes.length) return bytes;
  const larger = new Uint8Array(Math.max(length, 2 * bytes.length));
  larger.set(bytes);
  return larger;
}

function withinBounds(body: Uint8Array, maxBytes: number): Uint8Array {
  if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
  return body;
}

function tooLarge(maxBytes: number): WebhookBodyError {
  return new WebhookBodyError(
    "webhook_too_large",
    `The delivery is larger than ${maxBytes} bytes. Where yours are, set \`webhooks.maxBodyBytes\`.`,
  );
}

function notRaw(): ConfigurationError {
  return bodyGone(
    'Pass the request itself, or { body, headers } with the raw body. Where it was parsed before, the signature cannot be checked: in Express, use `express.raw({ type: "*/*" })` on the webhook\'s route, ahead of `express.json()`.',
  );
}

function readBefore(): ConfigurationError {
  return bodyGone(
    "The request's body was read before; pass a `request.clone()` to whoever reads it first.",
  );
}

function bodyGone(message: string): ConfigurationError {
  return new ConfigurationError(message, { code: "webhook_payload" });
}
