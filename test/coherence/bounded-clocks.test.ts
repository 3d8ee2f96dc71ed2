import { expect, it } from "vitest";
import { BOUND_MS, createBoundedWorld, processClock } from "../helpers/bounded-world.ts";
import { sourceOf, timesOf } from "../helpers/world.ts";

const HOUR_MS = 3_600_000;
/** Well within the life of an answer. */
const LONG_MS = HOUR_MS / 6;

/** A reader with a clock of its own, which is told nothing by message. */
async function warmWorld() {
  const world = createBoundedWorld();
  const { clock, missed } = processClock(world.clock);
  const warm = await world.warmReader({ clock });
  warm.link.messages = "lost";
  return {
    ...world,
    ...warm,
    missed,
    /** The process stands still; which of its clocks notice is up to the platform. */
    async suspend(ms: number, stopped: readonly (keyof typeof missed)[]) {
      await world.clock.advance(ms);
      for (const which of stopped) missed[which] += ms;
    },
  };
}

const SUSPENSIONS = [
  { name: "the wall clock notices", stopped: ["monotonic"] },
  { name: "the monotonic clock notices", stopped: ["wall"] },
  { name: "both clocks notice", stopped: [] },
] as const;

it.each(SUSPENSIONS)("trusts nothing after a suspension that $name", async ({ stopped }) => {
  const { changeElsewhere, half, reader, suspend } = await warmWorld();
  const time = await changeElsewhere();
  await suspend(LONG_MS, stopped);
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it("counts a verification from when it was sent, also when it is suspended meanwhile", async () => {
  const { changeElsewhere, clock, half, link, reader, suspend } = await warmWorld();
  await clock.advance(BOUND_MS / 2);
  const asked = link.hold("generation");
  await sourceOf(reader, half.id);
  const verification = await asked;
  verification.execute();
  const time = await changeElsewhere();
  await suspend(50, []);
  verification.answer();
  await suspend(BOUND_MS - 50, []);
  expect(await timesOf(reader, half.id)).not.toContain(time);
});

it.each([-HOUR_MS, HOUR_MS])("keeps the bound when the wall clock is set by %i ms", async (ms) => {
  const { changeElsewhere, missed, msNotShown, reader } = await warmWorld();
  missed.wall -= ms;
  expect(await msNotShown(reader, await changeElsewhere())).toBeLessThan(BOUND_MS);
});

it.each([-HOUR_MS, HOUR_MS])("trusts again after the wall clock was set by %i ms", async (ms) => {
  const { half, link, missed, reader, warmUp } = await warmWorld();
  missed.wall -= ms;
  await sourceOf(reader, half.id);
  await warmUp(reader, link);
});
