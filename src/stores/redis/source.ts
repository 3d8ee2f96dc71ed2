import { ConfigurationError } from "../../errors.ts";
import type { RedisCluster } from "./cluster-topology.ts";
import { clusterTransport } from "./cluster-transport.ts";
import { type RedisSentinel, sentinelTransport } from "./sentinel-transport.ts";
import { singleTransport } from "./single-transport.ts";
import type { MeetServer, RedisClient, RedisTransport } from "./transport.ts";

/** What an application may have already: a `KeyvRedis`, or a client of `@redis/client`. */
export type RedisSource =
  | { readonly getClient: () => Promise<unknown> }
  | { readonly sendCommand: (...args: never[]) => Promise<unknown> };

/** The part of `KeyvRedis` that is used. */
export interface RedisAdapter {
  readonly client: unknown;
  getClient(): Promise<unknown>;
  disconnect(): Promise<unknown>;
}

/**
 * The way over an application's client, whose kind is told by its shape: there may be another copy
 * of its package than ours.
 *
 * @param end closes the client, where it is not to outlive the store
 */
export function transportOver(
  source: RedisSource,
  end?: () => unknown,
): (meet: MeetServer) => RedisTransport {
  const client = isRedisAdapter(source) ? source.client : source;
  const connected = async () => (isRedisAdapter(source) ? source.getClient() : source);
  if (isCluster(client)) {
    return (meet) => clusterTransport(connected as () => Promise<RedisCluster>, meet, end);
  }
  if (isSentinel(client)) {
    return (meet) => sentinelTransport(connected as () => Promise<RedisSentinel>, meet, end);
  }
  if (!isClient(client)) {
    throw new ConfigurationError(
      "The client is none that redisStore() knows: pass a KeyvRedis, or what createClient(), createCluster() or createSentinel() of @redis/client 5 returns.",
    );
  }
  return (meet) => singleTransport(connected as () => Promise<RedisClient>, meet, end);
}

export function isRedisAdapter(value: unknown): value is RedisAdapter {
  const adapter = value as Partial<RedisAdapter> | undefined;
  return typeof adapter?.getClient === "function" && typeof adapter.client === "object";
}

function isCluster(value: unknown): value is RedisCluster {
  const client = value as Partial<RedisCluster> | undefined;
  return typeof client?.nodeClient === "function" && Array.isArray(client.slots);
}

function isSentinel(value: unknown): value is RedisSentinel {
  const client = value as Partial<RedisSentinel> | undefined;
  return typeof client?.getMasterNode === "function" && typeof client._execute === "function";
}

function isClient(value: unknown): value is RedisClient {
  const client = value as Partial<RedisClient> | undefined;
  return typeof client?.sendCommand === "function" && typeof client.duplicate === "function";
}
