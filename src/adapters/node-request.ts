import type { IncomingMessage } from "node:http";
import type { WebhookRequest } from "../webhooks/index.ts";

/** The raw body and the headers of a request of `node:http`. */
export async function webhookRequestOf(
  request: IncomingMessage & { readonly body?: unknown },
): Promise<WebhookRequest> {
  const { headers } = request;
  if (request.body instanceof Uint8Array) return { body: request.body, headers };
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return { body: Buffer.concat(chunks), headers };
}
