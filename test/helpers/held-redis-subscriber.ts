import type { RedisSubscriber } from "../../src/stores/redis/transport.ts";
import { deferred } from "./deferred.ts";

/** A connection for messages whose server is the test. */
export interface HeldRedisSubscriber extends RedisSubscriber {
  isOpen: boolean;
  /** What it has subscribed to. */
  readonly channels: ReadonlyMap<string, (message: string) => void>;
  /** Lets it connect, or not. */
  readonly connecting: { resolve: (how: "connected" | "refused") => void };
  /** Whether a subscription is refused. */
  refuses: boolean;
}

export function createHeldSubscriber(): HeldRedisSubscriber {
  const channels = new Map<string, (message: string) => void>();
  const connecting = deferred<"connected" | "refused">();
  return {
    isOpen: false,
    refuses: false,
    channels,
    connecting,
    on: () => undefined,
    async connect() {
      this.isOpen = true;
      if ((await connecting.promise) === "connected") return;
      this.isOpen = false;
      throw new Error("refused");
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
    },
  };
}
