import KeyvRedis, { createClient } from "@keyv/redis";
import { Keyv } from "keyv";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keyvStore } from "../../src/index.ts";
import { hasRedis, type RedisServer, startRedis } from "../helpers/redis-server.ts";
import { ANN, at, createWorld, onDay, sourceOf, timesOf, warm } from "../helpers/world.ts";

/** The clock of these worlds is virtual; Redis has its own, so nothing here waits for marks to end. */
describe.skipIf(!hasRedis)("two processes on one Redis", () => {
  let server: RedisServer;
  const opened: KeyvRedis<unknown>[] = [];

  const storeOn = () => {
    const client = createClient({
      url: server.url,
      disableOfflineQueue: true,
      socket: { reconnectStrategy: 20, connectTimeout: 500 },
    });
    client.on("error", () => undefined);
    const adapter = new KeyvRedis(client, { throwOnErrors: true });
    opened.push(adapter);
    return keyvStore(new Keyv({ store: adapter }));
  };
  const worldOfTwo = () => {
    const world = createWorld({ store: storeOn() });
    const options = { storeTimeoutMs: 2_000 };
    return {
      ...world,
      one: world.client(options),
      two: world.client({ ...options, store: storeOn() }),
    };
  };

  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    server.thaw();
    await Promise.all(opened.splice(0).map((adapter) => adapter.disconnect(true)));
    await server.kill();
  });

  it("shares answers, and orphans them in both", async () => {
    const { half, hour, one, two } = worldOfTwo();
    await warm(one, half.id, hour.id);
    expect([await sourceOf(two, half.id), await sourceOf(two, hour.id)]).toEqual([
      "cache",
      "cache",
    ]);
    await two.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    expect(await timesOf(one, half.id)).not.toContain("09:00");
    expect(await timesOf(one, hour.id)).not.toContain("09:00");
  });

  it("does not keep a load that a booking of the other process overtook", async () => {
    const { fake, half, one, two } = worldOfTwo();
    const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "beforeReply" });
    const early = one.slots.list(onDay(half.id));
    await gate.reached;
    await two.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    gate.release();
    await early;
    expect(await timesOf(one, half.id)).not.toContain("09:00");
    expect(await timesOf(two, half.id)).not.toContain("09:00");
  });

  it("reads a validated hit with one command", async () => {
    const { half, one } = worldOfTwo();
    await warm(one, half.id, half.id);
    const monitor = createClient({ url: server.url });
    await monitor.connect();
    const commands = async () => {
      const info = await monitor.info("commandstats");
      const calls = (name: string) =>
        Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(info)?.[1] ?? 0);
      return {
        mget: calls("mget"),
        evalsha: calls("evalsha"),
        get: calls("get"),
        set: calls("set"),
      };
    };
    const before = await commands();
    expect(await sourceOf(one, half.id)).toBe("cache");
    expect(await commands()).toEqual({ ...before, mget: before.mget + 1 });
    await monitor.close();
  });

  it("asks Cal.com while Redis is frozen, and invalidates when it thaws", async () => {
    const { clock, half, one, two } = worldOfTwo();
    await warm(one, half.id);
    server.freeze();
    const write = one.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    const outcome = { coherence: "" };
    const done = write.then((result) => Object.assign(outcome, result));
    await expect
      .poll(async () => {
        await clock.advance(1_000);
        return outcome.coherence;
      })
      .toBe("deferred");
    await done;
    server.thaw();
    await expect
      .poll(async () => {
        await clock.advance(1_000);
        return (await timesOf(two, half.id)).includes("09:00");
      })
      .toBe(false);
    expect(await timesOf(one, half.id)).not.toContain("09:00");
  });

  it("believes nothing that a server restored from an older state remembers", async () => {
    const { fake, half, one } = worldOfTwo();
    await warm(one, half.id);
    const admin = createClient({ url: server.url });
    await admin.connect();
    const all = await admin.keys("*");
    // A rate budget is no text, and nothing is served from it.
    const keys = all.filter((key) => !key.includes("calcom:budget:"));
    const snapshot = await Promise.all(
      keys.map(async (key) => ({ key, value: await admin.get(key), ttlMs: await admin.pTTL(key) })),
    );
    await admin.close();
    await one.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    await server.kill();
    await server.start();
    const restorer = createClient({ url: server.url });
    await restorer.connect();
    for (const { key, value, ttlMs } of snapshot) {
      await restorer.set(
        key,
        value ?? "",
        ttlMs > 0 ? { expiration: { type: "PX", value: ttlMs } } : {},
      );
    }
    await restorer.close();
    expect(await timesOf(one, half.id)).not.toContain("09:00");
    expect(fake.requests.filter(({ path }) => path === "/v2/slots").length).toBeGreaterThan(1);
    await expect.poll(() => sourceOf(one, half.id)).toBe("cache");
    expect(await timesOf(one, half.id)).not.toContain("09:00");
  });

  it("goes on by itself after Redis was gone", async () => {
    const { half, one } = worldOfTwo();
    await warm(one, half.id);
    await server.kill();
    expect(await sourceOf(one, half.id)).toBe("origin");
    await server.start();
    await expect.poll(() => sourceOf(one, half.id), { timeout: 5_000 }).toBe("cache");
  });
});
