import { checkedChoice } from "../../checks.ts";
import { ConfigurationError } from "../../errors.ts";
import type { CacheStore } from "../contract.ts";
import { openClient } from "./own-client.ts";
import { RedisStore } from "./redis-store.ts";
import { singleTransport } from "./single-transport.ts";
import { type RedisSource, transportOver } from "./source.ts";
import type { MeetServer, RedisTransport } from "./transport.ts";

interface CommonOptions {
  /**
   * `local`: readers keep values in their own memory, so that only versions travel.
   * @default "store"
   */
  readonly values?: "store" | "local";
  /**
   * Put before every key. Clients whose stores have different ones do not see each other's changes.
   * @default ""
   */
  readonly keyPrefix?: string;
}

/** Options of {@link redisStore}: where the Redis is, or a client that knows. */
export type RedisStoreOptions = CommonOptions &
  (
    | {
        /** For example `redis://localhost:6379`, or `rediss:` for TLS. Needs `@keyv/redis`. */
        readonly url: string;
      }
    | {
        /**
         * A `KeyvRedis`, or a client of `@redis/client` for one server, a Cluster or Sentinels. It
         * stays the application's: it has to be connected, and is not closed with the store. Let it
         * fail at once while Redis is away (`disableOfflineQueue`), and give up on a server that is
         * silent (`socketTimeout` and `pingInterval`).
         */
        readonly client: RedisSource;
      }
  );

/**
 * Keeps everything in Redis, for all processes that share it. Every change is one atomic script,
 * done when Redis has confirmed it, and marks end by the server's clock.
 *
 * Close the store when it is no longer needed: its connection keeps the process alive.
 *
 * @throws ConfigurationError when an option cannot be used
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { redisStore } from "calcom-coherent/redis";
 *
 * const calcom = new CalcomClient({ store: redisStore({ url: "redis://localhost:6379" }) });
 * ```
 */
export function redisStore(options: RedisStoreOptions): CacheStore {
  const { keyPrefix = "" } = options;
  const values = checkedChoice("values", options.values ?? "store", ["store", "local"]);
  if (typeof keyPrefix !== "string") throw new ConfigurationError("`keyPrefix` must be a string.");
  return new RedisStore({ values, keyPrefix, transport: transportOf(options) });
}

function transportOf(options: RedisStoreOptions): (meet: MeetServer) => RedisTransport {
  if ("client" in options) return transportOver(options.client);
  if (!isRedisUrl(options.url)) {
    throw new ConfigurationError("redisStore() takes a redis: or rediss: `url`, or a `client`.");
  }
  const { source, end } = openClient(options.url);
  return (meet) => singleTransport(source, meet, end);
}

function isRedisUrl(url: unknown): url is string {
  return typeof url === "string" && /^rediss?:/.test(url) && URL.canParse(url);
}
