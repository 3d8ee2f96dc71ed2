import { expect, it } from "vitest";
import { memoryStore } from "../../../src/index.ts";
import { guardBookings, UnheardChangesError } from "../../../src/testing/index.ts";
import { at } from "../../helpers/world.ts";
import { createGuardedWorld, reported } from "./guard-world.ts";

const CREATE = "POST /v2/bookings";

it("reports a booking made by a request of somebody's own", async () => {
  const { guard, bookDirectly, fake, half } = createGuardedWorld();
  await bookDirectly("09:00");
  const [booking] = fake.bookings.list();
  await expect(guard.check()).rejects.toThrow(UnheardChangesError);
  await bookDirectly("10:00");
  await expect(guard.check()).rejects.toMatchObject({
    changes: [{ by: CREATE, eventTypeIds: [half.id], at: fake.clock.now() }],
  });
  await bookDirectly("11:00");
  const uid = fake.bookings.list().at(-1)?.uid ?? "";
  const error = await guard.check().catch((thrown: Error) => thrown.message);
  expect(error).toContain(`${CREATE}: booking ${uid} of event type ${half.id}, at 2026-12-01T08`);
  expect(error).toContain("calcom.invalidate(");
  expect(error).not.toContain(booking?.uid);
});

it("reports none of the client's own changes", async () => {
  const { calcom, guard, wish } = createGuardedWorld();
  const { booking } = await calcom.bookings.create(wish("09:00"));
  const moved = await calcom.bookings.reschedule(booking.uid, { start: at("11:00") });
  await calcom.bookings.cancel(moved.booking.uid);
  await Promise.all([
    calcom.bookings.create(wish("12:00")),
    calcom.bookings.create(wish("13:00")),
    calcom.bookings.create(wish("14:00")),
  ]);
  expect(guard.violations).toEqual([]);
  await guard.check();
});

it("reports every way to change a booking", async () => {
  const { clock, fake, guard, half, post } = createGuardedWorld();
  const [uid, other] = ["09:00", "10:00"].map(
    (time) => fake.bookings.add({ eventTypeId: half.id, start: at(time) }).uid,
  );
  const asked = fake.bookings.add({
    ...{ eventTypeId: half.id, start: at("12:00"), status: "pending" },
  });
  const declined = fake.bookings.add({
    ...{ eventTypeId: half.id, start: at("13:00"), status: "pending" },
  });
  await guard.check();
  const ways: readonly [string, object, string?][] = [
    [`/bookings/${uid}/guests`, { guests: [{ email: "bo@example.test", name: "Bo" }] }],
    [`/bookings/${uid}/attendees`, { name: "Cy", email: "cy@example.test", timeZone: "UTC" }],
    [`/bookings/${uid}/location`, { location: { type: "address", address: "Here" } }, "PATCH"],
    [`/bookings/${asked.uid}/confirm`, {}],
    [`/bookings/${declined.uid}/decline`, {}],
    [`/bookings/${uid}/reschedule`, { start: at("15:00") }],
    [`/bookings/${other}/cancel`, {}],
  ];
  for (const [path, body, method = "POST"] of ways) {
    expect((await post(path, body, method)).ok).toBe(true);
    expect(await reported(guard.check())).toEqual([`${method} /v2${path}`]);
  }
  clock.set("2026-12-07T16:00:00Z");
  await post(`/bookings/${asked.uid}/mark-absent`, { host: true });
  expect(await reported(guard.check())).toEqual([`POST /v2/bookings/${asked.uid}/mark-absent`]);
});

it("reports what visitors do that nobody is told of", async () => {
  const { fake, guard, half } = createGuardedWorld();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const moved = await fake.bookings.reschedule(uid, at("11:00"));
  await fake.bookings.cancel(moved.uid);
  const page = (what: string) => `the booking page (/${what})`;
  expect(guard.violations.map(({ uids }) => uids)).toEqual([[uid], [moved.uid], [moved.uid]]);
  expect(await reported(guard.check())).toEqual(["book", "reschedule", "cancel"].map(page));
});

it("reports each change once", async () => {
  const { bookDirectly, guard } = createGuardedWorld();
  await bookDirectly("09:00");
  expect(await reported(guard.check())).toEqual([CREATE]);
  expect(await reported(guard.check())).toEqual([]);
  expect(guard.violations).toEqual([]);
});

it("reports no change that was refused, and none that was put there", async () => {
  const { bookDirectly, calcom, fake, guard, half, post } = createGuardedWorld();
  fake.bookings.add({ eventTypeId: half.id, start: at("09:00") });
  expect((await bookDirectly("09:00")).status).toBe(400);
  expect((await post("/bookings/nobody/cancel")).status).toBe(404);
  await calcom.slots.list({ eventTypeId: half.id, start: "2026-12-07", end: "2026-12-07" });
  await guard.check();
});

it("reports a booking behind the back although the client books afterwards", async () => {
  const { bookDirectly, calcom, fake, guard, wish } = createGuardedWorld();
  await bookDirectly("09:00");
  const [hidden] = fake.bookings.list();
  await calcom.bookings.create(wish("10:00"));
  await expect(guard.check()).rejects.toMatchObject({ changes: [{ uids: [hidden?.uid] }] });
});

it("reports a booking behind the back although the client then found the time taken", async () => {
  const { bookDirectly, calcom, guard, wish } = createGuardedWorld();
  await bookDirectly("09:00");
  await expect(calcom.bookings.create(wish("09:00"))).rejects.toMatchObject({ code: "slot_taken" });
  expect(await reported(guard.check())).toEqual([CREATE]);
});

it("reports a booking behind the back although the client then holds a time", async () => {
  const { bookDirectly, calcom, guard, half } = createGuardedWorld();
  await bookDirectly("09:00");
  await calcom.reservations.create({ eventTypeId: half.id, slotStart: at("11:00") });
  expect(await reported(guard.check())).toEqual([CREATE]);
});

it("takes the application's word for what it changed elsewhere, if it names the right thing", async () => {
  const { alice, bookDirectly, calcom, guard, half, hour } = createGuardedWorld();
  for (const target of [{ eventTypeId: half.id }, { hostId: alice.id }, "all"] as const) {
    await bookDirectly(target === "all" ? "09:00" : "eventTypeId" in target ? "10:00" : "11:00");
    await calcom.invalidate(target);
    await guard.check();
  }
  await bookDirectly("12:00");
  await calcom.invalidate({ eventTypeId: hour.id });
  expect(await reported(guard.check())).toEqual([CREATE]);
});

it("takes the reconciler's word for what it finds", async () => {
  const { calcom, clock, fake, guard, half } = createGuardedWorld();
  const reconciler = calcom.reconciler();
  await reconciler.run();
  await clock.advance(1_000);
  for (const time of ["09:00", "10:00"]) {
    await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
  }
  expect(guard.violations).toHaveLength(2);
  await reconciler.run();
  await guard.check();
});

it("does not take a word that was given before the change", async () => {
  const { bookDirectly, calcom, guard, half } = createGuardedWorld();
  await calcom.invalidate({ eventTypeId: half.id });
  await bookDirectly("09:00");
  expect(await reported(guard.check())).toEqual([CREATE]);
});

it("reports what another client does, unless the two share what they know", async () => {
  const { calcom, client, clock, fake, guard, wish } = createGuardedWorld();
  const elsewhere = client({ store: memoryStore({ clock }) });
  await elsewhere.bookings.create(wish("09:00"));
  expect(await reported(guard.check())).toEqual([CREATE]);
  guard.stop();

  const beside = client();
  const both = guardBookings(fake, [calcom, beside]);
  const each = guardBookings(fake, calcom, elsewhere);
  await beside.bookings.create(wish("10:00"));
  await both.check();
  expect(await reported(each.check())).toEqual([CREATE]);
  await calcom.bookings.create(wish("11:00"));
  await both.check();
  expect(await reported(each.check())).toEqual([CREATE]);
});

it("stops when it is told to", async () => {
  const { bookDirectly, guard } = createGuardedWorld();
  guard.stop();
  await bookDirectly("09:00");
  await guard.check();
});

it("wants to know for whom it is", () => {
  const { fake } = createGuardedWorld();
  expect(() => guardBookings(fake)).toThrow("guardBookings(fake, calcom)");
});
