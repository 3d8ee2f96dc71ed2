import type { CalcomClientOptions } from "../../src/index.ts";
import type { ProfileName } from "../../src/testing/profile.ts";
import type { VirtualClock } from "../../src/testing/virtual-clock.ts";
import { watchHashing } from "./hashing.ts";
import { ANN, at, createWorld } from "./world.ts";

/** What creates are told by. */
export const CREATE = { method: "POST", path: "/v2/bookings" } as const;
export const LIST = { method: "GET", path: "/v2/bookings" } as const;
/** For how long outcomes are looked for here. */
export const LOOK_MS = 5_000;

/** A world whose clients look for outcomes. */
export function createOutcomeWorld(profile: ProfileName = "selfHosted") {
  const world = createWorld({ profile });
  const { clock, fake } = world;
  const client = (extra: CalcomClientOptions = {}) =>
    world.client({ reconcileTimeoutMs: LOOK_MS, ...extra });
  return {
    ...world,
    client,
    wish: (eventTypeId: number) => ({ eventTypeId, start: at("09:00"), attendee: ANN }),
    /** How often a path was written to. */
    writes: () => fake.requests.filter(({ method }) => method !== "GET").length,
    reads: () =>
      fake.requests.filter(({ method, path }) => method === "GET" && path !== "/v2/slots"),
    /** What a call comes to, while time passes. */
    outcomeOf: <T>(call: Promise<T>, ms = 60_000) => outcomeWithin(call, clock, ms),
  };
}

const STEP_MS = 50;
const quiet = watchHashing();

/** What a call comes to within a time of the clock: its result, or what it throws. */
async function outcomeWithin<T>(
  call: Promise<T>,
  clock: VirtualClock,
  ms: number,
): Promise<T | unknown> {
  let isOver = false;
  const outcome = call
    .catch((error: unknown) => error)
    .finally(() => {
      isOver = true;
    });
  await quiet();
  for (let passed = 0; !isOver && passed < ms; passed += STEP_MS) {
    await clock.advance(STEP_MS);
    await quiet();
  }
  return outcome;
}
