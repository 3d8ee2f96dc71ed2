import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon, freeTimes } from "./setup.ts";

/** The salon with Bob, Carol, and a round robin of Alice and Bob in a team of all three. */
function createPool() {
  const salon = createSalon();
  const bob = salon.fake.users.add({ username: "bob" });
  const carol = salon.fake.users.add({ username: "carol" });
  const own = salon.fake.eventTypes.add({ ownerId: bob.id });
  const memberIds = [salon.owner.id, bob.id, carol.id];
  const team = salon.fake.teams.add({ memberIds });
  const hostIds = [salon.owner.id, bob.id];
  const pool = salon.fake.eventTypes.add({ teamId: team.id, hostIds });
  return { salon, bob, carol, own, pool, team };
}

describe("a round robin booking", () => {
  it("goes to the host one asks for, free or not", async () => {
    const { salon, bob, own, pool } = createPool();
    const { uid, userId } = await salon.fake.bookings.book({
      eventTypeId: pool.id,
      start: at("10:00"),
    });
    expect(userId).toBe(salon.owner.id);
    await salon.fake.bookings.book({ eventTypeId: own.id, start: at("09:45") });
    const path = `POST /bookings/${uid}/reassign/${bob.id}`;
    const { status, data } = await ask(salon, path, { reason: "ill" });
    const reassignedTo = { id: bob.id, name: bob.name, email: bob.email };
    expect([status, data]).toEqual([200, { bookingUid: uid, reassignedTo, reason: "ill" }]);
    expect(await freeTimes(salon, 1)).toContain("10:00");
    expect(salon.fake.bookings.get(uid)?.title).toContain(bob.name);
  });

  it("goes to nobody who is no host of it, or has the same booking already", async () => {
    const { salon, bob, carol, own, pool } = createPool();
    const { uid } = await salon.fake.bookings.book({ eventTypeId: pool.id, start: at("10:00") });
    const to = (id: number) => ask(salon, `POST /bookings/${uid}/reassign/${id}`);
    expect((await to(carol.id)).status).toBe(400);
    expect((await to(99)).status).toBe(404);
    await salon.fake.bookings.book({ eventTypeId: own.id, start: at("10:00") });
    expect((await to(bob.id)).status).toBe(409);
    const single = await salon.fake.bookings.book({ eventTypeId: 1, start: at("14:00") });
    const path = `POST /bookings/${single.uid}/reassign/${bob.id}`;
    expect((await ask(salon, path)).status).toBe(400);
  });
});

describe("an instant booking", () => {
  const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
  const now = { start: at("10:00"), attendee, instant: true };

  it("is for teams alone", async () => {
    const { salon } = createPool();
    const { status, message } = await ask(salon, "POST /bookings", { ...now, eventTypeId: 1 });
    expect(status).toBe(400);
    expect(message).toContain("Instant bookings are only supported for team event types");
  });

  it("takes nobody's time until a host joins", async () => {
    const { salon, bob, own, pool } = createPool();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { status, data } = await ask(salon, "POST /bookings", { ...now, eventTypeId: pool.id });
    expect([status, data.status]).toEqual([201, "awaiting_host"]);
    expect(data.hosts).toEqual([expect.objectContaining({ id: "unknown", email: "unknown" })]);
    expect(salon.received.map(({ trigger }) => trigger)).toEqual(["INSTANT_MEETING"]);
    expect(await freeTimes(salon, 1)).toContain("10:00");
    const joined = await salon.fake.bookings.join(data.uid, bob.id);
    expect([joined.status, joined.userId]).toEqual(["accepted", bob.id]);
    expect(await freeTimes(salon, own.id)).not.toContain("10:00");
    expect(await freeTimes(salon, 1)).toContain("10:00");
    await expect(salon.fake.bookings.join(data.uid, bob.id)).rejects.toThrow();
  });
});
