import { createCluster } from "@keyv/redis";
import { keySlot } from "../../src/stores/redis/key-slot.ts";
import { clientWorlds, REGISTRY } from "./client-worlds.ts";
import type { RedisCluster } from "./redis-cluster.ts";

export const REGISTRY_SLOT = keySlot(REGISTRY);

/** Worlds whose processes share a cluster, over clients that would read from replicas. */
export function clusterWorlds(cluster: () => RedisCluster) {
  const worlds = clientWorlds(async () => {
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
    return client;
  });
  return {
    ...worlds,
    /** Ends all clients, and lets the servers forget everything. */
    async reset() {
      await worlds.end();
      const running = cluster().nodes.filter((node) => node.isRunning);
      const flushed = running.map(async (node) => {
        const [role] = (await node.command("ROLE")) as readonly unknown[];
        if (role === "master") await node.command("FLUSHALL");
      });
      await Promise.all(flushed);
    },
  };
}
