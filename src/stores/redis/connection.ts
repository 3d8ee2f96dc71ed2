import type { MeetServer, RedisClient, RedisCommand } from "./transport.ts";

/** What a client says when its connection changes, or may have. */
const EVENTS = ["connect", "ready", "reconnecting", "end", "error"] as const;

interface Meeting {
  readonly epoch: number;
  readonly done: Promise<void>;
  isOver: boolean;
}

/**
 * A client for one server, whose answers all come from one connection: what was sent over another
 * connection than it was answered by counts as unanswered.
 */
export class RedisConnection {
  readonly #source: () => RedisClient | Promise<RedisClient>;
  readonly #meet: MeetServer;
  readonly #meetings = new Map<string, Meeting>();
  #client: RedisClient | undefined;
  #epoch = 0;
  #isClosed = false;
  readonly #onEvent = () => {
    this.#epoch += 1;
  };

  /** @param source asked for the client whenever the last connection is gone */
  constructor(source: () => RedisClient | Promise<RedisClient>, meet: MeetServer) {
    this.#source = source;
    this.#meet = meet;
  }

  /** Sends a command to a server that this registry was met at, over this very connection. */
  send(registry: string, command: RedisCommand): Promise<unknown> {
    if (this.#client !== undefined && this.#isMet(registry)) {
      return this.#sendOn(this.#client, command);
    }
    return this.#sendOnceMet(registry, command);
  }

  /** Sends a command whatever server it is. */
  async sendUnmet(command: RedisCommand): Promise<unknown> {
    return this.#sendOn(await this.#connected(), command);
  }

  /** The registry has to be met again before the next command. */
  forget(registry: string): void {
    this.#meetings.delete(registry);
  }

  async client(): Promise<RedisClient> {
    return this.#connected();
  }

  /** The client in use; `undefined` before the first command, and after it was left. */
  get current(): RedisClient | undefined {
    return this.#client;
  }

  /**
   * Takes its listeners off the client; the next command asks for one anew. What is under way counts
   * as unanswered.
   */
  release(): void {
    for (const event of EVENTS) this.#client?.off(event, this.#onEvent);
    this.#client = undefined;
    this.#epoch += 1;
    this.#meetings.clear();
  }

  /** Leaves the client for good. */
  close(): void {
    this.#isClosed = true;
    this.release();
  }

  #isMet(registry: string): boolean {
    const meeting = this.#meetings.get(registry);
    return meeting?.isOver === true && meeting.epoch === this.#epoch;
  }

  async #sendOnceMet(registry: string, command: RedisCommand): Promise<unknown> {
    let client = await this.#connected();
    // Another connection may come while the server is being met.
    while (!this.#isMet(registry)) {
      await this.#meeting(registry);
      client = await this.#connected();
    }
    return this.#sendOn(client, command);
  }

  #meeting(registry: string): Promise<void> {
    const known = this.#meetings.get(registry);
    if (known?.epoch === this.#epoch) return known.done;
    const meeting: Meeting = { epoch: this.#epoch, done: this.#met(registry), isOver: false };
    this.#meetings.set(registry, meeting);
    meeting.done.then(
      () => {
        meeting.isOver = true;
      },
      () => {
        if (this.#meetings.get(registry) === meeting) this.#meetings.delete(registry);
      },
    );
    return meeting.done;
  }

  async #met(registry: string): Promise<void> {
    await this.#meet(registry, (command) => this.sendUnmet(command));
  }

  async #sendOn(client: RedisClient, command: RedisCommand): Promise<unknown> {
    const epoch = this.#epoch;
    const reply = await client.sendCommand(command).catch((error: unknown) => {
      // A master that has become a replica keeps its connections, and would go on answering readers.
      if (error instanceof Error && error.message.startsWith("READONLY")) this.#meetings.clear();
      throw error;
    });
    if (epoch === this.#epoch) return reply;
    throw new Error("The connection to Redis was replaced while a command was under way.");
  }

  async #connected(): Promise<RedisClient> {
    this.#refuseIfClosed();
    const client = await this.#source();
    this.#refuseIfClosed();
    if (this.#client === client) return client;
    this.release();
    this.#client = client;
    for (const event of EVENTS) client.on(event, this.#onEvent);
    return client;
  }

  #refuseIfClosed(): void {
    if (this.#isClosed) throw new Error("The Redis store is closed.");
  }
}
