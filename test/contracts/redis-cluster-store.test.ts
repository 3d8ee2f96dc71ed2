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
  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 30_000);
  afterAll(() => cluster.end());

  const openClient = () => {
    const client = createCluster({ rootNodes: [...cluster.rootNodes], useReplicas: true });
    return client.on("error", () => undefined);
  };

  const clients = new Map<unknown, { destroy(): void }>();
  const overClient = async () => {
    const client = openClient();
    await client.connect();
    const store = redisStore({ client });
    clients.set(store, client);
    const end = async () => {
      await store.close();
      if (client.isOpen) client.destroy();
    };
    return { store, end };
  };
  const overKeyv = (namespace: string) => {
    const adapter = new KeyvRedis(openClient());
    const store = keyvStore(new Keyv({ store: adapter, namespace }));
    return { store, end: () => store.close() };
  };

  describeStore(
    "redisStore",
    async () => {
      const [one, two] = [await overClient(), await overClient()];
      const end = async () => {
        await one.end();
        await two.end();
      };
      return { store: one.store, other: two.store, end };
    },
    {
      leases: true,
      generations: true,
      cutOff: ({ store }) => clients.get(store)?.destroy(),
    },
  );
  describeStore("keyvStore over KeyvRedis", () => overKeyv("app"), {
    leases: true,
    generations: true,
  });
});
