import { Keyv, type KeyvStoreAdapter } from "keyv";
import { ConfigurationError } from "../errors.ts";
import type { CacheStore } from "./contract.ts";
import { KeyvRecordStore } from "./keyv-record-store.ts";
import { RedisStore } from "./redis/redis-store.ts";
import { isRedisAdapter, transportOver } from "./redis/source.ts";

/** What a Keyv-backed store is made from. */
export type KeyvSource = Keyv | KeyvStoreAdapter | Map<string, unknown>;

/**
 * Keeps everything in whatever Keyv can reach.
 *
 * Over `KeyvRedis` (of one server, a Cluster or Sentinels) it is the store that `redisStore()` makes:
 * every step is one atomic script and marks end by the server's clock, so it is exact across
 * processes. Over anything else versions are exact where the store is
 * linearizable, because each bump is read back; marks are exact within one process and best effort
 * across several, because Keyv has no compare-and-set.
 *
 * @param source a Keyv instance, a Keyv adapter or a `Map`; an instance's namespace is respected
 * @throws ConfigurationError when `source` is none of these
 *
 * @example
 * ```ts
 * import { CalcomClient, keyvStore } from "calcom-coherent";
 * import { Keyv } from "keyv";
 *
 * const calcom = new CalcomClient({ store: keyvStore(new Keyv()) });
 * ```
 */
export function keyvStore(source: KeyvSource): CacheStore {
  const adapter: unknown = isKeyv(source) ? source.store : source;
  if (isRedisAdapter(adapter)) {
    const namespace = isKeyv(source) ? source.namespace : undefined;
    return new RedisStore({
      values: "store",
      keyPrefix: namespace === undefined ? "" : `${namespace}:`,
      transport: transportOver(adapter, () => adapter.disconnect()),
    });
  }
  if (!isAdapter(adapter)) {
    throw new ConfigurationError(
      "keyvStore() takes a Keyv instance, a Keyv adapter or a Map. Install keyv@5 and pass one.",
    );
  }
  return new KeyvRecordStore(strictKeyv(source, adapter), adapter);
}

// Keyv answers a failed write with `true` unless it is told to throw; a copy over the same adapter
// and namespace is told so, and the application's own instance is left as it is.
function strictKeyv(source: KeyvSource, adapter: KeyvStoreAdapter): Keyv {
  if (isKeyv(source)) return new Keyv({ ...source.opts, throwOnErrors: true });
  // Keyv would overwrite the adapter's namespace with its own default.
  const { namespace = "" } = adapter;
  return new Keyv({ store: adapter, namespace, useKeyPrefix: false, throwOnErrors: true });
}

// By its shape: the application may have another copy of Keyv than this library.
function isKeyv(source: KeyvSource): source is Keyv {
  return source instanceof Keyv || ("opts" in source && "store" in source);
}

function isAdapter(value: unknown): value is KeyvStoreAdapter {
  const adapter = value as Partial<KeyvStoreAdapter> | undefined;
  return typeof adapter?.get === "function" && typeof adapter.set === "function";
}
