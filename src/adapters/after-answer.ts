import type { WebhookHandlerOptions } from "../webhooks/index.ts";

type Handler = (...told: unknown[]) => unknown;

/**
 * The same handlers, each begun in a turn of Node's event loop of its own. Their promise comes from
 * the same turn as the answer, which a handler that reckons for long before it first waits would hold.
 */
export function begunAfterAnswer(options: WebhookHandlerOptions): WebhookHandlerOptions {
  const all: [string, unknown][] = Object.entries(options);
  const entries = all.map(([name, value]) => {
    const isHandler = typeof value === "function" && name !== "onError";
    return [name, isHandler ? inNextTurn(value as Handler) : value];
  });
  return Object.fromEntries(entries);
}

function inNextTurn(handler: Handler): Handler {
  return async (...told) => {
    await new Promise(setImmediate);
    return handler(...told);
  };
}
