import KeyvRedis, { createCluster } from "@keyv/redis";
import { Keyv } from "keyv";
import { afterAll, beforeAll, describe } from "vitest";
import { keyvStore } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import { type RedisCluster, startRedisCluster } from "../helpers/redis-cluster.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { describeStore } from "./store-contract.ts";

describe.skipIf(!hasRedis)("with a cluster", () => {
  let cluster: RedisCluster;
  const clients: ReturnType<typeof newClient>[] = [];
  const newClient = () =>
    createCluster({ rootNodes: [...cluster.rootNodes], useReplicas: true }).on(
      "error",
      () => undefined,
    );

  beforeAll(async () => {
    cluster = await startRedisCluster();
    clients.push(newClient(), newClient());
  }, 30_000);
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await cluster.end();
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
