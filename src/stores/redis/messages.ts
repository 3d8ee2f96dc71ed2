import { endClient } from "./end-client.ts";
import type { RedisSubscriber } from "./transport.ts";

interface Session {
  subscriber?: RedisSubscriber;
  isConnected: boolean;
}

/**
 * One connection that messages come over, there while anybody listens. The client comes back by
 * itself; where it has given up, {@link Messages.mend} makes another.
 */
export class Messages {
  readonly #duplicate: () => Promise<RedisSubscriber>;
  readonly #hearers = new Map<string, (text: string) => void>();
  #session: Session | undefined;

  constructor(duplicate: () => Promise<RedisSubscriber>) {
    this.#duplicate = duplicate;
  }

  open(channel: string, hear: (text: string) => void): void {
    const isNew = !this.#hearers.has(channel);
    if (isNew) this.#hearers.set(channel, hear);
    const session = this.#session;
    if (session === undefined || !isNew) this.mend();
    else if (session.isConnected) void this.#subscribe(session, [channel]);
  }

  leave(channel: string): void {
    this.#hearers.delete(channel);
    if (this.#hearers.size === 0) this.#end();
    // A message that nobody listens for is not heard, so nothing depends on the answer.
    else this.#session?.subscriber?.unsubscribe(channel).catch(() => undefined);
  }

  /** Begins anew if the subscription is gone for good. */
  mend(): void {
    const session = this.#session;
    if (session?.isConnected === true && session.subscriber?.isOpen === false) this.#end();
    if (this.#session !== undefined || this.#hearers.size === 0) return;
    this.#session = { isConnected: false };
    void this.#begin(this.#session);
  }

  close(): void {
    this.#hearers.clear();
    this.#end();
  }

  async #begin(session: Session): Promise<void> {
    try {
      const subscriber = await this.#duplicate();
      if (this.#session !== session) return;
      session.subscriber = subscriber;
      // Without a listener the event would end the process; the client reconnects by itself.
      subscriber.on("error", () => undefined);
      await subscriber.connect();
      session.isConnected = true;
    } catch {
      // Messages only let go of trust early; it ends without them as well.
      return this.#endIf(session);
    }
    await this.#subscribe(session, [...this.#hearers.keys()]);
  }

  async #subscribe(session: Session, channels: readonly string[]): Promise<void> {
    const hear = (channel: string) => (text: string) => this.#hearers.get(channel)?.(text);
    try {
      for (const channel of channels) await session.subscriber?.subscribe(channel, hear(channel));
    } catch {
      this.#endIf(session);
    }
  }

  #endIf(session: Session): void {
    if (this.#session === session) this.#end();
  }

  #end(): void {
    const subscriber = this.#session?.subscriber;
    this.#session = undefined;
    if (subscriber !== undefined) endClient(subscriber);
  }
}
