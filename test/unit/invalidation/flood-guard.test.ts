import { expect, it } from "vitest";
import { StoreAccess } from "../../../src/cache/store-access.ts";
import type { TagChange } from "../../../src/cache/tag-change.ts";
import { VersionRegistry } from "../../../src/cache/version-registry.ts";
import { FloodGuard } from "../../../src/invalidation/flood-guard.ts";
import type { RegistryStep } from "../../../src/stores/contract.ts";
import { memoryStore } from "../../../src/stores/memory-store.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { randomToken } from "../../../src/tokens.ts";
import { countingStore } from "../../helpers/counting-store.ts";

const SETTLE_MS = 5_000;
const CAUTION_MS = 300_000;
const BUMPS = 3;

function createGuard() {
  const clock = createVirtualClock();
  const memory = memoryStore({ clock });
  const steps: RegistryStep[] = [];
  const counting = countingStore({
    name: "noting",
    read: (key, tags) => memory.read(key, tags),
    ensure: (tags, fresh) => memory.ensure(tags, fresh),
    write: () => undefined,
    close: () => memory.close(),
    apply(applied) {
      steps.push(...applied);
      return memory.apply(applied);
    },
  });
  const { store } = counting;
  const access = new StoreAccess({
    ...{ store, clock, storeTimeoutMs: 1_000, onBreaker: () => undefined },
  });
  const registry = new VersionRegistry({
    ...{ access, clock, keyPrefix: "", rootKey: "all", onStoreError: () => undefined },
  });
  const told: string[] = [];
  const open = (bumpsPerMinute = BUMPS) =>
    new FloodGuard({
      ...{ registry, clock, bumpsPerMinute, settleMs: SETTLE_MS, cautionMs: CAUTION_MS },
      onFlood: (reach) => told.push(reach),
    });
  /** A delivery's changes, as the invalidator makes them. */
  const deliver = (guard: FloodGuard, ...tags: readonly string[]) => {
    const marks = [{ id: randomToken(), kind: "settling" as const, durationMs: SETTLE_MS }];
    return guard.applySurely(tags.map((tag): TagChange => ({ tag, bump: true, marks })));
  };
  const flood = async (guard: FloodGuard, times: number, ...tags: readonly string[]) => {
    for (let time = 0; time < times; time++) await deliver(guard, ...tags);
  };
  const state = async (tag: string) => (await registry.read(undefined, [tag])).states.get(tag);
  /** What a reader sees, who draws a version where there is none. */
  const seen = async (tag: string) => (await registry.ensure([tag])).get(tag);
  return { ...counting, clock, memory, registry, steps, told, open, deliver, flood, state, seen };
}

it("writes as many deliveries as a tag may be bumped, and of the others none", async () => {
  const { asked, deliver, flood, open } = createGuard();
  const guard = open();
  await flood(guard, 100, "a", "b");
  expect(asked.apply).toBe(BUMPS);
  expect(await deliver(guard, "a")).toBe("confirmed");
});

it("writes once for all that come while the mark is being set", async () => {
  const { asked, deliver, open } = createGuard();
  const guard = open();
  const answers = await Promise.all(Array.from({ length: 100 }, () => deliver(guard, "a", "b")));
  expect(new Set(answers)).toEqual(new Set(["confirmed"]));
  expect(asked.apply).toBe(BUMPS);
});

it("bumps what is not bumped too often beside what is", async () => {
  const { deliver, flood, open, steps } = createGuard();
  const guard = open();
  await flood(guard, BUMPS, "a");
  await deliver(guard, "a", "new");
  expect(steps.slice(-1)).toMatchObject([{ key: "new", bump: true }]);
});

it("lets the mark last until the minute is over, and as long as a delivery's own after that", async () => {
  const { clock, flood, open, state } = createGuard();
  const guard = open();
  await flood(guard, 1, "a");
  await clock.advance(20_000);
  await flood(guard, BUMPS, "a");
  await clock.advance(40_000 + SETTLE_MS - 1);
  expect((await state("a"))?.marked).toBe(true);
  await clock.advance(1);
  expect(await state("a")).toBeUndefined();
});

it("sets a caution for whatever the deliveries may be that are not written", async () => {
  const { clock, flood, open, seen } = createGuard();
  await flood(open(), BUMPS + 1, "a");
  await clock.advance(60_000 + SETTLE_MS);
  expect(await seen("a")).toMatchObject({ marked: false, cautious: true });
  await clock.advance(CAUTION_MS - SETTLE_MS - 1);
  expect(await seen("a")).toMatchObject({ cautious: true });
  await clock.advance(1);
  expect(await seen("a")).toMatchObject({ cautious: false });
});

it("bumps again what has lost its mark", async () => {
  const { asked, deliver, flood, memory, open, state } = createGuard();
  const guard = open();
  await flood(guard, 10, "a");
  memory.close();
  await memory.ensure(["a"], "a version of after the loss");
  const before = asked.apply;
  expect(await deliver(guard, "a")).toBe("confirmed");
  expect(asked.apply).toBe(before + 1);
  expect(await state("a")).toMatchObject({ marked: true });
  expect((await state("a"))?.version).not.toBe("a version of after the loss");
});

it("does not take a fence for its mark", async () => {
  const { deliver, flood, memory, open, registry, state } = createGuard();
  const guard = open();
  await flood(guard, 10, "a");
  memory.close();
  await memory.ensure(["a"], "old");
  const fence = { id: "fence", kind: "fence", durationMs: 600_000 } as const;
  await registry.apply([{ tag: "a", bump: false, marks: [fence] }]);
  await deliver(guard, "a");
  await registry.apply([{ tag: "a", bump: false, removeMarks: ["fence"] }]);
  expect((await state("a"))?.version).not.toBe("old");
});

it("does not take another's settling, which may end at once, for its own", async () => {
  const { asked, deliver, flood, memory, open, registry } = createGuard();
  const guard = open();
  await flood(guard, 10, "a");
  memory.close();
  const settling = { id: "other", kind: "settling", durationMs: 1 } as const;
  await registry.apply([{ tag: "a", bump: true, marks: [settling] }]);
  const before = asked.apply;
  await deliver(guard, "a");
  expect(asked.apply).toBe(before + 1);
});

it("bumps in the next minute what it sees marked when this one has ended", async () => {
  const { asked, beforeAnswer, clock, deliver, flood, open, seen } = createGuard();
  const guard = open();
  await flood(guard, 10, "a");
  await clock.advance(59_900);
  const before = asked.apply;
  beforeAnswer("read", () => clock.advance(200));
  await deliver(guard, "a");
  expect(asked.apply).toBe(before + 1);
  await clock.advance(SETTLE_MS - 1);
  expect((await seen("a"))?.marked).toBe(true);
});

it("counts anew in the next minute", async () => {
  const { asked, clock, flood, open } = createGuard();
  const guard = open();
  await flood(guard, 10, "a");
  await clock.advance(60_000);
  await flood(guard, 10, "a");
  expect(asked.apply).toBe(2 * BUMPS);
});

it.each([
  ["set forward, and back", [30_000, -30_000]],
  ["set back", [-600_000]],
  ["set forward", [30_000]],
])("leaves every delivery its settling on a wall clock that is %s", async (_how, steps) => {
  const { clock, deliver, flood, open, seen } = createGuard();
  const guard = open();
  await deliver(guard, "the first of the minute");
  for (const step of steps) {
    clock.set(clock.now() + step);
    await flood(guard, BUMPS + 1, "a");
    await clock.advance(1_000);
  }
  for (let count = 0; count < 60; count++) {
    await deliver(guard, "a");
    await clock.advance(SETTLE_MS - 1);
    expect((await seen("a"))?.marked).toBe(true);
  }
});

it("ends the minute of a process that was suspended", async () => {
  const { asked, clock, flood, open } = createGuard();
  const guard = open();
  await flood(guard, 10, "a");
  clock.set(clock.now() + 60_000);
  await flood(guard, 1, "a");
  expect(asked.apply).toBe(BUMPS + 1);
});

it("marks everything when too many tags come, and asks after nothing else", async () => {
  const { asked, flood, open, state, steps } = createGuard();
  const guard = open();
  for (let count = 0; count < 200; count++) await flood(guard, 1, `email:${count}`, "unknown");
  expect(asked.apply).toBe(10 * BUMPS + 1);
  expect(steps.at(-1)).toMatchObject({ key: "all", bump: true });
  expect(guard.reachesAll).toBe(true);
  expect((await state("all"))?.marked).toBe(true);
});

it("marks everything when everything is bumped too often", async () => {
  const { asked, deliver, flood, open } = createGuard();
  const guard = open();
  await flood(guard, BUMPS, "unknown", "all");
  await deliver(guard, "event-type:1", "unknown");
  expect(asked.apply).toBe(BUMPS);
});

it("counts no more tags than it must", async () => {
  const { asked, deliver, open } = createGuard();
  const guard = open(1_000);
  for (let delivery = 0; delivery < 30; delivery++) {
    const tags = Array.from({ length: 500 }, (_, tag) => `email:${delivery}-${tag}`);
    await deliver(guard, ...tags);
  }
  expect(guard.reachesAll).toBe(true);
  expect(asked.apply).toBe(10_000 / 500 + 1);
});

it("says so once a minute, and once more when it comes to everything", async () => {
  const { clock, flood, open, told } = createGuard();
  const guard = open();
  await flood(guard, BUMPS - 1, "a");
  expect(told).toEqual([]);
  await flood(guard, 50, "a");
  expect(told).toEqual(["tags"]);
  await flood(guard, 50, "b");
  expect(told).toEqual(["tags"]);
  for (let count = 0; count < 100; count++) await flood(guard, 1, `email:${count}`);
  expect(told).toEqual(["tags", "everything"]);
  await clock.advance(60_000);
  await flood(guard, 50, "a");
  expect(told).toEqual(["tags", "everything", "tags"]);
});

it("keeps a record as small as one delivery makes it", async () => {
  const { clock, deliver, open, state } = createGuard();
  const guard = open(60);
  for (let count = 0; count < 59; count++) {
    await deliver(guard, "a");
    await clock.advance(10);
  }
  expect((await state("a"))?.settling).toHaveLength(1);
  await deliver(guard, "a");
  expect((await state("a"))?.settling).toHaveLength(1);
  // Nothing that ends earlier is left beside the mark, so that the record is seen until it ends.
  await clock.advance(SETTLE_MS + 1);
  expect((await state("a"))?.marked).toBe(true);
});

it("prolongs its settling with every delivery, and never shortens another's", async () => {
  const { clock, deliver, open, seen } = createGuard();
  const guard = open(60);
  const other = open(60);
  await deliver(other, "a");
  for (let count = 0; count < 5; count++) {
    await deliver(guard, "a");
    await clock.advance(SETTLE_MS - 1);
    // The other's has ended meanwhile, and with it the version that both bore.
    if (count > 0) expect((await seen("a"))?.marked).toBe(true);
  }
});

it("writes once per process and minute where two are flooded", async () => {
  const { asked, flood, open } = createGuard();
  const [one, other] = [open(), open()];
  for (let count = 0; count < 100; count++) {
    await flood(one, 1, "a", "b");
    await flood(other, 1, "a", "b");
  }
  expect(asked.apply).toBe(2 * BUMPS);
});

it("writes for every delivery where the store does not tell which settling stands", async () => {
  const { asked, clock, deliver } = createGuard();
  const memory = memoryStore({ clock });
  const silent = countingStore({
    name: "silent",
    read: async (key, tags) => {
      const { entry, states } = await memory.read(key, tags);
      return { entry, states: states.map((state) => state && { ...state, settling: undefined }) };
    },
    ensure: (tags, fresh) => memory.ensure(tags, fresh),
    apply: (steps) => memory.apply(steps),
    write: () => undefined,
    close: () => undefined,
  });
  const access = new StoreAccess({
    ...{ store: silent.store, clock, storeTimeoutMs: 1_000, onBreaker: () => undefined },
  });
  const registry = new VersionRegistry({
    ...{ access, clock, keyPrefix: "", rootKey: "all", onStoreError: () => undefined },
  });
  const guard = new FloodGuard({
    ...{ registry, clock, bumpsPerMinute: BUMPS, settleMs: SETTLE_MS, cautionMs: CAUTION_MS },
    onFlood: () => undefined,
  });
  for (let count = 0; count < 9; count++) await deliver(guard, "a");
  expect(silent.asked.apply).toBe(9);
  expect(asked.apply).toBe(0);
});

it("keeps what it cannot ask about, and does not try to write each of them", async () => {
  const { asked, clock, deliver, flood, open, outage, state } = createGuard();
  const guard = open();
  await flood(guard, 10, "a");
  outage.isDown = true;
  const before = asked.apply;
  const answers = await Promise.all(Array.from({ length: 100 }, () => deliver(guard, "a")));
  expect(new Set(answers)).toEqual(new Set(["deferred"]));
  expect(asked.apply).toBe(before);
  outage.isDown = false;
  await clock.advance(10_000);
  expect(asked.apply).toBe(before + 1);
  expect(await deliver(guard, "a")).toBe("confirmed");
  expect(asked.apply).toBe(before + 1);
  expect((await state("a"))?.marked).toBe(true);
});
