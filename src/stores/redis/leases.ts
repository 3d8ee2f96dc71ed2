import type { LoadLease, LoadLeases } from "../contract.ts";
import { runScript } from "./run-script.ts";
import { RELEASE_LEASE_SCRIPT, TAKE_LEASE_SCRIPT, WRITE_AND_RELEASE_SCRIPT } from "./scripts.ts";
import type { RedisCommand, RedisTransport } from "./transport.ts";

/** Whether a part of the key in braces decides where a cluster keeps it. */
const HAS_HASH_TAG = /^[^{]*\{[^}]+\}/;

/** Leases beside the entries they are about, each a key that names its holder. */
export class RedisLeases implements LoadLeases {
  readonly #transport: RedisTransport;
  readonly #keyPrefix: string;

  constructor(transport: RedisTransport, keyPrefix: string) {
    this.#transport = transport;
    this.#keyPrefix = keyPrefix;
  }

  async take(lease: LoadLease, durationMs: number): Promise<boolean> {
    const endsIn = String(Math.max(1, Math.ceil(durationMs)));
    return (await this.#run(TAKE_LEASE_SCRIPT, lease, [lease.holder, endsIn])) === 1;
  }

  async isTaken(lease: LoadLease): Promise<boolean> {
    const key = this.#keyOf(lease);
    return (await this.#transport.toEntry(key, ["EXISTS", key])) === 1;
  }

  /** Stores an entry and lets go, in one command where a cluster keeps both in one place. */
  async write(lease: LoadLease, key: string, text: string, ttl: string): Promise<void> {
    const send = (command: RedisCommand) => this.#transport.toEntry(key, command);
    if (canBeBeside(key)) {
      const keys = [key, this.#keyOf(lease)];
      await runScript(send, WRITE_AND_RELEASE_SCRIPT, keys, [text, ttl, lease.holder]);
      return;
    }
    // Whoever waits for the lease shall find the entry.
    await send(["SET", key, text, "PX", ttl]);
    await this.release(lease);
  }

  async release(lease: LoadLease): Promise<void> {
    await this.#run(RELEASE_LEASE_SCRIPT, lease, [lease.holder]);
  }

  #run(script: string, lease: LoadLease, args: readonly string[]): Promise<unknown> {
    const key = this.#keyOf(lease);
    const send = (command: RedisCommand) => this.#transport.toEntry(key, command);
    return runScript(send, script, [key], args);
  }

  #keyOf({ entryKey, stamp }: LoadLease): string {
    const key = this.#keyPrefix + entryKey;
    return `${HAS_HASH_TAG.test(key) ? key : `{${key}}`}#lease:${stamp}`;
  }
}

// Braces around a key that has a closing one itself would enclose less than the key.
function canBeBeside(key: string): boolean {
  return HAS_HASH_TAG.test(key) || !key.includes("}");
}
