import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { WebhookRequest } from "../webhooks/index.ts";
import { nodeBody } from "./node-body.ts";

/** A request of `node:http` or `node:http2`, and where parsers and platforms leave its body. */
export type NodeRequest = Readable & {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** What a parser has made of the body. */
  readonly body?: unknown;
  /** The bytes themselves, as `keepRawBody` and some platforms keep them. */
  readonly rawBody?: unknown;
};

/** What is left of a delivery when it comes to us. */
export interface NodeDelivery {
  readonly request: WebhookRequest;
  readonly headers: Headers;
  /** `rewritten`: made of what a parser left; `gone`: read before, and nothing was left. */
  readonly body: "raw" | "rewritten" | "gone";
}

/** Finds the body of a delivery; never waits for bytes that somebody else has read. */
export function deliveryOf(incoming: NodeRequest): NodeDelivery {
  const headers = headersOf(incoming);
  const left = (raw: string | Uint8Array, body: NodeDelivery["body"]) => ({
    ...{ request: { body: raw, headers }, headers, body },
  });
  for (const kept of [incoming.rawBody, incoming.body]) {
    if (kept instanceof Uint8Array) return left(kept, "raw");
  }
  // An empty one may be a beginning, to which its reader adds what we read as well.
  if (typeof incoming.rawBody === "string" && incoming.rawBody !== "") {
    return left(incoming.rawBody, "rewritten");
  }
  // Older parsers set a body of `{}` even where they have read nothing.
  if (!incoming.readableDidRead && !incoming.readableEnded) {
    return { request: unread(incoming, headers), headers, body: "raw" };
  }
  const again = writtenAgain(incoming.body);
  return again === undefined ? left("", "gone") : left(again, "rewritten");
}

// A header that came twice stays doubled, so that no second signature can hide behind a first.
function headersOf({ headers }: NodeRequest): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 keeps method and path among the headers, under names no header may have.
    if (value === undefined || name.startsWith(":")) continue;
    for (const one of typeof value === "string" ? [value] : value) all.append(name, one);
  }
  return all;
}

// As a stream, so that the receiver takes no more of it than `webhooks.maxBodyBytes`.
function unread(incoming: NodeRequest, headers: Headers): Request {
  const init = { method: "POST", headers, body: nodeBody(incoming), duplex: "half" };
  // Nobody reads the address, and what a sender has put there may be none.
  return new Request("http://webhook.invalid/", init);
}

// Cal.com signs the output of `JSON.stringify`, so what was parsed and is written again is mostly
// the same bytes; the signature tells.
function writtenAgain(parsed: unknown): string | undefined {
  if (typeof parsed === "string") return parsed;
  try {
    return JSON.stringify(parsed);
  } catch {
    // A reviver has made something of it that JSON has no words for.
    return undefined;
  }
}
