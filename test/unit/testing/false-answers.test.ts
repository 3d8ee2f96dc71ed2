import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, book, createSalon, freeTimes } from "./setup.ts";

const BEN = { name: "Ben", email: "ben@example.test", timeZone: "UTC" };
const wish = (eventTypeId: number, time: string) => ({
  eventTypeId,
  start: at(time),
  attendee: BEN,
  metadata: { wish: time },
});

describe("a replay", () => {
  it("answers a create with the booking that was there, and makes none", async () => {
    const salon = createSalon();
    const { fake, short } = salon;
    const { uid } = fake.bookings.add({ eventTypeId: short.id, start: at("09:00") });
    fake.faults.replay({ uid });
    const { status, data } = await ask(salon, "POST /bookings", wish(short.id, "10:00"));
    expect(status).toBe(201);
    expect(data).toMatchObject({ uid, start: at("09:00") });
    expect(data).not.toMatchObject({ metadata: { wish: "10:00" } });
    expect(fake.bookings.list()).toHaveLength(1);
    expect(await freeTimes(salon, short.id)).toContain("10:00");
  });

  it("gives a seat that was taken before", async () => {
    const salon = createSalon();
    const { fake, short } = salon;
    const seats = { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true };
    fake.eventTypes.update(short.id, { seats });
    const before = await ask(salon, "POST /bookings", wish(short.id, "09:00"));
    fake.faults.replay({ uid: before.data.uid });
    const { data } = await ask(salon, "POST /bookings", wish(short.id, "09:00"));
    expect(data.seatUid).toBe(before.data.seatUid);
    expect(data.attendees).toHaveLength(1);
  });

  it("waits for a create", async () => {
    const salon = createSalon();
    const { fake, short } = salon;
    const { uid } = fake.bookings.add({ eventTypeId: short.id, start: at("09:00") });
    fake.faults.replay({ uid });
    expect((await ask(salon, `POST /bookings/${uid}/cancel`, {})).data.status).toBe("cancelled");
    expect((await ask(salon, "POST /bookings", wish(short.id, "10:00"))).data.uid).toBe(uid);
  });
});

describe("a pretended success", () => {
  it("has an id of 0, the caller's metadata and a host who is not there, and makes nothing", async () => {
    const salon = createSalon();
    const { fake, owner, short } = salon;
    fake.faults.pretend();
    const { status, data } = await ask(salon, "POST /bookings", wish(short.id, "10:00"));
    expect(status).toBe(201);
    expect(data).toMatchObject({ id: 0, start: at("10:00"), metadata: { wish: "10:00" } });
    expect(data.hosts[0].email).not.toBe(owner.email);
    expect(fake.bookings.list()).toEqual([]);
    expect((await ask(salon, `GET /bookings/${data.uid}`)).status).toBe(404);
    expect(salon.received).toEqual([]);
  });

  it("is an array for an event type with a series", async () => {
    const salon = createSalon();
    const recurrence = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
    salon.fake.eventTypes.update(1, { recurrence });
    salon.fake.faults.pretend();
    const { data } = await ask(salon, "POST /bookings", wish(1, "10:00"));
    expect(data).toMatchObject([{ id: 0 }]);
  });
});

describe("a connection that breaks too early", () => {
  it("carries nothing out, and counts for no limit", async () => {
    const salon = createSalon();
    salon.fake.faults.dropRequest({ method: "POST" });
    await expect(book(salon, salon.short.id, "10:00")).rejects.toThrow(TypeError);
    expect(salon.fake.bookings.list()).toEqual([]);
    expect(salon.fake.requests[0]?.status).toBe(0);
    const next = await book(salon, salon.short.id, "10:00");
    expect(next.headers.get("x-ratelimit-remaining-default")).toBe("119");
  });
});

describe("a block", () => {
  it("refuses its caller alone, for as long as the limit does", async () => {
    const salon = createSalon();
    const { clock, fake, owner } = salon;
    fake.faults.block({ method: "POST" });
    const request = () => ask(salon, "POST /bookings", wish(1, "10:00"));
    expect((await request()).status).toBe(429);
    expect((await ask(salon, "GET /me", undefined, owner.apiKey)).status).toBe(429);
    expect(await freeTimes(salon, 1)).toContain("10:00");
    await clock.advance(59_999);
    expect((await request()).status).toBe(429);
    await clock.advance(1);
    expect((await request()).status).toBe(201);
  });

  it("says for how long it is, also where there is no limit", async () => {
    const salon = createSalon({ rateLimit: false });
    salon.fake.faults.block({ ms: 5_000 });
    const { status, headers } = await book(salon, 1, "10:00");
    expect(status).toBe(429);
    expect(headers.get("x-ratelimit-remaining-default")).toBe("0");
    expect(headers.get("x-ratelimit-reset-default")).toBe("5");
    await salon.clock.advance(5_000);
    const next = await book(salon, 1, "10:00");
    expect(next.status).toBe(201);
    expect(next.headers.has("x-ratelimit-limit-default")).toBe(false);
  });
});
