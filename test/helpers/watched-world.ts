import type { CalcomClientOptions } from "../../src/index.ts";
import { begun, createReconciledWorld, settle } from "./reconciled-world.ts";
import { passSlowly, watching } from "./watching.ts";
import { ANN, at, warm } from "./world.ts";

export const SETTLE_MS = { write: 3_000, webhook: 5_000 };
/** As often it is looked at least for what nobody has told of. */
export const LOOK_MS = 2_000;

/** Alice with two event types, Bob with one, whose hosts are known, and a watcher of each. */
export async function createWatchedWorld(options: CalcomClientOptions = {}) {
  const world = createReconciledWorld(options.store === undefined ? {} : { store: options.store });
  const { fake, half, hour, pools } = world;
  const bob = fake.users.add({ username: "bob" });
  const other = fake.eventTypes.add({ ownerId: bob.id, slug: "bobs", lengthInMinutes: 30 });
  const invalidation = {
    pools: { ...pools, [other.id]: [{ id: bob.id, email: bob.email }] },
    settleMs: SETTLE_MS,
  };
  const client = (extra: CalcomClientOptions = {}) =>
    world.client({
      ...options,
      ...extra,
      invalidation: { ...invalidation, ...extra.invalidation },
    });
  const calcom = client();
  const reconciler = await begun(calcom);
  // The first pass has bumped everything.
  await world.pass(60_000);
  await warm(calcom, half.id, hour.id, other.id);
  const watchers = {
    half: watching(calcom, { eventTypeId: half.id }),
    hour: watching(calcom, { eventTypeId: hour.id }),
    other: watching(calcom, { eventTypeId: other.id }),
  };
  for (const watcher of Object.values(watchers)) await watcher.next();
  return {
    ...world,
    client,
    bob,
    other,
    calcom,
    reconciler,
    watchers,
    pass: (ms: number) => passSlowly(world, settle, ms),
    book: (by = calcom) =>
      by.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN }),
  };
}

export type WatchedWorld = Awaited<ReturnType<typeof createWatchedWorld>>;
