import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { clusterWorlds, REGISTRY_SLOT } from "../helpers/cluster-worlds.ts";
import {
  type ClusterNode,
  type RedisCluster,
  startRedisCluster,
} from "../helpers/redis-cluster.ts";
import { allowReplication, cutReplication } from "../helpers/redis-replication.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

describe.skipIf(!hasRedis)("a registry whose master is replaced", { timeout: 30_000 }, () => {
  let cluster: RedisCluster;
  const worlds = clusterWorlds(() => cluster);
  const hits = (clients: readonly CalcomClient[], eventTypeId: number) =>
    expect
      .poll(() => Promise.all(clients.map((client) => sourceOf(client, eventTypeId))), {
        timeout: 15_000,
      })
      .toEqual(clients.map(() => "cache"));
  /** Everything was copied, and from now on nothing is. */
  const leaveBehind = async (master: ClusterNode, replica: ClusterNode) => {
    const keys = await master.command("DBSIZE");
    await expect.poll(() => replica.command("DBSIZE")).toBe(keys);
    await cutReplication(master);
  };
  const inSync = (replica: ClusterNode) =>
    expect
      .poll(async () => String(await replica.command("INFO", "replication")), { timeout: 15_000 })
      .toMatch(/master_link_status:up/);

  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 30_000);
  afterEach(() => worlds.reset());
  afterAll(() => cluster.end());

  it("is not read from a replica that was its master for a while", async () => {
    const { half, one, two } = await worlds.worldOfTwo();
    const master = await cluster.masterOf(REGISTRY_SLOT);
    const replica = await cluster.replicaOf(master);
    await warm(two, half.id);
    await cluster.promote(replica);
    await warm(two, half.id);
    await hits([two], half.id);

    await cluster.promote(master);
    await warm(one, half.id);
    await hits([one], half.id);
    await leaveBehind(master, replica);
    const booking = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    expect(await one.bookings.create(booking)).toMatchObject({ coherence: "confirmed" });
    expect(await timesOf(two, half.id)).not.toContain("09:00");
    await allowReplication(master);
    await inSync(replica);
  });

  it("is found again while its master is frozen, and after", async () => {
    const { half, one, two } = await worlds.worldOfTwo();
    const master = await cluster.masterOf(REGISTRY_SLOT);
    const replica = await cluster.replicaOf(master);
    await warm(one, half.id);
    await hits([one, two], half.id);
    master.freeze();
    try {
      await cluster.masterOf(REGISTRY_SLOT, master);
      await hits([one, two], half.id);
      const booking = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
      expect(await one.bookings.create(booking)).toMatchObject({ coherence: "confirmed" });
      expect(await timesOf(two, half.id)).not.toContain("09:00");
    } finally {
      master.thaw();
    }
    await inSync(master);
    expect(await cluster.replicaOf(replica)).toMatchObject({ id: master.id });
    expect(await timesOf(two, half.id)).not.toContain("09:00");
    await hits([one, two], half.id);
  });

  it("is believed in nothing after a replica without the last writes was promoted", async () => {
    const { half, hour, one, two, client } = await worlds.worldOfTwo();
    const master = await cluster.masterOf(REGISTRY_SLOT);
    const replica = await cluster.replicaOf(master);
    await warm(one, half.id, hour.id);
    await hits([one, two], half.id);
    await leaveBehind(master, replica);
    const booking = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    expect(await one.bookings.create(booking)).toMatchObject({ coherence: "confirmed" });
    await master.kill();
    await cluster.masterOf(REGISTRY_SLOT, master);

    const three = client({ store: await worlds.openStore() });
    for (const reader of [two, one, three]) {
      expect(await timesOf(reader, half.id)).not.toContain("09:00");
      expect(await timesOf(reader, hour.id)).not.toContain("09:00");
    }
    await hits([one, two, three], half.id);
    for (const reader of [one, two, three]) {
      expect(await timesOf(reader, half.id)).not.toContain("09:00");
    }
    const next = { eventTypeId: half.id, start: at("10:00"), attendee: ANN };
    expect(await two.bookings.create(next)).toMatchObject({ coherence: "confirmed" });
    expect(await timesOf(one, half.id)).not.toContain("10:00");
  });
});
