import { EventEmitter } from "node:events";
import type {
  RedisClient,
  RedisCommand,
  RedisSubscriber,
} from "../../src/stores/redis/transport.ts";

/** A command that its client has sent, answered when a test says so. */
export interface SentCommand {
  readonly command: RedisCommand;
  answer(reply: unknown): void;
  fail(error: Error): void;
}

/** A Redis client whose server is the test. */
export interface HeldRedisClient extends RedisClient {
  readonly sent: SentCommand[];
  /** Says that something happened to the connection. */
  emit(event: string): void;
  listeners(): number;
  /** The next command, once it is sent. */
  next(): Promise<SentCommand>;
}

export function createHeldClient(duplicate?: () => RedisSubscriber): HeldRedisClient {
  const events = new EventEmitter();
  const sent: SentCommand[] = [];
  let taken = 0;
  const arrivals = new EventEmitter();
  return {
    sent,
    sendCommand: (command) =>
      new Promise((resolve, reject) => {
        sent.push({ command, answer: resolve, fail: reject });
        arrivals.emit("sent");
      }),
    on: (event, listener) => events.on(event, listener),
    off: (event, listener) => events.off(event, listener),
    emit: (event) => void events.emit(event),
    listeners: () => events.eventNames().reduce((all, name) => all + events.listenerCount(name), 0),
    duplicate: () => {
      if (duplicate === undefined) throw new Error("Nobody is expected to listen.");
      return duplicate();
    },
    async next() {
      taken += 1;
      while (sent.length < taken) await new Promise((resolve) => arrivals.once("sent", resolve));
      return sent[taken - 1] as SentCommand;
    },
  };
}
