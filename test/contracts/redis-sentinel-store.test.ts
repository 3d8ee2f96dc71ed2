import KeyvRedis, { createSentinel } from "@keyv/redis";
import { Keyv } from "keyv";
import { afterAll, beforeAll, describe } from "vitest";
import { keyvStore } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import { type RedisSentinel, startRedisSentinel } from "../helpers/redis-sentinel.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { describeStore } from "./store-contract.ts";

describe.skipIf(!hasRedis)("with a sentinel", () => {
  let master: RedisServer;
  let sentinel: RedisSentinel;
  const clients: ReturnType<typeof newClient>[] = [];
  const newClient = () =>
    createSentinel({
      name: sentinel.masterName,
      sentinelRootNodes: [{ host: "127.0.0.1", port: sentinel.port }],
    }).on("error", () => undefined);

  beforeAll(async () => {
    master = await startRedis();
    sentinel = await startRedisSentinel(master);
    clients.push(newClient(), newClient());
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.destroy()));
    await Promise.all([sentinel.kill(), master.kill()]);
  });

  const options = { leases: true, generations: true, budgets: true };
  describeStore(
    "redisStore over two processes' clients",
    async () => {
      const stores = clients.map(async (client) => {
        if (!client.isOpen) await client.connect();
        return redisStore({ client });
      });
      const [store, other] = await Promise.all(stores);
      if (store === undefined) throw new Error("There are two clients.");
      const end = async () => {
        await store.close();
        await other?.close();
      };
      return { store, ...(other && { other }), end };
    },
    { ...options, cutOff: () => clients[0]?.destroy() },
  );

  describeStore(
    "keyvStore over KeyvRedis",
    () => {
      const adapter = new KeyvRedis(newClient());
      const store = keyvStore(new Keyv({ store: adapter, namespace: "app" }));
      return { store, end: () => store.close() };
    },
    options,
  );
});
