import { describe, expect, it } from "vitest";
import { type CacheStore, memoryStore } from "../../src/index.ts";
import { begun, createReconciledWorld, TTL } from "../helpers/reconciled-world.ts";
import { heardFrom } from "../helpers/redis-world.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const MINUTE_MS = 60_000;
const WATERMARK = /reconciler:watermark$/;

/** A store of which one operation can be made to fail. */
function breakableStore() {
  const inner = memoryStore();
  let broken: keyof CacheStore | undefined;
  const check = (operation: keyof CacheStore, about: string | undefined, only?: RegExp) => {
    const isMeant = only === undefined || (about !== undefined && only.test(about));
    if (broken === operation && isMeant) throw new Error("The store is away.");
  };
  const store: CacheStore = {
    name: "breakable",
    attach: (context) => inner.attach?.(context),
    read(key, records) {
      check("read", key, WATERMARK);
      return inner.read(key, records);
    },
    ensure: (keys, version) => inner.ensure(keys, version),
    apply(steps) {
      check("apply", undefined);
      return inner.apply(steps);
    },
    write(key, entry, ttlMs, lease) {
      check("write", key, WATERMARK);
      return inner.write(key, entry, ttlMs, lease);
    },
    close: () => inner.close(),
  };
  return {
    store,
    broken: (operation: keyof CacheStore | undefined) => {
      broken = operation;
    },
  };
}

async function createBreakableWorld() {
  const { store, broken } = breakableStore();
  const world = createReconciledWorld({ store });
  const calcom = world.client();
  const reconciler = await begun(calcom);
  await warm(calcom, world.half.id);
  await world.fake.bookings.book({ eventTypeId: world.half.id, start: at("09:00") });
  return { ...world, calcom, reconciler, broken };
}

describe("when the store fails", () => {
  it("an unconfirmed step fails the pass, and the next one does it again", async () => {
    const { broken, calcom, half, reconciler } = await createBreakableWorld();
    const failed = heardFrom(calcom, "reconcile-failed");
    broken("apply");
    await expect(reconciler.run()).rejects.toMatchObject({ code: "store_unavailable" });
    expect(failed).toHaveLength(1);
    broken(undefined);
    expect(await reconciler.run()).toMatchObject({ applied: 1 });
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("what was bumped but not noted is bumped again", async () => {
    const { broken, calcom, half, reconciler } = await createBreakableWorld();
    broken("write");
    await expect(reconciler.run()).rejects.toMatchObject({ code: "store_unavailable" });
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
    broken(undefined);
    expect(await reconciler.run()).toMatchObject({ applied: 1 });
    expect(await reconciler.run()).toMatchObject({ applied: 0 });
  });

  it("a watermark that cannot be read is not one that is gone", async () => {
    const { broken, calcom, half, reconciler } = await createBreakableWorld();
    broken("read");
    await expect(reconciler.run()).rejects.toMatchObject({ code: "store_unavailable" });
    expect(await sourceOf(calcom, half.id)).toBe("cache");
    broken(undefined);
    expect(await reconciler.run()).toMatchObject({ startedOver: false, applied: 1 });
  });

  it("one that was emptied begins anew", async () => {
    const { calcom, half, reconciler, store } = await createBreakableWorld();
    await store.close();
    expect(await reconciler.run()).toMatchObject({ startedOver: true });
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("whom a booking concerned before is not forgotten because it could not be read", async () => {
    const { client, clock, fake, half, ofCarol, pools } = createTeamWorld();
    const inner = memoryStore({ clock });
    let isAway = false;
    const read: CacheStore["read"] = (key, records) => {
      if (isAway && key?.includes("booking:")) throw new Error("The store is away.");
      return inner.read(key, records);
    };
    const store: CacheStore = {
      name: "away for notes of bookings",
      read,
      ensure: (keys, version) => inner.ensure(keys, version),
      apply: (steps) => inner.apply(steps),
      write: (key, entry, ttlMs, lease) => inner.write(key, entry, ttlMs, lease),
      close: () => inner.close(),
    };
    const calcom = client({ store, ttl: TTL, invalidation: { pools } });
    const reconciler = await begun(calcom);
    const { booking } = await calcom.bookings.create({
      eventTypeId: half.id,
      start: at("09:00"),
      attendee: { ...ANN, email: "carol@example.test" },
    });
    await clock.advance(MINUTE_MS);
    await warm(calcom, ofCarol.id);
    const known = fake.bookings.get(booking.uid);
    const [first] = known?.attendees ?? [];
    if (known === undefined || first === undefined) throw new Error("It was not booked.");
    const attendees = [{ ...first, email: "wim@example.test" }];
    fake.bookings.add({ ...known, attendees, updatedAt: fake.clock.now() });
    isAway = true;
    await expect(reconciler.run()).rejects.toMatchObject({ code: "store_unavailable" });
    isAway = false;
    await reconciler.run();
    expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
  });
});
