import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clusterWorlds, REGISTRY_SLOT } from "../helpers/cluster-worlds.ts";
import {
  type ClusterNode,
  type RedisCluster,
  startRedisCluster,
} from "../helpers/redis-cluster.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

describe.skipIf(!hasRedis)("a registry whose slot moves", { timeout: 30_000 }, () => {
  let cluster: RedisCluster;
  const worlds = clusterWorlds(() => cluster);
  const beginMove = async () => {
    const home = await cluster.masterOf(REGISTRY_SLOT);
    const masters = await Promise.all([0, 8_000, 16_000].map((slot) => cluster.masterOf(slot)));
    return cluster.beginMove(
      REGISTRY_SLOT,
      masters.find(({ id }) => id !== home.id) as ClusterNode,
    );
  };

  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 30_000);
  afterEach(() => worlds.reset());
  afterAll(() => cluster.end());

  it("is followed by the first command that hears of it", async () => {
    const { half, one, two } = await worlds.worldOfTwo();
    await warm(one, half.id);
    await warm(two, half.id);
    const move = await beginMove();
    await move.finish();
    const booking = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    expect(await one.bookings.create(booking)).toMatchObject({ coherence: "confirmed" });
    expect(await timesOf(two, half.id)).not.toContain("09:00");
    expect(await sourceOf(one, half.id)).toBe("cache");
    expect(await sourceOf(two, half.id)).toBe("cache");
  });

  it("loses nothing while changes and reads go on, and goes on by itself", async () => {
    const { half, hour, one, two } = await worlds.worldOfTwo();
    await warm(one, half.id, hour.id);
    await warm(two, half.id, hour.id);
    const acknowledged: string[] = [];
    const booked: string[] = [];
    const book = async (client: typeof one, time: string) => {
      const booking = { eventTypeId: half.id, start: at(time), attendee: ANN };
      const { coherence } = await client.bookings.create(booking);
      booked.push(time);
      if (coherence === "confirmed") acknowledged.push(time);
    };
    const listed = async () => {
      const lists = [one, two].map((client) => timesOf(client, half.id));
      return (await Promise.all(lists)).flat();
    };
    const stale = async (times: readonly string[]) => {
      const found = await listed();
      return times.filter((time) => found.includes(time));
    };

    await book(one, "09:00");
    const move = await beginMove();
    await book(two, "10:00");
    expect(await stale(acknowledged)).toEqual([]);
    for (const time of ["11:00", "12:00", "13:00"]) {
      expect(await move.moveKeys(2)).toBe(2);
      await book(time === "12:00" ? two : one, time);
      expect(await stale(acknowledged)).toEqual([]);
    }
    await move.finish();
    await book(two, "14:00");
    expect(acknowledged).toContain("14:00");
    expect(await stale(acknowledged)).toEqual([]);
    const sources = () => Promise.all([one, two].map((client) => sourceOf(client, half.id)));
    await expect.poll(sources, { timeout: 10_000 }).toEqual(["cache", "cache"]);
    expect(await stale(booked)).toEqual([]);
  });

  it("is never asked for at two servers with one command", async () => {
    for (const node of cluster.nodes) {
      expect(await node.command("INFO", "errorstats")).not.toContain("CROSSSLOT");
    }
  });
});
