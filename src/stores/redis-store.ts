import { randomToken } from "../tokens.ts";
import type {
  CacheStore,
  RegistryStep,
  StoreContext,
  StoredEntry,
  StoreRead,
  TagState,
} from "./contract.ts";
import { decodeEntry, encodeEntry } from "./entry-codec.ts";
import { type RedisClient, RedisConnection } from "./redis-connection.ts";
import { APPLY_SCRIPT, ENSURE_SCRIPT, MEET_SERVER_SCRIPT } from "./redis-scripts.ts";
import { unmarked } from "./tag-record.ts";

/** A single Redis server: every step is one atomic script, and marks end by the server's clock. */
export class RedisStore implements CacheStore {
  readonly name = "redis";
  readonly #connection: RedisConnection;
  readonly #keyPrefix: string;
  readonly #rootKeys = new Set<string>();
  readonly #disconnect: () => Promise<unknown>;

  constructor(options: {
    client: () => Promise<RedisClient>;
    keyPrefix: string;
    disconnect: () => Promise<unknown>;
  }) {
    this.#connection = new RedisConnection(options.client, (connection) => this.#meet(connection));
    this.#keyPrefix = options.keyPrefix;
    this.#disconnect = options.disconnect;
  }

  attach(context: Pick<StoreContext, "rootKey">): void {
    if (this.#rootKeys.has(context.rootKey)) return;
    this.#rootKeys.add(context.rootKey);
    // A namespace that comes later has not yet been checked against this server.
    this.#connection.forget();
  }

  async #meet(connection: RedisConnection): Promise<void> {
    const send = (command: readonly string[]) => connection.sendUnmet(command);
    for (const rootKey of this.#rootKeys) {
      const key = this.#keyPrefix + rootKey;
      await connection.run(MEET_SERVER_SCRIPT, [`${key}@server`, key], [randomToken()], send);
    }
  }

  async read(entryKey: string | undefined, recordKeys: readonly string[]): Promise<StoreRead> {
    const keys = entryKey === undefined ? recordKeys : [entryKey, ...recordKeys];
    if (keys.length === 0) return { entry: undefined, states: [] };
    const values = (await this.#connection.send([
      "MGET",
      ...keys.map((key) => this.#keyPrefix + key),
    ])) as readonly (string | null)[];
    const records = entryKey === undefined ? values : values.slice(1);
    // Only the server can tell which marks have ended, so marked records are asked about.
    const marked = recordKeys.filter((_key, index) => records[index]?.startsWith("{"));
    const known = marked.length === 0 ? [] : await this.ensure(marked, randomToken());
    const states = recordKeys.map((key, index) => {
      const version = records[index];
      if (version == null) return undefined;
      const at = marked.indexOf(key);
      return at < 0 ? unmarked(version) : known[at];
    });
    return { entry: entryKey === undefined ? undefined : decodeEntry(values[0]), states };
  }

  async ensure(recordKeys: readonly string[], freshVersion: string): Promise<readonly TagState[]> {
    const keys = recordKeys.map((key) => this.#keyPrefix + key);
    const states = await this.#connection.run(ENSURE_SCRIPT, keys, [freshVersion]);
    return (states as readonly (readonly [string, number, number, number])[]).map(
      ([version, marked, cautious, ends]) => ({
        version,
        marked: marked === 1,
        cautious: cautious === 1,
        endsByItself: ends === 1,
      }),
    );
  }

  async apply(steps: readonly RegistryStep[]): Promise<void> {
    const keys = steps.map((step) => this.#keyPrefix + step.key);
    const operands = steps.map(({ freshVersion, bump, addMarks, removeMarks }) => ({
      f: freshVersion,
      b: bump,
      a: addMarks.map(({ id, kind, durationMs }) => [id, kind, Math.ceil(durationMs)]),
      r: removeMarks,
    }));
    await this.#connection.run(APPLY_SCRIPT, keys, [JSON.stringify(operands)]);
  }

  async write(entryKey: string, entry: StoredEntry, ttlMs: number): Promise<void> {
    const key = this.#keyPrefix + entryKey;
    const ttl = String(Math.max(1, Math.floor(ttlMs)));
    await this.#connection.send(["SET", key, encodeEntry(entry), "PX", ttl]);
  }

  async close(): Promise<void> {
    await this.#disconnect();
  }
}
