import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bookConfirmed, expectTaken, untilCopied, untilHits } from "../helpers/client-worlds.ts";
import { clusterWorlds, REGISTRY_SLOT } from "../helpers/cluster-worlds.ts";
import { type RedisCluster, startRedisCluster } from "../helpers/redis-cluster.ts";
import { allowReplication, cutReplication } from "../helpers/redis-replication.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { warm } from "../helpers/world.ts";

describe.skipIf(!hasRedis)("a registry whose master is replaced", { timeout: 30_000 }, () => {
  let cluster: RedisCluster;
  const worlds = clusterWorlds(() => cluster);
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
    await untilHits([two], half.id);

    await cluster.promote(master);
    await untilHits([one], half.id);
    await untilCopied(master, replica);
    await cutReplication(master);
    await bookConfirmed(one, half.id, "09:00");
    await expectTaken([two], half.id, "09:00");
    await allowReplication(master);
  });

  it("is found again while its master is frozen, and after", async () => {
    const { half, one, two } = await worlds.worldOfTwo();
    const master = await cluster.masterOf(REGISTRY_SLOT);
    const replica = await cluster.replicaOf(master);
    await untilHits([one, two], half.id);
    master.freeze();
    try {
      await cluster.masterOf(REGISTRY_SLOT, master);
      await untilHits([one, two], half.id);
      await bookConfirmed(one, half.id, "09:00");
      await expectTaken([two], half.id, "09:00");
    } finally {
      master.thaw();
    }
    expect(await cluster.replicaOf(replica)).toMatchObject({ id: master.id });
    await untilCopied(replica, master);
    await expectTaken([two], half.id, "09:00");
    await untilHits([one, two], half.id);
  });

  it("is believed in nothing after a replica without the last writes was promoted", async () => {
    const { half, hour, one, two, another } = await worlds.worldOfTwo();
    const master = await cluster.masterOf(REGISTRY_SLOT);
    const replica = await cluster.replicaOf(master);
    await warm(one, half.id, hour.id);
    await untilHits([one, two], half.id);
    await untilCopied(master, replica);
    await cutReplication(master);
    await bookConfirmed(one, half.id, "09:00");
    await master.kill();
    await cluster.masterOf(REGISTRY_SLOT, master);

    const all = [two, one, await another()];
    await expectTaken(all, half.id, "09:00");
    await expectTaken(all, hour.id, "09:00");
    await untilHits(all, half.id);
    await expectTaken(all, half.id, "09:00");
    await bookConfirmed(two, half.id, "10:00");
    await expectTaken(all, half.id, "10:00");
  });
});
