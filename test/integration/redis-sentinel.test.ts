import { createSentinel } from "@keyv/redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  bookConfirmed,
  clientWorlds,
  expectTaken,
  untilCopied,
  untilHits,
} from "../helpers/client-worlds.ts";
import { runClosingProcess } from "../helpers/closing-process.ts";
import { cutReplication, REPLICATION_ARGS } from "../helpers/redis-replication.ts";
import { type RedisSentinel, startRedisSentinel } from "../helpers/redis-sentinel.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { attachedStore, ROOT, stepOn } from "../helpers/redis-stores.ts";
import { startTcpProxy } from "../helpers/tcp-proxy.ts";
import { warm } from "../helpers/world.ts";

describe.skipIf(!hasRedis)("processes that ask a sentinel", { timeout: 30_000 }, () => {
  let master: RedisServer;
  let replica: RedisServer;
  let sentinel: RedisSentinel;
  let addresses: Record<string, { host: string; port: number }> = {};
  const worlds = clientWorlds(async () => {
    const client = createSentinel({
      name: sentinel.masterName,
      sentinelRootNodes: [{ host: "127.0.0.1", port: sentinel.port }],
      replicaPoolSize: 1,
      nodeAddressMap: (address) => addresses[address],
      nodeClientOptions: {
        disableOfflineQueue: true,
        socket: { connectTimeout: 500, reconnectStrategy: 50 },
      },
    });
    client.on("error", () => undefined);
    await client.connect();
    return client;
  });
  const promoted = () =>
    expect.poll(() => sentinel.masterPort(), { timeout: 20_000 }).toBe(replica.port);

  beforeEach(async () => {
    addresses = {};
    master = await startRedis({ args: REPLICATION_ARGS });
    replica = await startRedis({ args: REPLICATION_ARGS, replicaOf: master });
    sentinel = await startRedisSentinel(master);
  });
  afterEach(async () => {
    await worlds.end();
    await Promise.all([sentinel, master, replica].map((server) => server.kill()));
  });

  it("believe nothing after a replica without the last writes was promoted", async () => {
    const { half, hour, one, two, another } = await worlds.worldOfTwo();
    await warm(one, half.id, hour.id);
    await untilHits([one, two], half.id);
    await untilCopied(master, replica);
    await cutReplication(master);
    await bookConfirmed(one, half.id, "09:00");
    await master.kill();
    await promoted();

    const all = [two, one, await another()];
    await expectTaken(all, half.id, "09:00");
    await expectTaken(all, hour.id, "09:00");
    await untilHits(all, half.id);
    await expectTaken(all, half.id, "09:00");
    await bookConfirmed(two, half.id, "10:00");
    await expectTaken(all, half.id, "10:00");
  });

  it("go on with the new master while the old one is frozen, and after", async () => {
    const { half, one, two } = await worlds.worldOfTwo();
    await untilHits([one, two], half.id);
    master.freeze();
    await promoted();
    await untilHits([one, two], half.id);
    await bookConfirmed(one, half.id, "09:00");
    await expectTaken([two], half.id, "09:00");
    master.thaw();
    await expectTaken([one, two], half.id, "09:00");
    await untilHits([one, two], half.id);
    await expectTaken([one, two], half.id, "09:00");
  });

  it("read from the master alone, also over a client that would ask replicas", async () => {
    const store = attachedStore({ client: await worlds.openClient() });
    await store.ensure([ROOT], "v");
    const reads = async (server: RedisServer) => {
      const info = String(await server.command("INFO", "commandstats"));
      return Number(/cmdstat_mget:calls=(\d+)/.exec(info)?.[1] ?? 0);
    };
    for (let hits = 0; hits < 5; hits++) await store.read("calcom:entry:1", [ROOT]);
    expect([await reads(master), await reads(replica)]).toEqual([5, 0]);
  });

  it("send a step once, also when its answer was lost", async () => {
    const proxy = await startTcpProxy(master.port);
    addresses = { [`127.0.0.1:${master.port}`]: { host: "127.0.0.1", port: proxy.port } };
    const store = attachedStore({ client: await worlds.openClient() });
    await store.ensure([ROOT], "first");
    await store.apply([stepOn("all", { bump: true, freshVersion: "second" })]);
    const version = () => master.command("GET", ROOT);

    proxy.hold("replies");
    const lost = store.apply([stepOn("all", { bump: true, freshVersion: "third" })]);
    const outcome = expect(lost).rejects.toThrow();
    await expect.poll(version).toBe("third");
    await master.command("SET", ROOT, "somebody-else's");
    proxy.cut();
    await proxy.heal();
    await outcome;
    const read = async () => (await store.read(undefined, [ROOT])).states[0]?.version;
    await expect.poll(read).toBe("somebody-else's");
    await proxy.close();
  });

  it("hear messages again after a failover", async () => {
    const [one, two] = [await worlds.openClient(), await worlds.openClient()];
    const [hearer, teller] = [attachedStore({ client: one }), attachedStore({ client: two })];
    let heard = 0;
    hearer.generations?.listen(ROOT, ({ kind }) => {
      if (kind === "message") heard += 1;
    });
    const tell = async () => {
      // Whoever trusts versions asks for the generation now and then, and that mends.
      await hearer.generations?.read(ROOT).catch(() => undefined);
      await Promise.resolve(teller.apply([stepOn("all", { bump: true })])).catch(() => undefined);
      return heard;
    };
    await expect.poll(tell, { timeout: 15_000 }).toBeGreaterThan(0);
    await master.kill();
    await promoted();
    heard = 0;
    await expect.poll(tell, { timeout: 15_000 }).toBeGreaterThan(0);
    await Promise.all([hearer.close(), teller.close()]);
  });

  it("let a process end by itself once its store is closed", async () => {
    const ended = await runClosingProcess("sentinel", sentinel.port);
    expect(ended).toEqual({ code: 0, written: "closed\n" });
  });
});
