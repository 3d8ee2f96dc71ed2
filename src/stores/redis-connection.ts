/** The part of a single-node `@redis/client` that is used. */
export interface RedisClient {
  sendCommand(args: readonly string[]): Promise<unknown>;
  on(event: string, listener: () => void): unknown;
}

/**
 * A client whose answers all come from one connection to one known server: what was sent over
 * another connection than it was answered by counts as unanswered.
 */
export class RedisConnection {
  readonly #client: () => Promise<RedisClient>;
  readonly #meet: (connection: RedisConnection) => Promise<void>;
  readonly #shas = new Map<string, string>();
  #listening: RedisClient | undefined;
  #epoch = 0;
  #met: { readonly epoch: number; readonly done: Promise<void> } | undefined;

  constructor(
    client: () => Promise<RedisClient>,
    meet: (connection: RedisConnection) => Promise<void>,
  ) {
    this.#client = client;
    this.#meet = meet;
  }

  /** Sends a command to a server that has been met on this connection. */
  async send(args: readonly string[]): Promise<unknown> {
    const client = await this.#connected();
    // Another connection may come while the server is being met.
    while (this.#met?.epoch !== this.#epoch) await this.#meetServer();
    await this.#met.done;
    return this.#sendOn(client, args);
  }

  async #meetServer(): Promise<void> {
    const done = this.#meet(this);
    const met = { epoch: this.#epoch, done };
    this.#met = met;
    try {
      await done;
    } catch (error) {
      if (this.#met === met) this.#met = undefined;
      throw error;
    }
  }

  /** The server has to be met again before the next command. */
  forget(): void {
    this.#met = undefined;
  }

  /** Sends a command whatever server it is. */
  async sendUnmet(args: readonly string[]): Promise<unknown> {
    return this.#sendOn(await this.#connected(), args);
  }

  async run(
    script: string,
    keys: readonly string[],
    args: readonly string[],
    send = (command: readonly string[]) => this.send(command),
  ): Promise<unknown> {
    const sha = this.#shas.get(script) ?? String(await send(["SCRIPT", "LOAD", script]));
    this.#shas.set(script, sha);
    const operands = [String(keys.length), ...keys, ...args];
    try {
      return await send(["EVALSHA", sha, ...operands]);
    } catch (error) {
      // The server has forgotten its scripts, so nothing was executed.
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return send(["EVAL", script, ...operands]);
    }
  }

  async #sendOn(client: RedisClient, args: readonly string[]): Promise<unknown> {
    const epoch = this.#epoch;
    const reply = await client.sendCommand(args);
    if (epoch === this.#epoch) return reply;
    throw new Error("The connection to Redis was replaced while a command was under way.");
  }

  async #connected(): Promise<RedisClient> {
    const client = await this.#client();
    if (this.#listening !== client) {
      this.#listening = client;
      this.#epoch += 1;
      for (const event of ["connect", "ready", "reconnecting", "end", "error"]) {
        client.on(event, () => {
          this.#epoch += 1;
        });
      }
    }
    return client;
  }
}
