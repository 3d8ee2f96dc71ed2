import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { keySlot } from "../../src/stores/redis/key-slot.ts";
import { runClosingProcess } from "../helpers/closing-process.ts";
import { clusterWorlds } from "../helpers/cluster-worlds.ts";
import {
  type ClusterNode,
  type RedisCluster,
  startRedisCluster,
} from "../helpers/redis-cluster.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { attachedStore, entryOf, keyOf, ROOT, stepOn } from "../helpers/redis-stores.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

/** That of the tests' registry. */
const SLOT = keySlot(ROOT);

describe.skipIf(!hasRedis)("processes on one cluster", { timeout: 30_000 }, () => {
  let cluster: RedisCluster;
  const worlds = clusterWorlds(() => cluster);
  const openStore = async () => attachedStore({ client: await worlds.openClient() });
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

  it("reckon slots as the servers do", async () => {
    const [node] = cluster.nodes as readonly [ClusterNode];
    for (const key of ["123456789", keyOf("all"), "a{}b", "{a}{b}", "a{b", "}{x}", "größe{ü}"]) {
      expect([key, keySlot(key)]).toEqual([key, await node.command("CLUSTER", "KEYSLOT", key)]);
    }
  });

  it("share answers, and orphan them in all of them", async () => {
    const { half, hour, one, two } = await worlds.worldOfTwo();
    await warm(one, half.id, hour.id);
    expect(await sourceOf(two, half.id)).toBe("cache");
    expect(await sourceOf(two, hour.id)).toBe("cache");
    const booking = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    expect(await two.bookings.create(booking)).toMatchObject({ coherence: "confirmed" });
    expect(await timesOf(one, half.id)).not.toContain("09:00");
    expect(await timesOf(one, hour.id)).not.toContain("09:00");
  });

  it("read a hit with two commands, each at a master", async () => {
    const store = await openStore();
    const home = await cluster.masterOf(SLOT);
    const { key, node } = await entryNotAt(home);
    await store.write(key, entryOf(1), 60_000);
    await store.ensure([ROOT], "v");
    const reads = await callsOf(["get", "mget", "evalsha"], async () => {
      for (let hits = 0; hits < 8; hits++) await store.read(key, [ROOT]);
    });
    expect(reads).toHaveLength(2);
    expect(reads).toContainEqual({ port: home.port, calls: 8 });
    expect(reads).toContainEqual({ port: node.port, calls: 8 });
  });

  it("do not make the one command of a hit wait for the other", async () => {
    const store = await openStore();
    const home = await cluster.masterOf(SLOT);
    const { key, node } = await entryNotAt(home);
    await store.write(key, entryOf(1), 60_000);
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
      expect(await read).toMatchObject({ entry: entryOf(1), states: [{ version: "v" }] });
    }
  });

  it("change twenty tags with one script, at the master", async () => {
    const store = await openStore();
    const home = await cluster.masterOf(SLOT);
    const mark = { id: "m", kind: "fence", durationMs: 60_000 } as const;
    const change = { bump: true, addMarks: [mark] };
    const steps = Array.from({ length: 20 }, (_none, index) => stepOn(`tag-${index}`, change));
    await store.apply(steps);
    const scripts = await callsOf(["evalsha", "eval"], async () => store.apply(steps));
    expect(scripts).toEqual([{ port: home.port, calls: 1 }]);
  });

  it("are told what is wrong with a prefix that would scatter a registry", async () => {
    const store = attachedStore({ client: await worlds.openClient(), keyPrefix: "{}" });
    await expect(async () => store.read(undefined, [ROOT])).rejects.toThrow(/keyPrefix/);
  });

  it("get their clients back without listeners when the store is closed", async () => {
    const client = await worlds.openClient();
    const listeners = () =>
      client.masters.map((master) =>
        ["connect", "ready", "reconnecting", "end", "error"].map((event) =>
          master.client?.listenerCount(event),
        ),
      );
    const before = listeners();
    const store = attachedStore({ client });
    await store.read(undefined, [ROOT]);
    const stop = store.generations?.listen(ROOT, () => undefined);
    expect(listeners()).not.toEqual(before);
    stop?.();
    await store.close();
    expect(listeners()).toEqual(before);
    expect(client.isOpen).toBe(true);
  });

  it("let a process end by itself once its store is closed", async () => {
    const [node] = cluster.nodes as readonly [ClusterNode];
    const ended = await runClosingProcess("cluster", node.port);
    expect(ended).toEqual({ code: 0, written: "closed\n" });
  });

  it("are never told CROSSSLOT", async () => {
    for (const node of cluster.nodes) {
      expect(await node.command("INFO", "errorstats")).not.toContain("CROSSSLOT");
    }
  });

  it("find the entries of a server again that another one has replaced", async () => {
    const store = await openStore();
    const { key, node } = await entryNotAt(await cluster.masterOf(SLOT));
    await store.ensure([ROOT], "v");
    await node.kill();
    await cluster.masterOf(keySlot(key), node);
    const written = async () => {
      await Promise.resolve(store.write(key, entryOf(1), 60_000)).catch(() => undefined);
      return Promise.resolve(store.read(key, [ROOT])).catch(() => undefined);
    };
    await expect.poll(written, { timeout: 15_000 }).toMatchObject({ entry: entryOf(1) });
  });
});
