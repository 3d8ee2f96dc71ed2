import { describe, expect, it } from "vitest";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

/** Where in what Redis says during a booking the connection breaks. */
const BYTES = [0, 1, 2, 3, 5, 8, 12, 20, 40, 80, 160];

describe.skipIf(!hasRedis)("a connection that breaks during a booking", { timeout: 30_000 }, () => {
  it.each(BYTES)("after %i bytes of replies leaves nothing old behind", async (bytes) => {
    const { half, hour, one, two, proxy, passing, until } = await createRedisWorld();
    await warm(one, half.id, hour.id);
    proxy.cutReplyAfter(bytes);
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    const { coherence } = await passing(one.bookings.create(input));
    const clients = coherence === "confirmed" ? [one, two] : [one];
    for (const client of clients) {
      expect(await passing(timesOf(client, half.id))).not.toContain("09:00");
      expect(await passing(timesOf(client, hour.id))).not.toContain("09:00");
    }
    await until(async () => !(await timesOf(two, half.id)).includes("09:00"));
    expect(await timesOf(two, hour.id)).not.toContain("09:00");
    await until(async () => (await sourceOf(one, half.id)) === "cache");
    expect(await timesOf(one, half.id)).not.toContain("09:00");
  });
});
