import { describe, expect, it } from "vitest";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const LIST = { method: "GET", path: "/bookings" };

describe.skipIf(!hasRedis)("reconcilers of two processes on one Redis", () => {
  it("work one at a time, and one goes on where the other has ended", async () => {
    const { fake, half, one, two, passing } = await createRedisWorld();
    const [first, second] = [one.reconciler(), two.reconciler()];
    await passing(first.run());
    await passing(warm(two, half.id));
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    const gate = fake.pause({ ...LIST, phase: "before" });
    const underWay = first.run();
    await passing(gate.reached);
    expect(await passing(second.run())).toMatchObject({ ran: false });
    expect(await passing(sourceOf(two, half.id))).toBe("cache");
    gate.release();
    expect(await passing(underWay)).toMatchObject({ ran: true, found: 1, applied: 1 });
    expect(await passing(timesOf(two, half.id))).not.toContain("09:00");
    expect(await passing(second.run())).toMatchObject({ startedOver: false, applied: 0 });
  });

  it("keep the turn for whoever has started, until it stops", async () => {
    const { clock, one, two, passing, server, until } = await createRedisWorld();
    const [first, second] = [one.reconciler(), two.reconciler()];
    first.start();
    const leases = async () => (await server.command("KEYS", "*#lease:pass")) as string[];
    const leftMs = async () => Number(await server.command("PTTL", (await leases())[0] ?? ""));
    await until(async () => (await leftMs()) > 30_000);
    expect(await leases()).toEqual([
      expect.stringMatching(/^\{calcom:entry:default:.*:reconciler:60000\}#lease:pass$/),
    ]);
    expect(await leftMs()).toBeLessThanOrEqual(54_000);
    expect(await passing(second.run())).toMatchObject({ ran: false });
    await passing(first.stop());
    expect(await leases()).toEqual([]);
    expect(await passing(second.run())).toMatchObject({ ran: true });
    await clock.advance(0);
  });

  it("begin anew on a Redis that was emptied", async () => {
    const { fake, half, one, passing, server } = await createRedisWorld();
    const reconciler = one.reconciler();
    await passing(reconciler.run());
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await server.command("FLUSHALL");
    expect(await passing(reconciler.run())).toMatchObject({ startedOver: true });
    const [watermark] = (await server.command("KEYS", "*:reconciler:watermark")) as string[];
    expect(watermark).toMatch(/^calcom:entry:default:/);
    const day = 24 * 3_600_000;
    expect(Number(await server.command("PTTL", watermark ?? ""))).toBeGreaterThan(29 * day);
  });

  it("do again what the store did not confirm", async () => {
    const { fake, half, one, two, passing, proxy, until } = await createRedisWorld();
    const reconciler = one.reconciler();
    await passing(reconciler.run());
    await passing(warm(two, half.id));
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    const gate = fake.pause({ ...LIST, phase: "before" });
    const refused = expect(reconciler.run()).rejects.toMatchObject({ code: "store_unavailable" });
    await passing(gate.reached);
    await proxy.refuse();
    proxy.cut();
    gate.release();
    await passing(refused);
    expect(await passing(sourceOf(two, half.id))).toBe("cache");
    await proxy.admit();
    const again = async () => (await reconciler.run().catch(() => undefined))?.applied === 1;
    await until(again);
    expect(await passing(timesOf(two, half.id))).not.toContain("09:00");
  });
});
