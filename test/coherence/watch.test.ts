import { describe, expect, it } from "vitest";
import {
  createWatchedWorld,
  LOOK_MS,
  SETTLE_MS,
  type WatchedWorld,
} from "../helpers/watched-world.ts";
import { watching } from "../helpers/watching.ts";
import { ANN, at } from "../helpers/world.ts";

const POST = { method: "POST", path: "/v2/bookings" } as const;
const FENCE_ENDS_MS = 10_000 + 60_000;
const CAUTION_MS = 5 * 60_000;

/** What Alice's event types depend on, and Bob's do not. */
const CHANGES: Readonly<Record<string, (world: WatchedWorld) => Promise<unknown>>> = {
  "a booking made here": ({ book }) => book(),
  "a booking whose outcome nobody knows": async ({ book, fake }) => {
    fake.faults.dropReply(POST);
    await expect(book()).rejects.toMatchObject({ code: "unknown_outcome" });
  },
  "a booking that a webhook tells of": async ({ calcom, fake, half, receiveWith }) => {
    receiveWith((request) => calcom.handleWebhook(request));
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  },
  "a booking that the reconciler finds": async ({ fake, half, reconciler }) => {
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    expect(await reconciler.run()).toMatchObject({ applied: 1 });
  },
  "an invalidation": ({ alice, calcom }) => calcom.invalidate({ hostId: alice.id }),
  "an invalidation by another client of the process": ({ alice, client }) =>
    client().invalidate({ hostId: alice.id }),
};

describe.each(Object.entries(CHANGES))("%s", (_name, change) => {
  it("is told at once to whoever watches what depends on it, and to nobody else", async () => {
    const world = await createWatchedWorld();
    const { clock, pass, watchers } = world;
    const began = clock.monotonic();
    await change(world);
    for (const watcher of [watchers.half, watchers.hour]) {
      const [before] = watcher.told;
      const { version, changed } = await watcher.next();
      expect(version).not.toBe(before?.version);
      expect(changed).toBe(true);
    }
    expect(clock.monotonic()).toBe(began);
    await pass(FENCE_ENDS_MS);
    expect(watchers.other.isUpToDate).toBe(true);
  });
});

it("tells what versionOf gives, of one target and of several", async () => {
  const { alice, calcom, half, other, watchers } = await createWatchedWorld();
  const target = { eventTypeId: half.id };
  expect(watchers.half.told).toEqual([{ version: await calcom.versionOf(target), changed: true }]);
  await calcom.invalidate(target);
  expect(await watchers.half.next()).toEqual({
    version: await calcom.versionOf(target),
    changed: true,
  });
  const both = watching(calcom, [target, { eventTypeId: other.id }]);
  const { version } = await both.next();
  await calcom.invalidate({ hostId: 999 });
  await calcom.invalidate({ eventTypeId: other.id });
  expect((await both.next()).version).not.toBe(version);
  await calcom.invalidate({ hostId: alice.id });
  expect((await both.next()).changed).toBe(true);
});

it("reveals no tag", async () => {
  const { calcom, half } = await createWatchedWorld();
  const { version } = await watching(calcom, { eventTypeId: half.id }).next();
  expect(version).toMatch(/^[\w-]{22}$/);
});

it("refuses a target that names nothing at once", async () => {
  const { calcom } = await createWatchedWorld();
  expect(() => calcom.watch([{}], () => undefined)).toThrow("Name what has changed");
});

it("tells once more when Cal.com cannot answer with the old state any longer", async () => {
  const { book, pass, watchers } = await createWatchedWorld();
  await book();
  const { version } = await watchers.half.next();
  await pass(SETTLE_MS.write - 1);
  expect(watchers.half.isUpToDate).toBe(true);
  await pass(500);
  const again = await watchers.half.next();
  expect(again.changed).toBe(true);
  expect(again.version).not.toBe(version);
  await pass(60_000);
  expect(watchers.half.isUpToDate).toBe(true);
});

it("tells when a fence has run out whose writer has died", async () => {
  const { doomedClient, fake, half, pass, pools, watchers } = await createWatchedWorld();
  const gate = fake.pause({ ...POST, phase: "afterCommit" });
  const doomed = doomedClient({ invalidation: { pools } });
  void doomed.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  await gate.reached;
  await pass(FENCE_ENDS_MS - 1);
  expect(watchers.half.isUpToDate).toBe(true);
  await pass(LOOK_MS);
  for (const watcher of [watchers.half, watchers.hour]) {
    expect(await watcher.next()).toMatchObject({ changed: true });
  }
});

it("tells nobody anything of a write that was refused", async () => {
  const { calcom, half, pass, watchers } = await createWatchedWorld();
  const past = { eventTypeId: half.id, start: "2026-11-02T09:00:00Z", attendee: ANN };
  await expect(calcom.bookings.create(past)).rejects.toMatchObject({ code: "api_error" });
  await pass(2 * FENCE_ENDS_MS);
  expect(watchers.half.isUpToDate).toBe(true);
  expect(watchers.other.isUpToDate).toBe(true);
});

it("tells when the caution after a cancel has ended", async () => {
  const { calcom, fake, half, pass, receiveWith, watchers } = await createWatchedWorld();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  receiveWith((request) => calcom.handleWebhook(request));
  await fake.bookings.cancel(uid);
  await pass(SETTLE_MS.webhook + LOOK_MS);
  watchers.half.skip();
  await pass(CAUTION_MS - SETTLE_MS.webhook - 2 * LOOK_MS);
  expect(watchers.half.isUpToDate).toBe(true);
  await pass(2 * LOOK_MS);
  expect(await watchers.half.next()).toMatchObject({ changed: true });
});

it("says that nothing has changed where only the hosts have become known", async () => {
  const { client, half, pass } = await createWatchedWorld();
  const calcom = client();
  const watcher = watching(calcom, { eventTypeId: half.id });
  const { version } = await watcher.next();
  await calcom.slots.list({ eventTypeId: half.id, start: "2026-12-07", end: "2026-12-07" });
  await pass(LOOK_MS);
  const named = await watcher.next();
  expect(named).toEqual({
    version: await calcom.versionOf({ eventTypeId: half.id }),
    changed: false,
  });
  expect(named.version).not.toBe(version);
  await pass(11 * 60_000);
  expect((await watcher.next()).changed).toBe(false);
  await calcom.invalidate({ eventTypeId: half.id });
  expect((await watcher.next()).changed).toBe(true);
});

it("tells of hosts that turn out to be others", async () => {
  const { bob, client, half, pass, pools } = await createWatchedWorld();
  const hosts = [...(pools[half.id] ?? [])];
  const calcom = client({ invalidation: { pools: async () => hosts } });
  const day = { eventTypeId: half.id, start: "2026-12-07", end: "2026-12-07" };
  await calcom.slots.list(day);
  const watcher = watching(calcom, { eventTypeId: half.id });
  await watcher.next();
  hosts.push({ id: bob.id, email: bob.email });
  await pass(6 * 60_000);
  watcher.skip();
  await calcom.slots.list(day, { cache: "refresh" });
  expect(await watcher.next()).toMatchObject({ changed: true });
});

it("tells again and again while a flood leaves nothing but its mark", async () => {
  const { calcom, client, fake, half, pass, receiveWith } = await createWatchedWorld();
  const flooded = client({ invalidation: { bumpsPerMinute: 2 } });
  receiveWith((request) => flooded.handleWebhook(request));
  for (const time of ["09:00", "09:30", "10:00"]) {
    await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
  }
  const watcher = watching(calcom, { eventTypeId: half.id });
  await watcher.next();
  await fake.bookings.book({ eventTypeId: half.id, start: at("10:30") });
  await pass(10_000 + LOOK_MS);
  expect(await watcher.next()).toMatchObject({ changed: true });
  await pass(90_000);
  const told = watcher.told.length;
  expect(told).toBeGreaterThan(3);
  expect(told).toBeLessThan(12);
  await pass(60_000);
  expect(watcher.told).toHaveLength(told);
});

it("tells whoever comes back in a flood, for its versions stand for less than has happened", async () => {
  const { calcom, client, fake, half, pass, receiveWith } = await createWatchedWorld();
  const flooded = client({ invalidation: { bumpsPerMinute: 2 } });
  receiveWith((request) => flooded.handleWebhook(request));
  for (const time of ["09:00", "09:30", "10:00"]) {
    await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
  }
  const target = { eventTypeId: half.id };
  const before = watching(calcom, target);
  const { version: known = "" } = await before.next();
  before.stop();
  await fake.bookings.book({ eventTypeId: half.id, start: at("10:30") });
  const after = watching(calcom, target, { known });
  const { version, changed } = await after.next();
  expect(changed).toBe(true);
  expect(version).not.toBe(known);
  await pass(5_000);
  expect(after.isUpToDate).toBe(true);
});
