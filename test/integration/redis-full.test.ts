import { describe, expect, it } from "vitest";
import { hasRedis, type RedisServer } from "../helpers/redis-server.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

/** Leaves so little memory that every command that may write is refused, while reads go on. */
const fill = (server: RedisServer) => server.command("CONFIG", "SET", "maxmemory", "1");
const free = (server: RedisServer) => server.command("CONFIG", "SET", "maxmemory", "0");

describe.skipIf(!hasRedis)("a Redis without memory left", { timeout: 30_000 }, () => {
  it("still gives hits", async () => {
    const { half, one, server } = await createRedisWorld();
    await warm(one, half.id, half.id);
    await fill(server);
    expect(await sourceOf(one, half.id)).toBe("cache");
  });

  it("gives no hit to the process whose invalidation it refuses, until it takes it", async () => {
    const { half, hour, one, two, server, untilHitsWithout } = await createRedisWorld();
    await warm(one, half.id, hour.id);
    await fill(server);
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    expect((await one.bookings.create(input)).coherence).toBe("deferred");
    // The entries and their versions are there as they were, and the other process sees them.
    expect(await sourceOf(two, half.id)).toBe("cache");
    for (const { id } of [half, hour, half]) {
      expect(await sourceOf(one, id)).toBe("origin");
      expect(await timesOf(one, id)).not.toContain("09:00");
    }
    await free(server);
    expect(await sourceOf(one, half.id)).toBe("origin");
    await untilHitsWithout(two, "09:00");
    for (const { times } of await untilHitsWithout(one, "09:00")) {
      expect(times).not.toContain("09:00");
    }
  });
});
