import type { RedisClient, RedisSubscriber } from "./transport.ts";

/** Connections for messages, to a server that may be replaced by another one. */
export class Subscribers {
  readonly #made = new Set<RedisSubscriber>();

  /** A connection for messages to the server of this client. */
  beside(client: RedisClient): RedisSubscriber {
    const subscriber = client.duplicate();
    this.#made.add(subscriber);
    return subscriber;
  }

  /** The server is no longer the one that is used, and they would wait for it for ever. */
  drop(): void {
    for (const subscriber of this.#made) if (subscriber.isOpen) subscriber.destroy();
    this.#made.clear();
  }
}
