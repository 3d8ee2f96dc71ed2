import type { WebhookHandlerOptions } from "../webhooks/index.ts";

/** `after` of `next/server`. Next carries revalidations out that a function makes, not a promise. */
export type After = (work: () => Promise<unknown>) => void;

type AnyHandler = (...told: readonly unknown[]) => unknown;

/** The same handlers, but that they wait for `begun`. */
export function heldBack(
  options: WebhookHandlerOptions,
  begun: Promise<void>,
): WebhookHandlerOptions {
  const held = Object.entries(options as Readonly<Record<string, unknown>>).map(
    ([name, option]) => {
      if (typeof option !== "function") return [name, option] as const;
      const handler = option as AnyHandler;
      const later: AnyHandler = async (...told) => {
        // A refused delivery has no event, and nothing that comes after the answer.
        if (name !== "onError" || told[1] !== undefined) await begun;
        return handler(...told);
      };
      return [name, later] as const;
    },
  );
  return Object.fromEntries(held);
}
