import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FakeCalcom } from "./fake-calcom.ts";

export type { Clock } from "../clock.ts";
export { createFakeCalcom, type FakeCalcom, type FakeCalcomOptions } from "./fake-calcom.ts";
export { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";

/** Where the server listens. */
export interface FakeCalcomServerOptions {
  /** Default: one the system chooses. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
}

/** A running server. */
export interface FakeCalcomServer {
  /** The base URL of the API, e.g. `http://127.0.0.1:4711/v2`. */
  readonly url: string;
  /** Stops listening and breaks the connections that are left. */
  close(): Promise<void>;
}

async function toRequest(incoming: IncomingMessage, origin: string): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const method = incoming.method ?? "GET";
  const body = method === "GET" || method === "HEAD" ? null : Buffer.concat(chunks);
  return new Request(new URL(incoming.url ?? "/", origin), { method, headers, body });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  if (response.type === "error") {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/**
 * Puts a fake Cal.com behind a real HTTP server on this machine.
 *
 * @example
 * const server = await startFakeCalcomServer(createFakeCalcom());
 * await fetch(`${server.url}/me`, { headers: { authorization: "Bearer cal_live_alice" } });
 * await server.close();
 */
export async function startFakeCalcomServer(
  fake: FakeCalcom,
  { port = 0, host = "127.0.0.1" }: FakeCalcomServerOptions = {},
): Promise<FakeCalcomServer> {
  let origin = `http://${host}`;
  const server = createServer((incoming, outgoing) => {
    toRequest(incoming, origin)
      .then((request) => fake.handle(request))
      .then((response) => send(response, outgoing))
      .catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  origin = `http://${host}:${address.port}`;
  return {
    url: `${origin}/v2`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
