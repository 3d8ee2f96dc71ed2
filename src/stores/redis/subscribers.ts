import { endClient } from "./end-client.ts";
import type { RedisClient, RedisSubscriber } from "./transport.ts";

/** The connection for messages, to a server that may be replaced by another one. */
export class Subscribers {
  #last: RedisSubscriber | undefined;

  /** A new connection for messages, to the server of this client. */
  beside(client: RedisClient): RedisSubscriber {
    this.#last = client.duplicate();
    return this.#last;
  }

  /** The server is no longer the one that is used, and the connection would wait for it for ever. */
  drop(): void {
    if (this.#last !== undefined) endClient(this.#last);
    this.#last = undefined;
  }
}
