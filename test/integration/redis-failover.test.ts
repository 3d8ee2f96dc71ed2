import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { redisStore } from "../../src/redis.ts";
import { bookConfirmed, expectTaken, untilCopied, untilHits } from "../helpers/client-worlds.ts";
import { freePort } from "../helpers/free-port.ts";
import { inRealTime } from "../helpers/real-time.ts";
import { cutReplication, REPLICATION_ARGS } from "../helpers/redis-replication.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { createWorld, sourceOf, warm } from "../helpers/world.ts";

/** An address behind which another server answers some day: a name, a balancer, a floating one. */
describe.skipIf(!hasRedis)("processes on one Redis address", { timeout: 30_000 }, () => {
  let master: RedisServer;
  const servers: RedisServer[] = [];
  const stores: CacheStore[] = [];
  const stops: (() => Promise<void>)[] = [];
  const serve = async (replicaOf?: RedisServer) => {
    const copies = replicaOf === undefined ? {} : { replicaOf };
    const server = await startRedis({ args: REPLICATION_ARGS, ...copies });
    servers.push(server);
    return server;
  };
  const worldOfTwo = () => {
    const openStore = () => {
      const store = redisStore({ url: master.url });
      stores.push(store);
      return store;
    };
    const world = createWorld({ store: openStore() });
    stops.push(inRealTime(world.clock));
    const another = () => world.client({ storeTimeoutMs: 1_000, store: openStore() });
    return { ...world, one: another(), two: another(), another };
  };

  beforeEach(async () => {
    master = await serve();
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await Promise.all(servers.splice(0).map((server) => server.kill()));
  });

  it("believe nothing when a replica without the last writes answers there", async () => {
    const replica = await serve(master);
    const { half, hour, one, two, another } = worldOfTwo();
    await warm(one, half.id, hour.id);
    await untilHits([one, two], half.id);
    await untilCopied(master, replica);
    await cutReplication(master);
    await bookConfirmed(one, half.id, "09:00");
    await replica.command("REPLICAOF", "NO", "ONE");
    await master.kill();
    await replica.command("CONFIG", "SET", "port", String(master.port));

    const all = [two, one, another()];
    await expectTaken(all, half.id, "09:00");
    await expectTaken(all, hour.id, "09:00");
    await untilHits(all, half.id);
    await expectTaken(all, half.id, "09:00");
    await bookConfirmed(two, half.id, "10:00");
    await expectTaken(all, half.id, "10:00");
  });

  it("do not read from a server that has become a replica, and do when it is the master again", async () => {
    const { half, one, two } = worldOfTwo();
    await untilHits([one, two], half.id);
    // Of nobody: it keeps what it has, as it does until it has found its master.
    await master.command("REPLICAOF", "127.0.0.1", String(await freePort()));
    await master.command("CLIENT", "KILL", "TYPE", "normal");
    const sources = new Set<string>();
    const refusals = async () => {
      for (const client of [one, two]) sources.add(await sourceOf(client, half.id));
      const errors = String(await master.command("INFO", "errorstats"));
      return Number(/errorstat_READONLY:count=(\d+)/.exec(errors)?.[1] ?? 0);
    };
    await expect.poll(refusals, { timeout: 15_000 }).toBeGreaterThan(3);
    expect([...sources]).toEqual(["origin"]);
    await master.command("REPLICAOF", "NO", "ONE");
    await untilHits([one, two], half.id);
    await bookConfirmed(one, half.id, "09:00");
    await expectTaken([two], half.id, "09:00");
  });
});
