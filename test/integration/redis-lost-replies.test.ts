import { describe, expect, it } from "vitest";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, warm } from "../helpers/world.ts";

/** Where in what Redis says during a booking the connection breaks. */
const BYTES = [0, 1, 2, 3, 5, 8, 12, 20, 40, 80, 160];

describe.skipIf(!hasRedis)("a connection that breaks during a booking", { timeout: 30_000 }, () => {
  it.each(BYTES)("after %i bytes of replies leaves nothing old behind", async (bytes) => {
    const { half, hour, one, two, proxy, passing, untilHitsWithout } = await createRedisWorld();
    await warm(one, half.id, hour.id);
    proxy.cutReplyAfter(bytes);
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    const { coherence } = await passing(one.bookings.create(input));
    const own = await untilHitsWithout(one, "09:00");
    // What is only deferred, the other process may not know yet.
    const others = await untilHitsWithout(two, "09:00");
    for (const { times } of coherence === "confirmed" ? [...own, ...others] : own) {
      expect(times).not.toContain("09:00");
    }
  });
});
