import { describe, expect, it } from "vitest";
import { type CacheStore, memoryStore, StoreError } from "../../src/index.ts";
import { countingStore } from "../helpers/counting-store.ts";
import { createWatchedWorld, LOOK_MS } from "../helpers/watched-world.ts";
import { watching } from "../helpers/watching.ts";

const UNKNOWN = { version: undefined, changed: false };

/** A world whose store can be cut off, or refuse every change, and what its clients have said of it. */
async function createTroubledWorld() {
  const { store: counting, ...counted } = countingStore(memoryStore());
  const refusal = { isOn: false };
  const store: CacheStore = {
    ...counting,
    apply: (steps) => {
      if (refusal.isOn) throw new Error("out of memory");
      return counting.apply(steps);
    },
  };
  const warned: string[] = [];
  const logger = { warn: (message: string) => void warned.push(message) };
  const world = await createWatchedWorld({ store, logger, storeTimeoutMs: 1_000 });
  const { alice, calcom } = world;
  return {
    ...world,
    ...counted,
    warned,
    refusal,
    /** A change of Alice's that does not reach the store at once. */
    async deferChange() {
      refusal.isOn = true;
      await expect(calcom.invalidate({ hostId: alice.id })).rejects.toThrow(StoreError);
    },
  };
}

describe("while the store is away", () => {
  it("says once that nobody knows, and names the same version when nothing has changed", async () => {
    const { outage, pass, watchers } = await createTroubledWorld();
    const version = watchers.half.told[0]?.version;
    outage.isDown = true;
    await pass(60_000);
    expect(await watchers.half.next()).toEqual(UNKNOWN);
    expect(watchers.half.isUpToDate).toBe(true);
    outage.isDown = false;
    await pass(4_000 + LOOK_MS);
    expect(await watchers.half.next()).toEqual({ version, changed: false });
    await pass(60_000);
    expect(watchers.half.isUpToDate).toBe(true);
  });

  it("says so to whoever begins to watch", async () => {
    const { calcom, half, outage, pass } = await createTroubledWorld();
    outage.isDown = true;
    const watcher = watching(calcom, { eventTypeId: half.id });
    expect(await watcher.next()).toEqual(UNKNOWN);
    outage.isDown = false;
    await pass(4_000 + LOOK_MS);
    expect(await watcher.next()).toMatchObject({ changed: true });
  });

  it("tells what has changed meanwhile, without the store that knew of before", async () => {
    const { book, outage, pass, watchers } = await createTroubledWorld();
    outage.isDown = true;
    await expect(book()).resolves.toMatchObject({ coherence: "deferred" });
    expect(await watchers.half.next()).toEqual(UNKNOWN);
    outage.isDown = false;
    await pass(4_000 + LOOK_MS);
    expect(await watchers.half.next()).toMatchObject({ changed: true });
  });

  it("looks hardly ever", async () => {
    const { asked, outage, pass } = await createTroubledWorld();
    outage.isDown = true;
    await pass(10_000);
    const before = asked.read + asked.ensure;
    await pass(60_000);
    expect(asked.read + asked.ensure - before).toBeLessThan(40);
  });
});

describe("a change that the store has not confirmed", () => {
  it("makes what depends on it unknown at once, and nothing else", async () => {
    const { clock, deferChange, watchers } = await createTroubledWorld();
    const began = clock.monotonic();
    await deferChange();
    expect(await watchers.half.next()).toEqual(UNKNOWN);
    expect(clock.monotonic()).toBe(began);
    expect(watchers.other.isUpToDate).toBe(true);
  });

  it("leaves it unknown until it has landed, though the store can be read", async () => {
    const { calcom, deferChange, half, pass, refusal, watchers } = await createTroubledWorld();
    await deferChange();
    await watchers.half.next();
    const late = watching(calcom, { eventTypeId: half.id });
    expect(await late.next()).toEqual(UNKNOWN);
    await pass(10_000);
    for (const watcher of [watchers.half, late]) expect(watcher.isUpToDate).toBe(true);
    refusal.isOn = false;
    await pass(6_000);
    for (const watcher of [watchers.half, late]) {
      expect(await watcher.next()).toMatchObject({ changed: true });
      expect(watcher.isUpToDate).toBe(true);
    }
    expect(watchers.other.isUpToDate).toBe(true);
  });

  it("is told at once when it lands", async () => {
    const { clock, deferChange, refusal, watchers } = await createTroubledWorld();
    await deferChange();
    await watchers.half.next();
    refusal.isOn = false;
    await clock.advance(200);
    expect(await watchers.half.next()).toMatchObject({ changed: true });
  });

  it("is not followed by a version that was read before it", async () => {
    const { beforeAnswer, calcom, clock, deferChange, half, refusal, watchers } =
      await createTroubledWorld();
    const before = watchers.half.told[0]?.version;
    beforeAnswer("read", async () => {
      await deferChange();
      refusal.isOn = false;
      await clock.advance(200);
    });
    const late = watching(calcom, { eventTypeId: half.id });
    expect(await late.next()).toEqual(UNKNOWN);
    expect((await late.next()).version).not.toBe(before);
  });
});

it("says once that others reckon otherwise, and that nobody knows", async () => {
  const { client, half, pass, warned } = await createTroubledWorld();
  const odd = client({ invalidation: { width: "event-type" } });
  const watcher = watching(odd, { eventTypeId: half.id });
  expect(await watcher.next()).toEqual(UNKNOWN);
  await pass(60_000);
  expect(watcher.isUpToDate).toBe(true);
  expect(warned.filter((message) => message === "Changes cannot be told.")).toHaveLength(1);
});
