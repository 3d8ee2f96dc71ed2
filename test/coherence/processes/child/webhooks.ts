import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { CalcomClient } from "../../../../src/index.ts";
import { CHANGE_HEADER } from "../settings.ts";
import type { Changes } from "./changes.ts";

/** Receives Cal.com's deliveries over HTTP. */
export async function startReceiver(
  client: CalcomClient,
  changes: Changes,
  onMistake: (error: unknown) => void,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const receive = async (incoming: IncomingMessage): Promise<number> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { payload } = JSON.parse(body) as { payload: { eventTypeId: number } };
    const change = String(incoming.headers[CHANGE_HEADER] ?? "nobody");
    const { eventTypeId } = payload;
    const planned = { change, what: "a webhook", by: "webhook", eventTypeId, said: [] } as const;
    const headers = incoming.headers as Record<string, string>;
    const isTaken = await changes.make(planned, async () => {
      await client.handleWebhook({ body, headers });
      return "confirmed";
    });
    return isTaken ? 204 : 503;
  };
  const server = createServer((incoming, outgoing) => {
    receive(incoming)
      .catch((error: unknown) => {
        onMistake(error);
        return 500;
      })
      .then((status) => outgoing.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
