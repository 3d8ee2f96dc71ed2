import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CacheStore } from "../../src/index.ts";
import { type RedisStoreOptions, redisStore } from "../../src/redis.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { ANN, at, createWorld, sourceOf, timesOf, warm } from "../helpers/world.ts";

/** The clock of these worlds is virtual; Redis has its own, so nothing here waits for marks to end. */
describe.skipIf(!hasRedis)("clients of two processes over redisStore", () => {
  let server: RedisServer;
  const opened: CacheStore[] = [];

  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await server.kill();
  });

  const open = (options: Partial<RedisStoreOptions> = {}) => {
    const store = redisStore({ url: server.url, ...options } as RedisStoreOptions);
    opened.push(store);
    return store;
  };
  const worldOfTwo = (options?: Partial<RedisStoreOptions>) => {
    const world = createWorld({ store: open(options) });
    const patient = { storeTimeoutMs: 5_000 };
    const two = world.client({ ...patient, store: open(options) });
    return { ...world, one: world.client(patient), two };
  };
  const commandsOf = async (run: () => Promise<unknown>) =>
    (await watchCommands(server, run)).sent.map((line) => /^"(\w+)"/.exec(line)?.[1]);

  it.each(["store", "local"] as const)(
    "sees a booking of the other with values in: %s",
    async (values) => {
      const { half, hour, one, two } = worldOfTwo({ values });
      await warm(one, half.id, hour.id);
      expect(await sourceOf(two, half.id)).toBe("cache");
      await two.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
      expect(await timesOf(one, half.id)).not.toContain("09:00");
      expect(await timesOf(one, hour.id)).not.toContain("09:00");
      expect(await sourceOf(one, half.id)).toBe("cache");
    },
  );

  it("reads a hit with one command, also while a cancellation is cautiously settled", async () => {
    const { half, one, two } = worldOfTwo();
    const start = at("09:00");
    const { booking } = await one.bookings.create({ eventTypeId: half.id, start, attendee: ANN });
    await one.bookings.cancel(booking.uid);
    await warm(one, half.id);
    await sourceOf(two, half.id);
    const read = async () => expect(await sourceOf(two, half.id)).toBe("cache");
    expect(await commandsOf(read)).toEqual(["MGET"]);
  });

  it("sends nothing but versions for a hit with values in memory", async () => {
    const { half, one } = worldOfTwo({ values: "local" });
    await warm(one, half.id);
    const { sent } = await watchCommands(server, () => sourceOf(one, half.id));
    expect(sent.length).toBe(1);
    expect(sent[0]).not.toContain("calcom:entry:");
  });

  it("keeps stores with different prefixes apart", async () => {
    const { half, one, client } = worldOfTwo();
    const apart = client({ store: open({ keyPrefix: "other:" }), storeTimeoutMs: 5_000 });
    await warm(one, half.id);
    expect(await sourceOf(apart, half.id)).toBe("origin");
    expect(await sourceOf(one, half.id)).toBe("cache");
    const keys = (await server.command("KEYS", "*")) as string[];
    expect(keys.filter((key) => !key.startsWith("calcom:") && !key.startsWith("other:"))).toEqual(
      [],
    );
  });

  it("takes three commands for the first read after a bump: it looks, takes the lease and stores", async () => {
    const { half, one, two } = worldOfTwo();
    await warm(one, half.id);
    await two.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    const commands = await commandsOf(() => sourceOf(one, half.id));
    expect(commands).toEqual(["MGET", "EVALSHA", "EVALSHA"]);
  });
});
