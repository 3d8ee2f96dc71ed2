import { describe, expect, it } from "vitest";
import { hasRedis, type RedisServer } from "../helpers/redis-server.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const POLICIES = ["allkeys-lru", "allkeys-random", "volatile-lru", "volatile-ttl"] as const;
const TIMES = ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00"];

const LONGER_THAN_RECORDS_S = "100000000";

/** Writes, as a neighbour on the same server, more than there is room for. */
async function crowd(server: RedisServer): Promise<void> {
  const text = "x".repeat(50_000);
  for (let index = 0; index < 60; index++) {
    await server.command("SET", `neighbour-${index}`, text, "EX", LONGER_THAN_RECORDS_S);
  }
}

const versionsOn = async (server: RedisServer) => {
  const keys = (await server.command("KEYS", "*:tag:*")) as readonly string[];
  return keys.filter((key) => !key.includes("#"));
};

describe.skipIf(!hasRedis)("a Redis that evicts", { timeout: 30_000 }, () => {
  it.each(POLICIES)(
    "records of versions (%s) makes answers colder, never wrong",
    async (policy) => {
      const world = await createRedisWorld({ server: { maxmemoryPolicy: policy } });
      const { half, hour, one, two, server, passing, until } = world;
      await warm(one, half.id, hour.id);
      const { length: before } = await versionsOn(server);
      const memory = String(await server.command("INFO", "memory"));
      const used = Number(/used_memory:(\d+)/.exec(memory)?.[1]);
      await server.command("CONFIG", "SET", "maxmemory", String(used + 1_000_000));
      let fewest = Number.POSITIVE_INFINITY;
      for (const [index, time] of TIMES.entries()) {
        await passing(warm(index % 2 === 0 ? one : two, half.id, hour.id));
        await crowd(server);
        fewest = Math.min(fewest, (await versionsOn(server)).length);
        const input = { eventTypeId: half.id, start: at(time), attendee: ANN };
        const writer = index % 2 === 0 ? two : one;
        expect((await passing(writer.bookings.create(input))).coherence).toBe("confirmed");
        for (const client of [one, two]) {
          for (const { id } of [half, hour]) {
            expect(await passing(timesOf(client, id))).not.toContain(time);
          }
        }
      }
      expect(fewest).toBeLessThan(before);
      await server.command("CONFIG", "SET", "maxmemory", "0");
      await until(async () => (await sourceOf(one, half.id)) === "cache");
    },
  );

  it("a fence in the middle of a booking does not keep what was loaded meanwhile", async () => {
    const { fake, half, hour, one, two, server } = await createRedisWorld();
    await warm(two, half.id, hour.id);
    const gate = fake.pause({ method: "POST", phase: "beforeCommit" });
    const booked = one.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    await gate.reached;
    await server.command("FLUSHALL");
    await warm(two, half.id, hour.id);
    expect(await sourceOf(two, half.id)).toBe("cache");
    gate.release();
    expect((await booked).coherence).toBe("confirmed");
    for (const client of [one, two]) {
      expect(await timesOf(client, half.id)).not.toContain("09:00");
      expect(await timesOf(client, hour.id)).not.toContain("09:00");
    }
  });

  it("what a booking has bumped does not bring back what that has orphaned", async () => {
    const { half, hour, one, two, server } = await createRedisWorld();
    await warm(two, half.id, hour.id);
    const keys = await versionsOn(server);
    const versions = async () => (await server.command("MGET", ...keys)) as readonly string[];
    const before = await versions();
    await one.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    const after = await versions();
    const bumped = keys.filter((_key, index) => before[index] !== after[index]);
    await server.command("DEL", ...bumped);
    // The first read draws versions that the second one's entry must not have.
    expect(await timesOf(two, half.id)).not.toContain("09:00");
    expect(await timesOf(two, hour.id)).not.toContain("09:00");
  });

  it("any one of its keys leaves no old answer", async () => {
    const { half, hour, one, two, server } = await createRedisWorld();
    await warm(one, half.id, hour.id);
    const keys = (await server.command("KEYS", "*")) as readonly string[];
    expect(keys.length).toBeGreaterThan(5);
    for (const [index, key] of keys.entries()) {
      const hours = String(9 + Math.floor(index / 2)).padStart(2, "0");
      const time = `${hours}:${index % 2 === 0 ? "00" : "30"}`;
      await warm(two, half.id, hour.id);
      await server.command("DEL", key);
      await one.bookings.create({ eventTypeId: half.id, start: at(time), attendee: ANN });
      expect(await timesOf(two, half.id)).not.toContain(time);
      expect(await timesOf(two, hour.id)).not.toContain(time);
    }
  });

  it("says so once, in words that tell what to do", async () => {
    const warnings: string[] = [];
    const world = await createRedisWorld({
      server: { maxmemory: "100mb", maxmemoryPolicy: "allkeys-lru" },
    });
    const { half, server, until } = world;
    const store = await world.openStore(server.port);
    const logger = { warn: (message: string) => warnings.push(message) };
    const client = world.client({ store, logger });
    await warm(client, half.id);
    await server.kill();
    await server.start();
    await until(async () => (await sourceOf(client, half.id)) === "cache");
    const told = warnings.filter((message) => message.includes("evict"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("noeviction");
  });

  it("nothing, having no limit, is not warned about", async () => {
    const warnings: string[] = [];
    const world = await createRedisWorld({ server: { maxmemoryPolicy: "allkeys-lru" } });
    const store = await world.openStore(world.server.port);
    const client = world.client({ store, logger: { warn: (message) => warnings.push(message) } });
    await warm(client, world.half.id);
    expect(warnings).toEqual([]);
  });
});
