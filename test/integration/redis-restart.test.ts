import { describe, expect, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld, heardFrom, type RedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const book = (client: CalcomClient, eventTypeId: number, time: string) =>
  client.bookings.create({ eventTypeId, start: at(time), attendee: ANN });

/** Reads on until there are hits again. Nothing on the way may list the time that is taken. */
async function comesBack(world: RedisWorld, client: CalcomClient, taken: string) {
  for (const { times } of await world.untilHitsWithout(client, taken)) {
    expect(times).not.toContain(taken);
  }
}

describe.skipIf(!hasRedis)("a Redis that is started again", { timeout: 30_000 }, () => {
  it.each(["store", "local"] as const)("empty, with values in the %s", async (values) => {
    const world = await createRedisWorld({ store: { values } });
    const { fake, half, hour, one, two, server } = world;
    for (const client of [one, two]) await warm(client, half.id, hour.id, half.id, hour.id);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await server.kill();
    await server.start({ data: "empty" });
    for (const client of [one, two]) await comesBack(world, client, "09:00");
  });

  it("with its data: a booking stays confirmed", async () => {
    const world = await createRedisWorld({ server: { persistence: "aof" } });
    const { half, hour, one, two, server } = world;
    await warm(two, half.id, hour.id);
    expect(await book(one, half.id, "09:00")).toMatchObject({ coherence: "confirmed" });
    await server.kill();
    await server.start({ data: "kept" });
    for (const client of [two, one]) await comesBack(world, client, "09:00");
  });

  it("with its data: the fence of a process that died in a booking stays", async () => {
    const world = await createRedisWorld({ server: { persistence: "aof" } });
    const { fake, half, two, server, until } = world;
    const dying = world.doomedClient();
    await warm(two, half.id);
    const gate = fake.pause({ method: "POST", phase: "beforeCommit" });
    book(dying, half.id, "09:00").catch(() => undefined);
    await gate.reached;
    world.proxy.hold("requests", "replies");
    await server.kill();
    await server.start({ data: "kept" });
    // The restart orphans what was stored, once; without the fence there would be hits again then.
    const misses = heardFrom(two, "miss");
    await until(async () => {
      await warm(two, half.id);
      return misses.filter(({ reason }) => reason === "superseded").length > 2;
    });
    gate.release();
    await until(async () => !(await timesOf(two, half.id)).includes("09:00"));
    expect(await sourceOf(two, half.id)).toBe("origin");
  });

  it("without what it had not yet saved", async () => {
    const world = await createRedisWorld({ server: { persistence: "rdb" } });
    const { half, hour, one, two, server } = world;
    await warm(one, half.id, hour.id);
    await server.command("SAVE");
    expect(await book(two, half.id, "09:00")).toMatchObject({ coherence: "confirmed" });
    await server.kill();
    await server.start({ data: "kept" });
    expect(Number(await server.command("DBSIZE"))).toBeGreaterThan(0);
    for (const client of [one, two]) await comesBack(world, client, "09:00");
  });

  it.each(["none", "aof"] as const)("from an older snapshot, with persistence %s", async (kind) => {
    const world = await createRedisWorld({ server: { persistence: kind } });
    const { half, hour, one, two, server } = world;
    await warm(one, half.id, hour.id);
    const snapshot = await server.snapshot();
    expect(await book(two, half.id, "09:00")).toMatchObject({ coherence: "confirmed" });
    await server.start({ data: snapshot });
    for (const client of [one, two]) await comesBack(world, client, "09:00");
  });

  it("from an older snapshot, for a process that comes later", async () => {
    const world = await createRedisWorld();
    const { half, hour, one, two, server } = world;
    await warm(one, half.id, hour.id);
    const snapshot = await server.snapshot();
    expect(await book(two, half.id, "09:00")).toMatchObject({ coherence: "confirmed" });
    await server.start({ data: snapshot });
    const three = world.client({ store: await world.openStore(server.port) });
    await comesBack(world, three, "09:00");
  });

  it("twice from the same snapshot", async () => {
    const world = await createRedisWorld();
    const { half, hour, one, two, server } = world;
    await warm(one, half.id, hour.id);
    const snapshot = await server.snapshot();
    for (const time of ["09:00", "10:00"]) {
      expect(await world.passing(book(two, half.id, time))).toMatchObject({ reconciled: false });
      await server.start({ data: snapshot });
      for (const client of [one, two]) await comesBack(world, client, time);
    }
  });
});
