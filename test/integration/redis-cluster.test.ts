import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { redisStore } from "../../src/redis.ts";
import { keySlot } from "../../src/stores/redis/key-slot.ts";
import { clusterWorlds, REGISTRY_SLOT } from "../helpers/cluster-worlds.ts";
import {
  type ClusterNode,
  type RedisCluster,
  startRedisCluster,
} from "../helpers/redis-cluster.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { REGISTRY } from "../helpers/redis-worlds.ts";
import { ANN, at, createWorld, sourceOf, timesOf, warm } from "../helpers/world.ts";

const ROOT = `${REGISTRY}all`;
const ENTRY = { value: 1, versions: {}, loadBeganAt: 0, expiresAt: 9e12 };

describe.skipIf(!hasRedis)("processes on one cluster", { timeout: 30_000 }, () => {
  let cluster: RedisCluster;
  const worlds = clusterWorlds(() => cluster);
  const attach = (store: ReturnType<typeof redisStore>) => {
    store.attach?.({ clock: createWorld().clock, keyPrefix: REGISTRY, rootKey: ROOT });
    return store;
  };
  const attached = async () => attach(await worlds.openStore());
  const callsAt = async (node: ClusterNode, commands: readonly string[]) => {
    const info = String(await node.command("INFO", "commandstats"));
    const counts = commands.map((name) => new RegExp(`_${name}:calls=(\\d+)`).exec(info)?.[1]);
    return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
  };
  /** How often each server was asked with these commands meanwhile, without those that were not. */
  const callsOf = async (commands: readonly string[], act: () => Promise<unknown>) => {
    const counts = () => Promise.all(cluster.nodes.map((node) => callsAt(node, commands)));
    const before = await counts();
    await act();
    const after = await counts();
    const more = cluster.nodes.map(({ port }, index) => ({
      port,
      calls: (after[index] ?? 0) - (before[index] ?? 0),
    }));
    return more.filter((node) => node.calls > 0);
  };
  const entryNotAt = async (home: ClusterNode) => {
    for (let index = 0; ; index++) {
      const key = `calcom:entry:${index}`;
      const node = await cluster.masterOf(keySlot(key));
      if (node.id !== home.id) return { key, node };
    }
  };

  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 30_000);
  afterEach(() => worlds.reset());
  afterAll(() => cluster.end());

  it("reckons slots as the servers do", async () => {
    const [node] = cluster.nodes as readonly [ClusterNode];
    for (const key of ["123456789", REGISTRY, "a{}b", "{a}{b}", "a{b", "}{x}", "größe{ü}"]) {
      expect([key, keySlot(key)]).toEqual([key, await node.command("CLUSTER", "KEYSLOT", key)]);
    }
  });

  it("shares answers, and orphans them in all processes", async () => {
    const { half, hour, one, two } = await worlds.worldOfTwo();
    await warm(one, half.id, hour.id);
    expect(await sourceOf(two, half.id)).toBe("cache");
    expect(await sourceOf(two, hour.id)).toBe("cache");
    const booking = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    expect(await two.bookings.create(booking)).toMatchObject({ coherence: "confirmed" });
    expect(await timesOf(one, half.id)).not.toContain("09:00");
    expect(await timesOf(one, hour.id)).not.toContain("09:00");
  });

  it("reads a hit with two commands, each at a master", async () => {
    const store = await attached();
    const home = await cluster.masterOf(REGISTRY_SLOT);
    const { key, node } = await entryNotAt(home);
    await store.write(key, ENTRY, 60_000);
    await store.ensure([ROOT], "v");
    const reads = await callsOf(["get", "mget", "evalsha"], async () => {
      for (let hits = 0; hits < 8; hits++) await store.read(key, [ROOT]);
    });
    expect(reads).toHaveLength(2);
    expect(reads).toContainEqual({ port: home.port, calls: 8 });
    expect(reads).toContainEqual({ port: node.port, calls: 8 });
  });

  it("does not make the one command of a hit wait for the other", async () => {
    const store = await attached();
    const home = await cluster.masterOf(REGISTRY_SLOT);
    const { key, node } = await entryNotAt(home);
    await store.write(key, ENTRY, 60_000);
    await store.ensure([ROOT], "v");
    for (const [frozen, other] of [
      [home, node],
      [node, home],
    ] as const) {
      const reads = () => callsAt(other, ["get", "mget"]);
      const before = await reads();
      frozen.freeze();
      const read = store.read(key, [ROOT]);
      try {
        await expect.poll(reads).toBeGreaterThan(before);
      } finally {
        frozen.thaw();
      }
      expect(await read).toMatchObject({ entry: ENTRY, states: [{ version: "v" }] });
    }
  });

  it("changes twenty tags with one script, at the master", async () => {
    const store = await attached();
    const home = await cluster.masterOf(REGISTRY_SLOT);
    const mark = { id: "m", kind: "fence", durationMs: 60_000 } as const;
    const steps = Array.from({ length: 20 }, (_none, index) => ({
      key: `${REGISTRY}tag-${index}`,
      ...{ freshVersion: "f", bump: true, addMarks: [mark], removeMarks: [] },
    }));
    await store.apply(steps);
    const scripts = await callsOf(["evalsha", "eval"], async () => store.apply(steps));
    expect(scripts).toEqual([{ port: home.port, calls: 1 }]);
  });

  it("says what is wrong with a prefix that would scatter a registry", async () => {
    const store = attach(redisStore({ client: await worlds.openClient(), keyPrefix: "{}" }));
    await expect(async () => store.read(undefined, [ROOT])).rejects.toThrow(/keyPrefix/);
  });

  it("takes its listeners off the application's client when it is closed", async () => {
    const client = await worlds.openClient();
    const listeners = () =>
      client.masters.map((master) =>
        ["connect", "ready", "reconnecting", "end", "error"].map((event) =>
          master.client?.listenerCount(event),
        ),
      );
    const before = listeners();
    const store = attach(redisStore({ client }));
    await store.read(undefined, [ROOT]);
    const stop = store.generations?.listen(ROOT, () => undefined);
    expect(listeners()).not.toEqual(before);
    stop?.();
    await store.close();
    expect(listeners()).toEqual(before);
    expect(client.isOpen).toBe(true);
  });

  it("is never told CROSSSLOT", async () => {
    for (const node of cluster.nodes) {
      expect(await node.command("INFO", "errorstats")).not.toContain("CROSSSLOT");
    }
  });
});
