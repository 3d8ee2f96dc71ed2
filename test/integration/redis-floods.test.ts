import { describe, expect, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { type Replay, signedReplay } from "../helpers/flood-world.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { at, sourceOf, timesOf } from "../helpers/world.ts";

const BUMPS = 60;

async function floodedWorld() {
  const world = await createRedisWorld();
  const { alice, half, one, server, two } = world;
  // Who meets a server for the first time writes down that it has.
  for (const client of [one, two]) await sourceOf(client, half.id);
  const replay = await signedReplay("BOOKING_CREATED", {
    ...{ uid: "replayed", eventTypeId: half.id, schedulingType: null },
    organizer: { id: alice.id, email: alice.email },
  });
  const flood = async (client: CalcomClient, delivery: Replay, times: number) => {
    for (let time = 0; time < times; time++) await client.handleWebhook(delivery);
  };
  /** How often the registry was written to meanwhile. */
  const writes = async (run: () => Promise<unknown>) => {
    const { inScripts } = await watchCommands(server, run);
    return inScripts.filter((command) => /^"publish"/i.test(command)).length;
  };
  return { ...world, replay, flood, writes };
}

describe.skipIf(!hasRedis)("a flood of webhooks over Redis", { timeout: 60_000 }, () => {
  it("writes to the registry sixty times for five hundred replays, and nothing after that", async () => {
    const { flood, one, replay, server, writes } = await floodedWorld();
    expect(await writes(() => flood(one, replay, 500))).toBe(BUMPS);
    const { sent, inScripts } = await watchCommands(server, () => flood(one, replay, 100));
    const reads = sent.filter((command) => /^"(?:mget|get)"/i.test(command));
    expect([sent.length - reads.length, inScripts.length]).toEqual([0, 0]);
  });

  it("writes no more for replays that come together", async () => {
    const { one, replay, writes } = await floodedWorld();
    const all = () => Promise.all(Array.from({ length: 300 }, () => one.handleWebhook(replay)));
    expect(await writes(all)).toBe(BUMPS);
  });

  it("writes for each of two processes that are flooded with the same", async () => {
    const { flood, one, replay, two, writes } = await floodedWorld();
    const both = () => Promise.all([flood(one, replay, 300), flood(two, replay, 300)]);
    expect(await writes(both)).toBeLessThanOrEqual(2 * BUMPS + 2);
    expect(await writes(both)).toBe(0);
  });

  it("marks a record for no longer than the minute and what settles after it", async () => {
    const { flood, half, one, replay, server } = await floodedWorld();
    await flood(one, replay, 2 * BUMPS);
    const [key] = (await server.command("KEYS", `*event-type:${half.id}`)) as [string];
    const leftMs = Number(await server.command("PTTL", key));
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(65_000);
    // One that settles and one of caution, however many deliveries there were.
    expect(JSON.parse(String(await server.command("GET", key))).m).toHaveLength(2);
  });

  it("shows a booking to every process in the middle of a flood", async () => {
    const { fake, flood, half, one, replay, two } = await floodedWorld();
    await flood(one, replay, 2 * BUMPS);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await one.handleWebhook(replay);
    for (const client of [one, two]) {
      expect(await timesOf(client, half.id)).not.toContain("09:00");
    }
  });

  it("shows a booking also where FLUSHALL has taken the mark away", async () => {
    const { fake, flood, half, one, replay, server, two, writes } = await floodedWorld();
    await flood(one, replay, 2 * BUMPS);
    await server.command("FLUSHALL");
    for (const client of [one, two]) {
      await sourceOf(client, half.id);
      expect(await sourceOf(client, half.id)).toBe("cache");
    }
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    expect(await writes(() => one.handleWebhook(replay))).toBe(1);
    for (const client of [one, two]) {
      expect(await timesOf(client, half.id)).not.toContain("09:00");
    }
    expect(await writes(() => flood(one, replay, 50))).toBe(0);
  });

  it("confirms nothing while nothing reaches the server, and makes up for it", async () => {
    const { fake, flood, half, one, passing, proxy, replay, two, until } = await floodedWorld();
    await flood(one, replay, 2 * BUMPS);
    proxy.hold("requests", "replies");
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await expect(passing(one.handleWebhook(replay))).rejects.toMatchObject({
      code: "store_unavailable",
    });
    expect(await passing(timesOf(one, half.id))).not.toContain("09:00");
    proxy.release();
    await until(async () => {
      await one.handleWebhook(replay).catch(() => undefined);
      return !(await timesOf(two, half.id)).includes("09:00");
    });
  });
});
