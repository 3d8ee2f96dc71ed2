import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { RawDelivery } from "./scheme.ts";

/** Answers a POST with a status and, where there is one, a JSON value. */
export type Endpoint = (request: RawDelivery) => Promise<{ status: number; json?: unknown }>;

export interface Receiver {
  readonly url: string;
  close(): Promise<void>;
}

/** A real HTTP server on this machine: what the application would run. */
export async function openReceiver(
  endpoints: Readonly<Record<string, Endpoint>>,
): Promise<Receiver> {
  const server = createServer((incoming, outgoing) => {
    const endpoint = endpoints[incoming.url ?? ""];
    const answer = async () => {
      if (endpoint === undefined) return { status: 404 };
      // The signature covers the bytes as they came, so the body is handed on unparsed.
      return endpoint({ body: await textOf(incoming), headers: incoming.headers });
    };
    answer()
      .catch((error: unknown) => ({ status: 500, json: { error: String(error) } }))
      .then(({ status, json }: { status: number; json?: unknown }) => {
        outgoing.writeHead(status, { "content-type": "application/json" });
        outgoing.end(json === undefined ? "" : JSON.stringify(json));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
