import { randomToken } from "../../tokens.ts";
import type {
  CacheStore,
  LoadLease,
  RegistryStep,
  StoreContext,
  StoredEntry,
  StoreRead,
  TagState,
} from "../contract.ts";
import { decodeEntry, encodeEntry } from "../entry-codec.ts";
import { RedisBudgets } from "./budgets.ts";
import { DecodedEntries } from "./decoded-entries.ts";
import { generationKey, RedisGenerations } from "./generations.ts";
import { RedisLeases } from "./leases.ts";
import { stateOfText } from "./record.ts";
import { Registries } from "./registries.ts";
import { runScript } from "./run-script.ts";
import { APPLY_SCRIPT, ENSURE_SCRIPT } from "./scripts.ts";
import { meetServer } from "./server-check.ts";
import type { MeetServer, RedisCommand, RedisTransport } from "./transport.ts";

export interface RedisStoreSettings {
  readonly keyPrefix: string;
  readonly values: "store" | "local";
  readonly transport: (meet: MeetServer) => RedisTransport;
}

/** A record's own key and that of the marks that outlive it (decision 0010). */
const withMarksKey = (key: string) => [key, `${key}#marks`];

/** Every step is one atomic script, and marks end by the server's clock. */
export class RedisStore implements CacheStore {
  readonly name = "redis";
  readonly values: "store" | "local";
  readonly leases: RedisLeases;
  readonly generations: RedisGenerations;
  readonly budgets: RedisBudgets;
  readonly #transport: RedisTransport;
  readonly #keyPrefix: string;
  readonly #registries: Registries;
  readonly #decoded = new DecodedEntries();

  constructor({ keyPrefix, values, transport }: RedisStoreSettings) {
    this.values = values;
    this.#keyPrefix = keyPrefix;
    this.#registries = new Registries(keyPrefix);
    this.#transport = transport(
      meetServer({
        onReplaced: (registry) => this.generations.tellOwn(registry, [registry]),
        warn: (message) => this.#registries.warn(message),
      }),
    );
    this.leases = new RedisLeases(this.#transport, keyPrefix);
    this.generations = new RedisGenerations(this.#transport, keyPrefix);
    this.budgets = new RedisBudgets(this.#transport, keyPrefix);
  }

  attach(context: StoreContext): void {
    this.#registries.add(context);
  }

  async read(entryKey: string | undefined, recordKeys: readonly string[]): Promise<StoreRead> {
    const first = recordKeys[0];
    if (first === undefined) return { entry: await this.#readAlone(entryKey), states: [] };
    const key = entryKey === undefined ? undefined : this.#keyPrefix + entryKey;
    const keys = this.#keysOf(recordKeys);
    const texts = await this.#transport.read(this.#registries.rootOf(first), key, keys);
    const skipped = key === undefined ? 0 : 1;
    const states: (TagState | undefined)[] = [];
    for (let at = skipped; at < texts.length; at++) states.push(stateOfText(texts[at]));
    const entry = entryKey === undefined ? undefined : this.#decode(entryKey, texts[0]);
    return { entry, states };
  }

  async #readAlone(entryKey: string | undefined): Promise<StoredEntry | undefined> {
    if (entryKey === undefined) return undefined;
    const key = this.#keyPrefix + entryKey;
    const text = await this.#transport.toEntry(key, ["GET", key]);
    return this.#decode(entryKey, text);
  }

  // Readers who keep values of their own ask for a text once.
  #decode(entryKey: string, text: unknown): StoredEntry | undefined {
    if (typeof text !== "string") return undefined;
    return this.values === "local" ? decodeEntry(text) : this.#decoded.decode(entryKey, text);
  }

  #keysOf(recordKeys: readonly string[]): readonly string[] {
    return this.#keyPrefix === "" ? recordKeys : recordKeys.map((key) => this.#keyPrefix + key);
  }

  async ensure(recordKeys: readonly string[], freshVersion: string): Promise<readonly TagState[]> {
    const first = recordKeys[0];
    if (first === undefined) return [];
    const keys = this.#keysOf(recordKeys).flatMap(withMarksKey);
    const registry = this.#registries.rootOf(first);
    const texts = await this.#run(registry, ENSURE_SCRIPT, keys, [freshVersion]);
    return (texts as readonly string[]).map((text) => stateOfText(text) as TagState);
  }

  async apply(steps: readonly RegistryStep[]): Promise<void> {
    const first = steps[0];
    if (first === undefined) return;
    const registry = this.#registries.rootOf(first.key);
    const keys = this.#keysOf(steps.map(({ key }) => key));
    const operands = steps.map(({ freshVersion, bump, addMarks, removeMarks }) => ({
      f: freshVersion,
      b: bump,
      a: addMarks.map(({ id, kind, durationMs }) => [id, kind, Math.max(1, Math.ceil(durationMs))]),
      r: removeMarks,
    }));
    const scriptKeys = [generationKey(registry), ...keys.flatMap(withMarksKey)];
    this.generations.tellOwn(registry, keys);
    try {
      const args = [JSON.stringify(operands), randomToken()];
      await this.#run(registry, APPLY_SCRIPT, scriptKeys, args);
    } finally {
      this.generations.tellOwn(registry, keys);
    }
  }

  #run(registry: string, script: string, keys: readonly string[], args: readonly string[]) {
    const send = (command: RedisCommand) => this.#transport.toRegistry(registry, command);
    return runScript(send, script, keys, args);
  }

  async write(
    entryKey: string,
    entry: StoredEntry,
    ttlMs: number,
    lease?: LoadLease,
  ): Promise<void> {
    const key = this.#keyPrefix + entryKey;
    const ttl = String(Math.max(1, Math.floor(ttlMs)));
    const text = encodeEntry(entry);
    if (lease !== undefined) return this.leases.write(lease, key, text, ttl);
    await this.#transport.toEntry(key, ["SET", key, text, "PX", ttl]);
  }

  async close(): Promise<void> {
    this.generations.close();
    await this.#transport.close();
  }
}
