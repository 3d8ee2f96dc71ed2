import { EventEmitter } from "node:events";
import type { RedisSubscriber } from "../../src/stores/redis/transport.ts";
import { deferred } from "./deferred.ts";

/** A connection for messages whose server is the test. */
export interface HeldRedisSubscriber extends RedisSubscriber {
  isOpen: boolean;
  isReady: boolean;
  /** What it has subscribed to. */
  readonly channels: ReadonlyMap<string, (message: string) => void>;
  /** Lets it connect, or give up. */
  readonly connecting: { resolve: (how: "connected" | "refused") => void };
  /** Whether a subscription is refused. */
  refuses: boolean;
}

export function createHeldSubscriber(): HeldRedisSubscriber {
  const events = new EventEmitter();
  const channels = new Map<string, (message: string) => void>();
  const connecting = deferred<"connected" | "refused">();
  return {
    isOpen: false,
    isReady: false,
    refuses: false,
    channels,
    connecting,
    on: (event, listener) => events.on(event, listener),
    async connect() {
      this.isOpen = true;
      const how = await connecting.promise;
      this.isReady = how === "connected";
      this.isOpen &&= this.isReady;
      events.emit(this.isReady ? "ready" : "error");
      if (how === "refused") throw new Error("refused");
    },
    async subscribe(channel, hear) {
      if (this.refuses) throw new Error("refused");
      channels.set(channel, hear);
    },
    async unsubscribe(channel) {
      channels.delete(channel);
    },
    destroy() {
      if (!this.isOpen) throw new Error("The client is closed.");
      this.isOpen = false;
      this.isReady = false;
    },
  };
}
