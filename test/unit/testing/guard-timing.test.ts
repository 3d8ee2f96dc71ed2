import { afterEach, expect, it, vi } from "vitest";
import { settle } from "../../../src/testing/index.ts";
import { deferred } from "../../helpers/deferred.ts";
import { at } from "../../helpers/world.ts";
import { createGuardedWorld, reported } from "./guard-world.ts";

const CREATE = "POST /v2/bookings";
const POST = { method: "POST", path: "/v2/bookings" };

afterEach(() => void vi.useRealTimers());

it("takes a booking whose answer was lost for the client's own", async () => {
  const { calcom, fake, guard, wish } = createGuardedWorld();
  fake.faults.dropReply(POST);
  await expect(calcom.bookings.create(wish("09:00"))).rejects.toThrow();
  expect(fake.bookings.list()).toHaveLength(1);
  await guard.check();
});

it("takes a booking that was found by reading for the client's own", async () => {
  const { calcom, fake, guard, wish } = createGuardedWorld({
    client: { reconcileTimeoutMs: 5_000 },
  });
  fake.faults.dropReply(POST);
  expect(await calcom.bookings.create(wish("09:00"))).toMatchObject({ reconciled: true });
  await guard.check();
});

it("reports a visitor although the client's next write was orphaned twice", async () => {
  const { calcom, fake, guard, half, wish } = createGuardedWorld({
    client: { reconcileTimeoutMs: 5_000 },
  });
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  fake.faults.dropReply(POST);
  expect(await calcom.bookings.create(wish("10:00"))).toMatchObject({ reconciled: true });
  expect(await reported(guard.check())).toEqual(["the booking page (/book)"]);
});

it("takes a booking that Cal.com makes after the client gave up for the client's own", async () => {
  const { calcom, fake, guard, wish } = createGuardedWorld();
  const late = fake.faults.commitLater(POST);
  await expect(calcom.bookings.create(wish("09:00"))).rejects.toThrow();
  await guard.check();
  late.release();
  await vi.waitFor(() => expect(fake.bookings.list()).toHaveLength(1));
  await guard.check();
});

it("reports one of two that came late, when the client made the other", async () => {
  const { bookDirectly, calcom, fake, guard, wish } = createGuardedWorld();
  const late = fake.faults.commitLater({ ...POST, times: 2 });
  await bookDirectly("10:00").catch(() => undefined);
  await expect(calcom.bookings.create(wish("09:00"))).rejects.toThrow();
  late.release();
  await vi.waitFor(() => expect(fake.bookings.list()).toHaveLength(2));
  expect(await reported(guard.check())).toEqual([CREATE]);
});

it("waits for a write that nobody awaits", async () => {
  const { calcom, fake, guard, wish } = createGuardedWorld();
  const gate = fake.pause({ ...POST, phase: "beforeReply" });
  const made = calcom.bookings.create(wish("09:00"));
  await gate.reached;
  // Committed, and not answered: no reason for an alarm.
  await guard.check();
  gate.release();
  await guard.check();
  await made;
  expect(guard.violations).toEqual([]);
});

it("waits for an invalidation that its store holds up", async () => {
  const { calcom, fake, guard, store, wish } = createGuardedWorld();
  const gate = fake.pause({ ...POST, phase: "beforeReply" });
  const made = calcom.bookings.create(wish("09:00"));
  await gate.reached;
  const apply = store.apply.bind(store);
  const held = deferred<void>();
  vi.spyOn(store, "apply").mockImplementation(async (steps) => {
    await held.promise;
    await apply(steps);
  });
  gate.release();
  while (fake.journal.actions[0]?.ended === undefined) await settle();
  expect(guard.violations).toHaveLength(1);
  const check = guard.check();
  held.resolve();
  await check;
  await made;
});

it("reports a request that ends after a check at the next one, and nothing else again", async () => {
  const { bookDirectly, fake, guard } = createGuardedWorld();
  const gate = fake.pause({ ...POST, phase: "afterCommit" });
  const made = bookDirectly("09:00");
  await gate.reached;
  await bookDirectly("10:00");
  const [late, first] = fake.bookings.list().map(({ uid }) => uid);
  await expect(guard.check()).rejects.toMatchObject({ changes: [{ uids: [first] }] });
  gate.release();
  await made;
  await expect(guard.check()).rejects.toMatchObject({ changes: [{ uids: [late] }] });
});

it("finds the client's own request among others under way", async () => {
  const { bookDirectly, calcom, fake, guard, wish } = createGuardedWorld();
  const before = fake.pause({ ...POST, phase: "beforeCommit" });
  const early = bookDirectly("09:00");
  await before.reached;
  const own = fake.pause({ ...POST, phase: "afterCommit" });
  const made = calcom.bookings.create(wish("10:00"));
  await own.reached;
  const between = fake.pause({ ...POST, phase: "beforeCommit" });
  const late = bookDirectly("11:00");
  await between.reached;
  own.release();
  await made;
  for (const gate of [before, between]) gate.release();
  const uids = await Promise.all(
    [early, late].map(async (direct) => {
      const { data } = (await (await direct).json()) as { data: { uid: string } };
      return [data.uid];
    }),
  );
  await expect(guard.check()).rejects.toMatchObject({
    changes: uids.map((each) => ({ uids: each })),
  });
});

it("takes a deferred invalidation for heard", async () => {
  const { calcom, guard, store, wish } = createGuardedWorld();
  vi.spyOn(store, "apply").mockRejectedValue(new Error("away"));
  expect(await calcom.bookings.create(wish("09:00"))).toMatchObject({ coherence: "deferred" });
  await guard.check();
  await calcom.close();
});

it("remembers after a reset what was over by then, and drops what was not", async () => {
  const { bookDirectly, fake, guard, half } = createGuardedWorld();
  await bookDirectly("09:00");
  fake.webhooks.subscribe({ url: "https://app.example/hook" });
  fake.faults.webhooks.hold();
  await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  fake.reset();
  expect(await reported(guard.check())).toEqual([CREATE]);
  expect(fake.journal.actions).toEqual([]);
});

it("works while a test framework holds the timers", async () => {
  vi.useFakeTimers();
  const { bookDirectly, guard } = createGuardedWorld();
  await bookDirectly("09:00");
  expect(await reported(guard.check())).toEqual([CREATE]);
});
