import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon, freeTimes } from "./setup.ts";

/** A course of two seats; Ann and Ben sit in it at ten. */
async function createCourse() {
  const salon = createSalon();
  const seats = { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true };
  const course = salon.fake.eventTypes.add({ ownerId: salon.owner.id, seats });
  const seatAt = async (name: string, time: string) => {
    const attendee = { name, email: `${name}@example.test`, timeZone: "UTC" };
    const body = { eventTypeId: course.id, start: at(time), attendee };
    return (await ask(salon, "POST /bookings", body)).data;
  };
  const ann = await seatAt("ann", "10:00");
  const ben = await seatAt("ben", "10:00");
  const move = (uid: string, time: string, seatUid?: string) =>
    ask(salon, `POST /bookings/${uid}/reschedule`, { start: at(time), seatUid });
  const names = (uid: string) => salon.fake.bookings.get(uid)?.attendees.map(({ name }) => name);
  return { salon, course, seatAt, ann, ben, move, names };
}

describe("one seat", () => {
  it("moves into a booking of its own, and the others stay", async () => {
    const { salon, ann, ben, move, names } = await createCourse();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { status, data } = await move(ann.uid, "14:00", ben.seatUid);
    expect([status, data.seatUid, data.start]).toEqual([201, ben.seatUid, at("14:00")]);
    expect(data.rescheduledFromUid).toBe(ann.uid);
    expect([names(ann.uid), names(data.uid)]).toEqual([["ann"], ["ben"]]);
    expect(salon.fake.bookings.get(ann.uid)?.status).toBe("accepted");
    expect(await freeTimes(salon, 1)).not.toContain("14:00");
    const { triggerEvent, payload } = JSON.parse(salon.fake.webhooks.deliveries[0]?.body ?? "{}");
    expect(triggerEvent).toBe("BOOKING_RESCHEDULED");
    expect(payload).toMatchObject({ uid: data.uid, rescheduleUid: ann.uid });
    expect(payload.attendees).toHaveLength(1);
  });

  it("joins the booking that is there, unless it is full", async () => {
    const { ann, ben, seatAt, move, names } = await createCourse();
    const cid = await seatAt("cid", "14:00");
    expect((await move(ann.uid, "14:00", ben.seatUid)).data.uid).toBe(cid.uid);
    expect([names(ann.uid), names(cid.uid)]).toEqual([["ann"], ["cid", "ben"]]);
    expect((await move(ann.uid, "14:00", ann.seatUid)).status).toBe(409);
  });

  it("takes the booking along when it is the last", async () => {
    const { salon, ann, ben, move } = await createCourse();
    await move(ann.uid, "14:00", ben.seatUid);
    await move(ann.uid, "15:00", ann.seatUid);
    expect(salon.fake.bookings.get(ann.uid)?.status).toBe("cancelled");
    expect(await freeTimes(salon, 1)).toContain("10:00");
    expect((await move(ann.uid, "16:00", ann.seatUid)).status).toBe(400);
  });

  it("that is moved twice at the same moment sits where it was moved first, once", async () => {
    const { salon, ben, move } = await createCourse();
    const given = await Promise.all(
      ["14:00", "15:00"].map((time) => move(ben.uid, time, ben.seatUid)),
    );
    expect(given.map(({ status }) => status)).toEqual([201, 404]);
    const seats = salon.fake.bookings.list().flatMap(({ attendees }) => attendees);
    expect(seats.filter(({ seatUid }) => seatUid === ben.seatUid)).toHaveLength(1);
  });

  it("must be named, be there, and find a host who is free", async () => {
    const { salon, ann, move } = await createCourse();
    expect((await move(ann.uid, "14:00")).message).toContain("you have to provide seatUid");
    expect((await move(ann.uid, "14:00", "nobody's")).status).toBe(404);
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("14:00") });
    expect((await move(ann.uid, "14:00", ann.seatUid)).status).toBe(400);
  });

  it("leads to its booking, without a key", async () => {
    const { salon, ann, ben } = await createCourse();
    const path = `GET /bookings/by-seat/${ben.seatUid}`;
    expect((await ask(salon, path, undefined, null)).data.uid).toBe(ann.uid);
    expect((await ask(salon, "GET /bookings/by-seat/nobody")).status).toBe(404);
  });
});
