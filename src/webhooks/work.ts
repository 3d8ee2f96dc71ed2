import { tasksFor } from "./dispatch.ts";
import type { WebhookHandlers } from "./handlers.ts";
import type { WebhookEvent } from "./parse.ts";
import type { ReceivedWebhook } from "./received.ts";

/** What the application does about deliveries. Nothing of it rejects. */
export class WebhookWork {
  readonly #handlers: WebhookHandlers;
  readonly #warn: (message: string, details?: unknown) => void;

  constructor(handlers: WebhookHandlers, warn: (message: string, details?: unknown) => void) {
    this.#handlers = handlers;
    this.#warn = warn;
  }

  /** Calls the handlers, and notes whether the event is dealt with. */
  async carryOut(received: ReceivedWebhook): Promise<"done" | "failed"> {
    const failures: unknown[] = [];
    const attempt = async (task: () => unknown) => {
      try {
        await task();
      } catch (error) {
        failures.push(error);
      }
    };
    // One that fails is no reason to keep the event from the other: it may never come again.
    for (const task of tasksFor(received, this.#handlers)) await attempt(task);
    await attempt(() => (failures.length === 0 ? received.done() : received.forget()));
    for (const error of failures) await this.tell(error, received.event);
    return failures.length === 0 ? "done" : "failed";
  }

  /** Tells the application what went wrong, or else the log. */
  async tell(error: unknown, event: WebhookEvent | undefined): Promise<void> {
    const { onError } = this.#handlers;
    const what = event === undefined ? "A webhook was refused." : "A webhook's handler has failed.";
    if (onError === undefined) return this.#warn(what, error);
    try {
      await onError(error, event);
    } catch (second) {
      this.#warn(`${what} So has \`onError\`.`, { error, second });
    }
  }
}
