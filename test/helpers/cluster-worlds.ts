import { createCluster } from "@keyv/redis";
import { redisStore } from "../../src/redis.ts";
import { keySlot } from "../../src/stores/redis/key-slot.ts";
import { inRealTime } from "./real-time.ts";
import type { RedisCluster } from "./redis-cluster.ts";
import { createWorld } from "./world.ts";

/** What the records of a world's clients begin with. */
export const REGISTRY = "calcom:{default:https%3A%2F%2Fapi.cal.example%2Fv2}:tag:";
export const REGISTRY_SLOT = keySlot(REGISTRY);

/** Worlds whose processes share a cluster, over clients that would read from replicas. */
export function clusterWorlds(cluster: () => RedisCluster) {
  const opened: { readonly isOpen: boolean; destroy(): void }[] = [];
  const stops: (() => Promise<void>)[] = [];
  const openClient = async () => {
    const client = createCluster({
      rootNodes: [...cluster().rootNodes],
      useReplicas: true,
      defaults: {
        disableOfflineQueue: true,
        socket: { connectTimeout: 500, reconnectStrategy: 50 },
      },
    });
    client.on("error", () => undefined);
    await client.connect();
    opened.push(client);
    return client;
  };
  const openStore = async () => redisStore({ client: await openClient() });
  return {
    openClient,
    openStore,
    /** Its clock goes as the servers' do. */
    async worldOfTwo() {
      const world = createWorld({ store: await openStore() });
      stops.push(inRealTime(world.clock));
      const options = { storeTimeoutMs: 1_000 };
      return {
        ...world,
        one: world.client(options),
        two: world.client({ ...options, store: await openStore() }),
      };
    },
    /** Ends all clients; their servers forget everything. */
    async reset() {
      await Promise.all(stops.splice(0).map((stop) => stop()));
      for (const client of opened.splice(0)) if (client.isOpen) client.destroy();
      const running = cluster().nodes.filter((node) => node.isRunning);
      const roles = running.map(async (node) => {
        const [role] = (await node.command("ROLE")) as readonly unknown[];
        if (role === "master") await node.command("FLUSHALL");
      });
      await Promise.all(roles);
    },
  };
}
