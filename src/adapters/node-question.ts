import type { IncomingHttpHeaders } from "node:http";

/** A request of `node:http`, `node:http2`, Express or Connect that asks for something. */
export interface NodeQuestion {
  readonly method?: string | undefined;
  /** Without the path that a router was mounted at. */
  readonly url?: string | undefined;
  /** With it. */
  readonly originalUrl?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What answers go by. */
const HEADERS = ["if-none-match", "last-event-id"];
/** Entity tags and versions of ours are made of these. */
const PLAIN = /^[\x20-\x7e]*$/;

/** The same as the web's standard has it, without a body. */
export function questionFrom(incoming: NodeQuestion, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const name of HEADERS) {
    const value = incoming.headers[name];
    if (typeof value === "string" && PLAIN.test(value)) headers.set(name, value);
  }
  const { method = "GET" } = incoming;
  const address = (incoming.originalUrl ?? incoming.url ?? "/").replace(/^(?!\/)/, "/");
  return new Request(`http://slots.invalid${address}`, {
    // Some methods cannot be had here, and all others are answered alike.
    method: method === "GET" || method === "HEAD" ? method : "POST",
    headers,
    signal,
  });
}
