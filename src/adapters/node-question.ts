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

/** What HTTP lets be in a field; those of HTTP/2 itself, which begin with a colon, are none. */
const FIELD = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The same as the web's standard has it, without a body. */
export function questionFrom(incoming: NodeQuestion, signal: AbortSignal): Request {
  const headers = new Headers();
  // All of them: a host's own `questionOf` may go by any, such as `cookie`.
  for (const [name, value] of Object.entries(incoming.headers)) {
    const isField = typeof value === "string" && FIELD.test(value) && !name.startsWith(":");
    if (isField) headers.set(name, value);
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
