import { describe, expect, it } from "vitest";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld, type RedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, sourceOf, timesOf } from "../helpers/world.ts";

type Fault = (world: RedisWorld) => Promise<void> | void;

const FAULTS: readonly Fault[] = [
  ({ proxy }) => proxy.cut(),
  async ({ proxy }) => {
    await proxy.refuse();
    proxy.cut();
  },
  ({ proxy }) => proxy.hold("requests"),
  ({ proxy }) => proxy.hold("replies"),
  ({ proxy }) => proxy.cutReplyAfter(3),
  ({ server }) => server.freeze(),
  async ({ server }) => {
    await server.kill();
    await server.start({ data: "kept" });
  },
];

const heal = async ({ proxy, server }: RedisWorld) => {
  server.thaw();
  await proxy.heal();
};

const TIMES = ["09", "10", "11", "12", "13", "14", "15", "16"].flatMap((hour) => [
  `${hour}:00`,
  `${hour}:30`,
]);

describe.skipIf(!hasRedis)("a Redis that comes and goes", { timeout: 60_000 }, () => {
  it.each([0, 1])("never leaves an old answer, whoever asks (%i)", async (phase) => {
    const world = await createRedisWorld({ server: { persistence: "aof" } });
    const { half, hour, one, two, passing, until, untilHitsWithout } = world;
    const clients = [one, two];
    /** What each process must not list any more: what it booked, and what is confirmed. */
    const taken = new Map(clients.map((client) => [client, new Set<string>()]));
    const outcomes = new Set<string>();
    const look = async () => {
      for (const client of clients) {
        for (const { id } of [half, hour]) {
          const before = [...(taken.get(client) ?? [])];
          const times = await passing(timesOf(client, id));
          expect(times.filter((time) => before.includes(time))).toEqual([]);
        }
      }
    };
    for (const [index, time] of TIMES.entries()) {
      await look();
      // Only what is stored can be old.
      for (const client of index % 2 === 0 ? clients : []) {
        await until(async () => (await sourceOf(client, hour.id)) === "cache");
      }
      // Before a booking, during it, or not at all.
      const fault = FAULTS[(index + phase) % FAULTS.length] as Fault;
      const writer = clients[index % 2] as (typeof clients)[number];
      const kind = (index + phase) % 3;
      if (kind === 0) await fault(world);
      const input = { eventTypeId: half.id, start: at(time), attendee: ANN };
      const booking = writer.bookings.create(input);
      if (kind === 1) await fault(world);
      const { coherence } = await passing(booking);
      outcomes.add(coherence);
      const told = coherence === "confirmed" ? clients : [writer];
      for (const client of told) taken.get(client)?.add(time);
      await look();
      await heal(world);
    }
    // Else there would have been nothing to go wrong.
    expect(outcomes).toEqual(new Set(["confirmed", "deferred"]));
    for (const client of clients) {
      for (const time of TIMES) await untilHitsWithout(client, time);
    }
  });
});
