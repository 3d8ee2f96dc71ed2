import { expect, onTestFinished, vi } from "vitest";
import type {
  CacheStore,
  CalcomClient,
  CalcomClientOptions,
  CalcomEvents,
} from "../../src/index.ts";
import { type RedisStoreOptions, redisStore } from "../../src/redis.ts";
import { type RedisServerOptions, startRedis } from "./redis-server.ts";
import { startTcpProxy } from "./tcp-proxy.ts";
import { createWorld, DAY, onDay } from "./world.ts";

/** Long enough that nothing of these tests ends by its time to live. */
const NEVER_MS = 24 * 3_600_000;
const POLL = { timeout: 15_000, interval: 5 };

/**
 * Two processes on one real Redis, each with a store of its own: `one` behind a line that can go
 * wrong, `two` beside the server. Their clocks are virtual, and Redis has its own.
 */
export async function createRedisWorld(
  options: { server?: RedisServerOptions; store?: Pick<RedisStoreOptions, "values"> } = {},
) {
  const server = await startRedis(options.server);
  const proxy = await startTcpProxy(server.port);
  const stores: CacheStore[] = [];
  onTestFinished(async () => {
    server.thaw();
    await Promise.allSettled(stores.map((store) => store.close()));
    await proxy.close();
    await server.kill();
  });

  const openStore = async (port: number) => {
    const store = redisStore({ url: `redis://127.0.0.1:${port}`, ...options.store });
    stores.push(store);
    await vi.waitFor(() => store.read("anything", []), POLL);
    return store;
  };
  const world = createWorld({ store: await openStore(proxy.port) });
  const { clock } = world;
  const client = (extra: CalcomClientOptions = {}) =>
    world.client({ ...extra, ttl: { emptyMs: NEVER_MS, nearMs: NEVER_MS, farMs: NEVER_MS } });
  const one = client();
  const two = client({ store: await openStore(server.port) });

  /** Lets the clients' clock go on until it is settled. */
  const passing = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false;
    const settled = () => {
      isSettled = true;
    };
    promise.then(settled, settled);
    const goOn = async () => {
      if (!isSettled) await clock.advance(20);
      return isSettled;
    };
    await expect.poll(goOn, POLL).toBe(true);
    return promise;
  };

  /** Lets the clients' clock go on until it is so. */
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    await expect.poll(() => passing(isSo()), POLL).toBe(true);
  };

  return {
    ...world,
    server,
    proxy,
    client,
    openStore,
    one,
    two,
    passing,
    until,
    /**
     * Reads on until there are hits for both event types in which a time is not listed.
     *
     * @returns what was answered until then
     */
    async untilHitsWithout(client: CalcomClient, time: string): Promise<readonly Answer[]> {
      const answers: Answer[] = [];
      for (const { id } of [world.half, world.hour]) {
        await until(async () => {
          const { slots, provenance } = await client.slots.list(onDay(id));
          const times = (slots[DAY] ?? []).map(({ start }) => start.slice(11, 16));
          answers.push({ times, source: provenance.source });
          return provenance.source === "cache" && !times.includes(time);
        });
      }
      return answers;
    },
  };
}

export interface Answer {
  readonly times: readonly string[];
  readonly source: "cache" | "origin";
}

export type RedisWorld = Awaited<ReturnType<typeof createRedisWorld>>;

/** Everything of a kind that a client tells from now on. */
export function heardFrom<Name extends keyof CalcomEvents>(
  client: CalcomClient,
  name: Name,
): readonly CalcomEvents[Name][] {
  const heard: CalcomEvents[Name][] = [];
  client.on(name, (event) => heard.push(event));
  return heard;
}
