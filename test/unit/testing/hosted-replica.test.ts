import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon, freeTimes } from "./setup.ts";

const hosted = () => createSalon({ profile: "hosted", rateLimit: false });
const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
const booking = (time: string) => ({ eventTypeId: 1, start: at(time), attendee });

describe("reads from a replica", () => {
  it("do not know a booking whose slot is gone already", async () => {
    const salon = hosted();
    const { status, data } = await ask(salon, "POST /bookings", booking("10:00"));
    expect([status, data.status]).toEqual([201, "accepted"]);
    expect(await freeTimes(salon, 1)).not.toContain("10:00");
    await salon.clock.advance(499);
    expect((await ask(salon, `GET /bookings/${data.uid}`)).status).toBe(404);
    expect((await ask(salon, "GET /bookings")).data).toEqual([]);
    await salon.clock.advance(1);
    expect((await ask(salon, `GET /bookings/${data.uid}`)).data.uid).toBe(data.uid);
    expect((await ask(salon, "GET /bookings")).data).toHaveLength(1);
  });

  it("show a booking as it was", async () => {
    const salon = hosted();
    const { data } = await ask(salon, "POST /bookings", booking("10:00"));
    await salon.clock.advance(500);
    const cancelled = await ask(salon, `POST /bookings/${data.uid}/cancel`, {});
    expect(cancelled.data.status).toBe("cancelled");
    expect((await ask(salon, `GET /bookings/${data.uid}`)).data.status).toBe("accepted");
    await salon.clock.advance(500);
    expect((await ask(salon, `GET /bookings/${data.uid}`)).data.status).toBe("cancelled");
  });

  it("let a slot be reserved that has just been booked", async () => {
    const salon = hosted();
    await ask(salon, "POST /bookings", booking("10:00"));
    const wanted = { eventTypeId: 1, slotStart: at("10:00") };
    expect((await ask(salon, "POST /slots/reservations", wanted)).status).toBe(201);
    await salon.clock.advance(500);
    expect((await ask(salon, "POST /slots/reservations", wanted)).status).toBe(422);
  });

  it("list an absence late whose slots are gone already", async () => {
    const salon = hosted();
    const { id: userId } = salon.owner;
    salon.fake.outOfOffice.add({ userId, from: "2026-12-07" });
    expect(await freeTimes(salon, 1)).toEqual([]);
    expect((await ask(salon, "GET /me/ooo")).data).toEqual([]);
    await salon.clock.advance(500);
    expect((await ask(salon, "GET /me/ooo")).data).toHaveLength(1);
  });

  it("list a new webhook late, and one that was deleted", async () => {
    const salon = hosted();
    const body = { active: true, subscriberUrl: "https://app.example/hook", triggers: [] };
    const { data } = await ask(salon, "POST /webhooks", body);
    expect((await ask(salon, "GET /webhooks")).data).toEqual([]);
    await salon.clock.advance(500);
    await ask(salon, `DELETE /webhooks/${data.id}`);
    expect((await ask(salon, "GET /webhooks")).data).toHaveLength(1);
    await salon.clock.advance(500);
    expect((await ask(salon, "GET /webhooks")).data).toEqual([]);
  });

  it("forget at a reset, and not later", async () => {
    const salon = hosted();
    const { data } = await ask(salon, "POST /bookings", booking("10:00"));
    await salon.clock.advance(500);
    salon.fake.reset();
    const { status } = await ask(salon, `GET /bookings/${data.uid}`, undefined, null);
    expect(status).toBe(404);
  });
});

describe.each(["selfHosted", "hosted"] as const)(
  "a %s replica that misses the write",
  (profile) => {
    const create = () => createSalon({ profile, rateLimit: false });

    it("turns a booking that was made into a 500", async () => {
      const salon = create();
      salon.fake.faults.replicaMissesReadBack({ method: "POST", path: "/bookings" });
      const { status } = await ask(salon, "POST /bookings", booking("10:00"));
      expect(status).toBe(500);
      expect(salon.fake.bookings.list()).toMatchObject([{ status: "accepted" }]);
      expect((await ask(salon, "POST /bookings", booking("11:00"))).status).toBe(201);
    });

    it("turns a booking that was moved into a 500", async () => {
      const salon = create();
      const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
      salon.fake.faults.replicaMissesReadBack();
      const { status } = await ask(salon, `POST /bookings/${uid}/reschedule`, {
        start: at("11:00"),
      });
      expect(status).toBe(500);
      expect(salon.fake.bookings.list().map((one) => one.status)).toEqual([
        "cancelled",
        "accepted",
      ]);
    });

    it("shows the old status of a booking that was cancelled", async () => {
      const salon = create();
      const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
      salon.fake.faults.replicaMissesReadBack();
      const { status, data } = await ask(salon, `POST /bookings/${uid}/cancel`, {});
      expect([status, data.status]).toEqual([200, "accepted"]);
      expect(salon.fake.bookings.get(uid)?.status).toBe("cancelled");
    });

    it("shows the old status of a booking that was confirmed", async () => {
      const salon = create();
      salon.fake.eventTypes.update(1, { requiresConfirmation: true });
      const made = await ask(salon, "POST /bookings", booking("10:00"));
      salon.fake.faults.replicaMissesReadBack();
      const { data } = await ask(salon, `POST /bookings/${made.data.uid}/confirm`, {});
      expect(data.status).toBe("pending");
      expect(salon.fake.bookings.get(made.data.uid)?.status).toBe("accepted");
    });

    it("names a seat that it does not show", async () => {
      const salon = create();
      const seats = { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true };
      salon.fake.eventTypes.update(1, { seats });
      await ask(salon, "POST /bookings", booking("10:00"));
      salon.fake.faults.replicaMissesReadBack();
      const ben = { ...attendee, email: "ben@example.test" };
      const { data } = await ask(salon, "POST /bookings", { ...booking("10:00"), attendee: ben });
      expect(data.attendees).toHaveLength(1);
      const [, seat] = salon.fake.bookings.get(data.uid)?.attendees ?? [];
      expect(data.seatUid).toBe(seat?.seatUid);
    });
  },
);
