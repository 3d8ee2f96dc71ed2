import KeyvRedis, { createClient } from "@keyv/redis";
import { afterAll, beforeAll, describe, vi } from "vitest";
import { type RedisStoreOptions, redisStore } from "../../src/redis.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { describeStore } from "./store-contract.ts";

describe.skipIf(!hasRedis)("with a redis-server", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.kill());

  const clientOfOurs = async () => {
    const client = createClient({ url: server.url, disableOfflineQueue: true });
    client.on("error", () => undefined);
    return client.connect();
  };
  type Client = Awaited<ReturnType<typeof clientOfOurs>>;

  const open = async (options: (client: Client) => RedisStoreOptions) => {
    const client = await clientOfOurs();
    const store = redisStore(options(client));
    // Before its first connection a store refuses everything.
    await vi.waitFor(() => store.read("anything", []), { timeout: 15_000 });
    const close = async () => {
      await store.close();
      client.destroy();
    };
    return { store, close };
  };

  /** Two stores, as two processes have them. */
  const describeRedis = (name: string, options: (client: Client) => RedisStoreOptions) =>
    describeStore(
      name,
      async () => {
        const [one, two] = [await open(options), await open(options)];
        const end = async () => {
          await Promise.allSettled([one.close(), two.close()]);
          if (!server.isRunning) await server.start();
        };
        return { store: one.store, other: two.store, end };
      },
      { leases: true, generations: true, budgets: true, cutOff: () => server.kill() },
    );

  describeRedis("redisStore at a URL", () => ({ url: server.url }));
  describeRedis("redisStore over a client", (client) => ({ client }));
  describeRedis("redisStore over KeyvRedis, with a prefix and local values", (client) => ({
    client: new KeyvRedis(client),
    keyPrefix: "app {1}:",
    values: "local",
  }));
});
