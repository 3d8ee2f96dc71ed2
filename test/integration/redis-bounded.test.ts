import { describe, expect, it, vi } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, sourceOf, timesOf } from "../helpers/world.ts";

const BOUND_MS = 1_000;
const POLL = { timeout: 5_000, interval: 1 };

/** `reader` trusts versions behind the line that can go wrong; `two` is another process. */
async function boundedWorld() {
  const world = await createRedisWorld();
  const { clock, fake, half, passing, server, two } = world;
  const reader = world.client({ consistency: { maxStalenessMs: BOUND_MS } });
  const subscribed = async () =>
    expect(await server.command("PUBSUB", "CHANNELS")).not.toHaveLength(0);

  /** Reads until nothing is sent for it any more. */
  async function warmUp(client: CalcomClient) {
    // The first read compares settings, the second asks for the generation and listens.
    for (let count = 0; count < 2; count++) await sourceOf(client, half.id);
    await vi.waitFor(subscribed, POLL);
    await vi.waitFor(async () => {
      const { sent } = await watchCommands(server, () => sourceOf(client, half.id));
      expect(sent).toEqual([]);
    }, POLL);
  }
  await warmUp(reader);

  return {
    ...world,
    reader,
    subscribed,
    warmUp,
    async bookElsewhere() {
      await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
      await two.invalidate({ eventTypeId: half.id });
    },
    /** @returns milliseconds, by the clock of the clients, after which the booking was last not shown */
    async msNotShown() {
      const bookedAt = clock.monotonic();
      let last = Number.NEGATIVE_INFINITY;
      while (clock.monotonic() < bookedAt + 3 * BOUND_MS) {
        const askedAt = clock.monotonic();
        if ((await passing(timesOf(reader, half.id))).includes("09:00")) last = askedAt - bookedAt;
        await clock.advance(20);
      }
      return last;
    },
  };
}

describe.skipIf(!hasRedis)("versions of a Redis trusted for a time", { timeout: 30_000 }, () => {
  it("answers a thousand times without a command", async () => {
    const { half, reader, server } = await boundedWorld();
    const { sent } = await watchCommands(server, async () => {
      for (let count = 0; count < 1_000; count++) {
        expect(await sourceOf(reader, half.id)).toBe("cache");
      }
    });
    expect(sent).toEqual([]);
  });

  it("hears of a change within milliseconds, while its own clock stands still", async () => {
    const { bookElsewhere, half, reader } = await boundedWorld();
    await bookElsewhere();
    const toldAt = performance.now();
    await vi.waitFor(
      async () => expect(await timesOf(reader, half.id)).not.toContain("09:00"),
      POLL,
    );
    expect(performance.now() - toldAt).toBeLessThan(500);
  });

  it("sees its own booking at once", async () => {
    const { half, reader, server } = await boundedWorld();
    await server.command("CLIENT", "KILL", "TYPE", "pubsub");
    await reader.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    expect(await timesOf(reader, half.id)).not.toContain("09:00");
  });

  it("keeps the bound when the connection that messages come over is killed, and hears again", async () => {
    const { bookElsewhere, half, msNotShown, reader, server, subscribed, two, warmUp, until } =
      await boundedWorld();
    await Promise.all([server.command("CLIENT", "KILL", "TYPE", "pubsub"), bookElsewhere()]);
    expect(await msNotShown()).toBeLessThan(BOUND_MS);
    await vi.waitFor(subscribed, POLL);
    await warmUp(reader);
    await two.invalidate({ eventTypeId: half.id });
    await until(async () => (await sourceOf(reader, half.id)) === "origin");
  });

  it("keeps the bound behind a black hole", async () => {
    const { bookElsewhere, msNotShown, proxy } = await boundedWorld();
    proxy.hold("requests", "replies");
    await bookElsewhere();
    const ms = await msNotShown();
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThan(BOUND_MS);
  });

  it("keeps the bound where nothing comes back", async () => {
    const { bookElsewhere, msNotShown, proxy } = await boundedWorld();
    proxy.hold("replies");
    await bookElsewhere();
    const ms = await msNotShown();
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThan(BOUND_MS);
  });

  it("hears of a change at once where nothing gets through but messages", async () => {
    const { bookElsewhere, half, passing, proxy, reader, until } = await boundedWorld();
    proxy.hold("requests");
    await bookElsewhere();
    await until(async () => !(await passing(timesOf(reader, half.id))).includes("09:00"));
  });

  it("goes on for as long as the bound while the server is frozen, and not longer", async () => {
    const { clock, half, passing, reader, server } = await boundedWorld();
    server.freeze();
    expect(await sourceOf(reader, half.id)).toBe("cache");
    await clock.advance(BOUND_MS);
    expect(await passing(sourceOf(reader, half.id))).toBe("origin");
  });

  it("keeps the bound when the server comes back with less than it had", async () => {
    const { bookElsewhere, half, msNotShown, reader, server, two, until, warmUp } =
      await boundedWorld();
    await server.kill();
    await server.start({ data: "empty" });
    await until(() =>
      two.invalidate("all").then(
        () => true,
        () => false,
      ),
    );
    await bookElsewhere();
    expect(await msNotShown()).toBeLessThan(BOUND_MS);
    await until(async () => (await sourceOf(reader, half.id)) === "cache");
    await warmUp(reader);
  });
});
