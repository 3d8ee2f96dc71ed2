import { describe, expect, it } from "vitest";
import { settle } from "../../src/testing/virtual-clock.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld, heardFrom, type RedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

interface Trouble {
  readonly name: string;
  begin(world: RedisWorld): Promise<void> | void;
  end(world: RedisWorld): Promise<void> | void;
}

/** What can stand between a process and its Redis. */
const TROUBLES: readonly Trouble[] = [
  {
    name: "refuses connections",
    async begin({ proxy }) {
      await proxy.refuse();
      proxy.cut();
    },
    end: ({ proxy }) => proxy.heal(),
  },
  {
    name: "is frozen",
    begin: ({ server }) => server.freeze(),
    end: ({ server }) => server.thaw(),
  },
  {
    name: "answers too late",
    begin: ({ proxy }) => proxy.delay(1_000),
    end: ({ proxy }) => proxy.heal(),
  },
  {
    name: "is in a black hole",
    begin: ({ proxy }) => proxy.hold("requests", "replies"),
    end: ({ proxy }) => proxy.heal(),
  },
  {
    name: "hears nothing",
    begin: ({ proxy }) => proxy.hold("requests"),
    end: ({ proxy }) => proxy.heal(),
  },
  {
    name: "is not heard",
    begin: ({ proxy }) => proxy.hold("replies"),
    end: ({ proxy }) => proxy.heal(),
  },
];

const STORE_TIMEOUT_MS = 100;

/** What is there without any time passing, be it the clients' or the network's. */
async function atOnce<T>(promise: Promise<T>): Promise<T> {
  const turns = async () => {
    for (let turn = 0; turn < 100; turn++) await settle();
    throw new Error("It has to be waited for.");
  };
  return Promise.race([promise, turns()]);
}

const nineOClock = (eventTypeId: number) => ({ eventTypeId, start: at("09:00"), attendee: ANN });

describe.skipIf(!hasRedis).each(TROUBLES)("a Redis that $name", { timeout: 30_000 }, (trouble) => {
  it("leaves reads to Cal.com within the store's deadline, soon at once, and takes them back", async () => {
    const world = await createRedisWorld();
    const { clock, fake, half, one } = world;
    await warm(one, half.id);
    const breaker = heardFrom(one, "store-breaker");
    await trouble.begin(world);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    while (breaker.length === 0) {
      const times = timesOf(one, half.id);
      await clock.advance(STORE_TIMEOUT_MS);
      expect(await atOnce(times)).not.toContain("09:00");
    }
    expect(breaker).toEqual([{ state: "open" }]);
    expect(await atOnce(sourceOf(one, half.id))).toBe("origin");

    await trouble.end(world);
    // Of this booking nobody was told, so what the store held before is as good as it was.
    await world.until(async () => (await sourceOf(one, half.id)) === "cache");
    expect(breaker.at(-1)).toEqual({ state: "closed" });
  });

  it("takes bookings, tells that others do not know yet, and lets them know as soon as it can", async () => {
    const world = await createRedisWorld();
    const { half, hour, one, two, passing, untilHitsWithout } = world;
    await warm(one, half.id, hour.id);
    const [invalidated, failures] = [heardFrom(one, "invalidated"), heardFrom(one, "store-failed")];
    await trouble.begin(world);

    const { coherence } = await passing(one.bookings.create(nineOClock(half.id)));
    expect(coherence).toBe("deferred");
    expect(invalidated).toMatchObject([{ cause: "write", coherence: "deferred" }]);
    expect(failures.length).toBeGreaterThan(0);
    for (const { id } of [half, hour]) {
      expect(await passing(sourceOf(one, id))).toBe("origin");
      expect(await passing(timesOf(one, id))).not.toContain("09:00");
    }

    await trouble.end(world);
    await untilHitsWithout(two, "09:00");
    for (const { times } of await untilHitsWithout(one, "09:00")) {
      expect(times).not.toContain("09:00");
    }
  });

  it("takes no booking that it was told to refuse, and takes it later", async () => {
    const world = await createRedisWorld();
    const { clock, fake, half, two, passing } = world;
    const one = world.client({ onStoreDown: "refuse" });
    await warm(one, half.id);
    await trouble.begin(world);
    const refused = await passing(one.bookings.create(nineOClock(half.id)).catch((error) => error));
    expect(refused).toMatchObject({ code: "store_unavailable" });
    expect(fake.requests.filter(({ method }) => method === "POST")).toEqual([]);

    await trouble.end(world);
    await expect
      .poll(
        async () => {
          await clock.advance(500);
          const made = one.bookings.create(nineOClock(half.id)).catch((error) => error);
          return passing(made);
        },
        { timeout: 15_000 },
      )
      .toMatchObject({ coherence: "confirmed" });
    expect(await timesOf(two, half.id)).not.toContain("09:00");
  });
});
