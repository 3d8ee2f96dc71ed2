import { createClient } from "@keyv/redis";
import { afterAll, beforeAll, describe } from "vitest";
import { redisStore } from "../../src/redis.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { describeStore } from "./store-contract.ts";

if (process.env.CI && !hasRedis) throw new Error("CI needs a redis-server for this suite.");

describe.skipIf(!hasRedis)("with a redis-server", () => {
  let server: RedisServer;
  let prefixes = 0;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.kill());

  const pass = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const context = { clock: createVirtualClock(), keyPrefix: "", rootKey: "all" };

  describeStore("redisStore at a URL", async () => {
    const store = redisStore({ url: server.url, keyPrefix: `u${++prefixes}:` });
    store.attach?.(context);
    return { store, pass, end: async () => store.close() };
  });

  describeStore("redisStore over a client", async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    const store = redisStore({ client, keyPrefix: `c${++prefixes}:` });
    store.attach?.(context);
    const end = async () => {
      await store.close();
      client.destroy();
    };
    return { store, pass, end };
  });
});
