/** A command, its name first. */
export type RedisCommand = readonly string[];

export type SendCommand = (command: RedisCommand) => Promise<unknown>;

/**
 * Looks at the server behind a new connection before a registry there is believed.
 *
 * @param registry key of the registry's root record, as it is in Redis
 * @param send sends to that very connection
 */
export type MeetServer = (registry: string, send: SendCommand) => Promise<void>;

/** The part of a `@redis/client` for one server that is used. */
export interface RedisClient {
  sendCommand(command: RedisCommand): Promise<unknown>;
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  duplicate(): RedisSubscriber;
}

/** The part of a duplicated client that is used; of one server, a cluster or a sentinel alike. */
export interface RedisSubscriber {
  /** `false` before it connects, and once it has given up. */
  readonly isOpen: boolean;
  readonly isReady: boolean;
  on(event: string, listener: () => void): unknown;
  connect(): Promise<unknown>;
  subscribe(channel: string, hear: (message: string) => void): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  destroy(): unknown;
}

/**
 * The way to one Redis, however many servers it is made of. All keys are as they are in Redis.
 * What was sent over another connection, or to another server, than it was answered by rejects, and
 * so does what nobody answers. Nothing is sent twice.
 */
export interface RedisTransport {
  /**
   * One round trip, after the server that holds the registry was met: the entry first, where one is
   * asked for, then the records; `null` for what is not there.
   */
  read(
    registry: string,
    entryKey: string | undefined,
    recordKeys: readonly string[],
  ): Promise<readonly (string | null)[]>;
  /** Sends to the server that holds the registry, once it was met. */
  toRegistry(registry: string, command: RedisCommand): Promise<unknown>;
  /** Sends to whatever server holds the entry; it need not be met, for an entry proves nothing. */
  toEntry(entryKey: string, command: RedisCommand): Promise<unknown>;
  /** A new client, not yet connected, to hear messages with. */
  subscriber(): Promise<RedisSubscriber>;
  /** Takes its listeners off the client, and closes the client where it is not to outlive the store. */
  close(): Promise<void>;
}
