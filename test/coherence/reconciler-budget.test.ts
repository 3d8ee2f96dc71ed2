import { expect, it } from "vitest";
import { createLimitedWorld, outcomeOf } from "../helpers/limited-world.ts";
import { heardFrom } from "../helpers/redis-world.ts";

/** More than half of what is allowed in a minute, which is all that reads in advance may use. */
const BOOKINGS = 70;

it("spends only what is left over: bookings go first", async () => {
  const world = createLimitedWorld();
  const calcom = world.client();
  const failed = heardFrom(calcom, "reconcile-failed");
  const reconciled = heardFrom(calcom, "reconciled");
  const bookings = Array.from({ length: BOOKINGS }, () => outcomeOf(world.ask(calcom, "booking")));
  calcom.reconciler({ intervalMs: 15_000 }).start();
  const outcomes = await world.outcomes(bookings, 20_000);
  expect(new Set(outcomes)).toEqual(new Set(["answered"]));
  expect(reconciled).toEqual([]);
  const refused = { error: { code: "rate_limited", refusedBy: "governor" } };
  expect(failed).toMatchObject([refused, refused]);
  expect(world.answered(429)).toBe(0);
  await world.clock.advance(120_000);
  await world.settle();
  expect(reconciled.length).toBeGreaterThan(0);
  expect(world.answered(429)).toBe(0);
});
