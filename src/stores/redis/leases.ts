import type { LoadLease, LoadLeases } from "../contract.ts";
import { runScript } from "./run-script.ts";
import { RELEASE_LEASE_SCRIPT, TAKE_LEASE_SCRIPT } from "./scripts.ts";
import type { RedisCommand, RedisTransport } from "./transport.ts";

/** The part of a key in braces, which decides where a cluster keeps it. */
const HASH_TAG = /^[^{]*\{[^}]+\}/;

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

  async release(lease: LoadLease): Promise<void> {
    await this.#run(RELEASE_LEASE_SCRIPT, lease, [lease.holder]);
  }

  #run(script: string, lease: LoadLease, args: readonly string[]): Promise<unknown> {
    const key = this.#keyOf(lease);
    const send = (command: RedisCommand) => this.#transport.toEntry(key, command);
    return runScript(send, script, [key], args);
  }

  // In the slot of the entry, so that what is sent after an entry arrives after it.
  #keyOf({ entryKey, stamp }: LoadLease): string {
    const key = this.#keyPrefix + entryKey;
    return `${HASH_TAG.test(key) ? key : `{${key}}`}#lease:${stamp}`;
  }
}
