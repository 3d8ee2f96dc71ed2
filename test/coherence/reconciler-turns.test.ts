import { describe, expect, it } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { begun, createReconciledWorld, INTERVAL_MS } from "../helpers/reconciled-world.ts";
import { heardFrom } from "../helpers/redis-world.ts";
import { withLeases } from "../helpers/with-leases.ts";
import { at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const LEASE_MS = 30_000;
const LIST = { method: "GET", path: "/bookings" };

/** Clients as if each were a process of its own: their store has leases. */
function createSharedWorld() {
  const world = createReconciledWorld();
  const store = withLeases(memoryStore({ clock: world.clock }), world.clock);
  const lists = () => world.fake.requests.filter(({ path }) => path === "/v2/bookings").length;
  const client = (extra = {}) => world.client({ store, ...extra });
  return { ...world, store, client, lists };
}

describe("of several processes", () => {
  it("one asks Cal.com in each interval, and all know", async () => {
    const { client, fake, half, lists, pass } = createSharedWorld();
    const all = [client(), client(), client()];
    for (const calcom of all) {
      calcom.reconciler().start();
      await pass(1_000);
    }
    expect(lists()).toBe(1);
    for (const calcom of all) await warm(calcom, half.id);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await pass(INTERVAL_MS);
    expect(lists()).toBe(2);
    for (const calcom of all) expect(await timesOf(calcom, half.id)).not.toContain("09:00");
    await pass(3 * INTERVAL_MS);
    expect(lists()).toBe(5);
  });

  it("the others say that they have done nothing", async () => {
    const { client, fake } = createSharedWorld();
    const gate = fake.pause({ ...LIST, phase: "before" });
    const first = client().reconciler().run();
    await gate.reached;
    const other = client();
    const reconciled = heardFrom(other, "reconciled");
    expect(await other.reconciler().run()).toMatchObject({ ran: false, found: 0, applied: 0 });
    expect(reconciled).toEqual([]);
    gate.release();
    expect(await first).toMatchObject({ ran: true });
  });

  it("another one takes over when the first dies in the middle of a pass", async () => {
    const { client, clock, fake, half, pass } = createSharedWorld();
    await begun(client());
    const other = client();
    await warm(other, half.id);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    const hung = fake.faults.hang(LIST);
    const dead = client({ clock: { ...clock, setTimeout: () => () => undefined } });
    void dead.reconciler().run();
    await hung.reached;
    const reconciler = other.reconciler();
    await pass(LEASE_MS - 1_000);
    expect(await reconciler.run()).toMatchObject({ ran: false });
    await pass(1_001);
    expect(await reconciler.run()).toMatchObject({ ran: true, applied: 1 });
    expect(await timesOf(other, half.id)).not.toContain("09:00");
    hung.release();
  });

  it("another one takes over when the first dies between two passes", async () => {
    const { client, clock, lists, pass } = createSharedWorld();
    let isDead = false;
    const setTimeout: typeof clock.setTimeout = (callback, delayMs) =>
      clock.setTimeout(() => isDead || callback(), delayMs);
    client({ clock: { ...clock, setTimeout } })
      .reconciler()
      .start();
    await pass(1_000);
    client().reconciler().start();
    await pass(1_000);
    expect(lists()).toBe(1);
    isDead = true;
    await pass(INTERVAL_MS);
    expect(lists()).toBe(2);
  });

  it("one that takes long keeps its turn", async () => {
    const { client, fake, pass } = createSharedWorld();
    const gate = fake.pause({ ...LIST, phase: "before" });
    const slow = client({ timeoutMs: 600_000 }).reconciler().run();
    await gate.reached;
    await pass(4 * LEASE_MS);
    expect(await client().reconciler().run()).toMatchObject({ ran: false });
    gate.release();
    await slow;
    expect(await client().reconciler().run()).toMatchObject({ ran: true });
  });

  it("one that reads something else is in nobody's way", async () => {
    const { client, pass } = createSharedWorld();
    client()
      .reconciler({ compare: ["schedules"] })
      .start();
    await pass(1_000);
    expect(await client().reconciler().run()).toMatchObject({ ran: true });
  });

  it("one that comes seldom keeps nobody from coming often", async () => {
    const { client, fake, half, pass } = createSharedWorld();
    client()
      .reconciler({ intervalMs: 10 * INTERVAL_MS })
      .start();
    await pass(1_000);
    const calcom = client();
    calcom.reconciler().start();
    await pass(1_000);
    await warm(calcom, half.id);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await pass(INTERVAL_MS);
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("one that stops lets the others work at once", async () => {
    const { client, pass } = createSharedWorld();
    const first = client().reconciler();
    first.start();
    await pass(1_000);
    const other = client().reconciler();
    expect(await other.run()).toMatchObject({ ran: false });
    await first.stop();
    expect(await other.run()).toMatchObject({ ran: true });
  });
});

describe("in one process whose store has no leases", () => {
  it("one client works at a time", async () => {
    const { client, fake } = createReconciledWorld();
    const gate = fake.pause({ ...LIST, phase: "before" });
    const first = client().reconciler().run();
    await gate.reached;
    const other = client().reconciler();
    expect(await other.run()).toMatchObject({ ran: false });
    gate.release();
    await first;
    expect(await other.run()).toMatchObject({ ran: true });
  });
});

it("tries again at the next interval when a pass has failed", async () => {
  const { client, fake, half, pass } = createReconciledWorld();
  const calcom = client({ retries: 0 });
  const [failed, reconciled] = [
    heardFrom(calcom, "reconcile-failed"),
    heardFrom(calcom, "reconciled"),
  ];
  calcom.reconciler().start();
  await pass(1_000);
  await warm(calcom, half.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  fake.faults.dropRequest(LIST);
  await pass(INTERVAL_MS);
  expect(failed).toMatchObject([{ error: { code: "network" } }]);
  expect(await sourceOf(calcom, half.id)).toBe("cache");
  await pass(INTERVAL_MS);
  expect(reconciled.slice(1)).toMatchObject([{ found: 1, applied: 1 }]);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("makes no more passes once it is stopped, and can be started again", async () => {
  const { client, fake, pass } = createReconciledWorld();
  const reconciler = client().reconciler();
  reconciler.start();
  reconciler.start();
  await pass(1_000);
  expect(fake.requests).toHaveLength(1);
  await reconciler.stop();
  await pass(5 * INTERVAL_MS);
  expect(fake.requests).toHaveLength(1);
  reconciler.start();
  await pass(1_000);
  expect(fake.requests).toHaveLength(2);
});

it("calls a pass off when it is stopped, and that is no failure", async () => {
  const { client, clock, fake, pass } = createReconciledWorld();
  let timers = 0;
  const setTimeout: typeof clock.setTimeout = (callback, delayMs) => {
    timers += 1;
    return clock.setTimeout(callback, delayMs);
  };
  const calcom = client({ clock: { ...clock, setTimeout } });
  const failed = heardFrom(calcom, "reconcile-failed");
  const hung = fake.faults.hang(LIST);
  const reconciler = calcom.reconciler();
  reconciler.start();
  await pass(1_000);
  const running = reconciler.run();
  await reconciler.stop();
  await expect(running).rejects.toMatchObject({ name: "AbortError" });
  expect(failed).toEqual([]);
  const timersThen = timers;
  await pass(5 * INTERVAL_MS);
  expect(timers).toBe(timersThen);
  hung.release();
});

it("ends with the client", async () => {
  const { client, fake, pass } = createReconciledWorld();
  const calcom = client();
  calcom.reconciler().start();
  await pass(1_000);
  await calcom.close();
  await pass(5 * INTERVAL_MS);
  expect(fake.requests).toHaveLength(1);
});

it.each([true, false])("keeps the process up only when it is told to: %s", async (keepAlive) => {
  const { client, clock, pass } = createReconciledWorld();
  const kept: boolean[] = [];
  const setTimeout: typeof clock.setTimeout = (callback, delayMs, keepsAlive = false) => {
    if (delayMs === 0 || delayMs > 50_000) kept.push(keepsAlive);
    return clock.setTimeout(callback, delayMs);
  };
  client({ clock: { ...clock, setTimeout } })
    .reconciler({ keepAlive })
    .start();
  await pass(1_000);
  expect(kept).toEqual([keepAlive, keepAlive]);
});

it("makes passes that are asked for one after another", async () => {
  const { client, fake, half } = createReconciledWorld();
  const reconciler = client().reconciler();
  const gate = fake.pause({ ...LIST, phase: "beforeReply" });
  const first = reconciler.run();
  await gate.reached;
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const second = reconciler.run();
  gate.release();
  expect(await first).toMatchObject({ ran: true, found: 0 });
  expect(await second).toMatchObject({ ran: true, found: 1, applied: 1 });
});
