import { describe, expect, it } from "vitest";
import { at, book, createSalon, freeTimes, type Salon } from "./setup.ts";

interface Held {
  readonly reservationUid: string;
  readonly reservationUntil: string;
}

async function call(
  { fake }: Salon,
  method: string,
  { uid, body, apiKey }: { uid?: string; body?: object; apiKey?: string } = {},
) {
  const url = `${fake.baseUrl}/slots/reservations${uid === undefined ? "" : `/${uid}`}`;
  const headers = new Headers({ "cal-api-version": "2024-09-04" });
  if (apiKey !== undefined) headers.set("authorization", `Bearer ${apiKey}`);
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fake.fetch(url, { method, headers, ...init });
  const { data }: { data: Held } = await response.json();
  return { status: response.status, data };
}

const hold = (salon: Salon, time: string, eventTypeId = 1) =>
  call(salon, "POST", { body: { eventTypeId, slotStart: at(time) } });

describe("a reservation", () => {
  it("hides its slot from all event types of the owner and nobody else (0160, 0161)", async () => {
    const salon = createSalon();
    const bob = salon.fake.users.add({ username: "bob" });
    const other = salon.fake.eventTypes.add({ ownerId: bob.id });
    expect((await hold(salon, "10:00")).status).toBe(201);
    expect(await freeTimes(salon, 1)).not.toContain("10:00");
    expect(await freeTimes(salon, 1)).toHaveLength(15);
    expect(await freeTimes(salon, 2)).not.toContain("10:00");
    expect(await freeTimes(salon, 2)).toHaveLength(7);
    expect(await freeTimes(salon, other.id)).toHaveLength(16);
  });

  it("leaves the grid of the other slots alone", async () => {
    const salon = createSalon();
    salon.fake.reservations.add({ eventTypeId: 1, start: at("10:10") });
    const times = await freeTimes(salon, 1);
    expect(times.slice(0, 4)).toEqual(["09:00", "09:30", "11:00", "11:30"]);
  });

  it("keeps nobody from booking the slot, and stays (0165, 0166)", async () => {
    const salon = createSalon();
    const { data } = await hold(salon, "10:00");
    expect((await book(salon, 1, "10:00")).status).toBe(201);
    expect((await call(salon, "GET", { uid: data.reservationUid })).data).not.toBeNull();
  });

  it("runs out after five minutes, without a webhook (0215, 0216)", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { data } = await hold(salon, "10:00");
    expect(Date.parse(data.reservationUntil) - salon.clock.now()).toBe(300_000);
    await salon.clock.advance(299_999);
    expect(await freeTimes(salon, 1)).not.toContain("10:00");
    await salon.clock.advance(1);
    expect(await freeTimes(salon, 1)).toContain("10:00");
    expect(await call(salon, "GET", { uid: data.reservationUid })).toEqual({
      status: 200,
      data: null,
    });
    expect(salon.fake.reservations.list()).toEqual([]);
    expect(salon.received).toEqual([]);
  });

  it("lasts as long as the owner asks for", async () => {
    const salon = createSalon();
    const body = { eventTypeId: 1, slotStart: at("10:00"), reservationDuration: 1 };
    await call(salon, "POST", { body, apiKey: salon.owner.apiKey });
    await salon.clock.advance(60_000);
    expect(await freeTimes(salon, 1)).toContain("10:00");
  });

  it("is possible outside the working hours and in the past (0179, 0180)", async () => {
    const salon = createSalon();
    expect((await hold(salon, "03:00")).status).toBe(201);
    salon.clock.set(at("12:00"));
    expect((await hold(salon, "10:00")).status).toBe(201);
  });

  it("of a booked slot is refused until the booking is cancelled (0178)", async () => {
    const salon = createSalon();
    const booking = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    expect((await hold(salon, "10:00")).status).toBe(422);
    await salon.fake.bookings.cancel(booking.uid);
    expect((await hold(salon, "10:00")).status).toBe(201);
  });

  it("of a team's slot is refused once no host is left, or a meeting awaits one (API.md 7)", async () => {
    const salon = createSalon();
    const bob = salon.fake.users.add({ username: "bob" });
    const hostIds = [salon.owner.id, bob.id];
    const { id: teamId } = salon.fake.teams.add({ memberIds: hostIds });
    const pool = salon.fake.eventTypes.add({ teamId, hostIds });
    const booked = { eventTypeId: pool.id, start: at("10:00") };
    await salon.fake.bookings.book(booked);
    const held = await hold(salon, "10:00", pool.id);
    expect(held.status).toBe(201);
    salon.fake.reservations.remove(held.data.reservationUid);
    await salon.fake.bookings.book(booked);
    expect((await hold(salon, "10:00", pool.id)).status).toBe(422);
    const all = salon.fake.eventTypes.add({ teamId, hostIds, schedulingType: "collective" });
    salon.fake.bookings.add({ eventTypeId: all.id, start: at("14:00"), status: "awaiting_host" });
    expect((await hold(salon, "14:00", all.id)).status).toBe(422);
  });

  it("of one slot succeeds several times at the same moment (0295-0297)", async () => {
    const salon = createSalon();
    const given = await Promise.all([1, 2, 3].map(() => hold(salon, "10:00")));
    expect(given.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await hold(salon, "10:00")).status).toBe(422);
  });

  it("that is moved holds the new slot alone, for five minutes more", async () => {
    const salon = createSalon();
    const { uid } = salon.fake.reservations.add({ eventTypeId: 1, start: at("10:00"), minutes: 1 });
    const body = { eventTypeId: 1, slotStart: at("12:00") };
    expect((await call(salon, "PATCH", { uid, body })).status).toBe(200);
    await salon.clock.advance(120_000);
    expect(await freeTimes(salon, 1)).toContain("10:00");
    expect(await freeTimes(salon, 1)).not.toContain("12:00");
    expect((await call(salon, "PATCH", { uid, body })).status).toBe(422);
  });

  it("that is deleted gives the slot back", async () => {
    const salon = createSalon();
    const { data } = await hold(salon, "10:00");
    expect((await call(salon, "DELETE", { uid: data.reservationUid })).status).toBe(200);
    expect(await freeTimes(salon, 1)).toContain("10:00");
    const { uid } = salon.fake.reservations.add({ eventTypeId: 1, start: at("10:00") });
    salon.fake.reservations.remove(uid);
    expect(await freeTimes(salon, 1)).toContain("10:00");
  });

  it("takes one of the lengths the event type has", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(1, { lengthInMinutesOptions: [30, 60] });
    const ask = (slotDuration: number) =>
      call(salon, "POST", { body: { eventTypeId: 1, slotStart: at("10:00"), slotDuration } });
    expect((await ask(45)).status).toBe(400);
    expect((await ask(60)).status).toBe(201);
    expect(await freeTimes(salon, 1)).not.toContain("10:30");
  });

  it("without a sound body is refused", async () => {
    const salon = createSalon();
    expect((await call(salon, "POST")).status).toBe(400);
    expect((await call(salon, "POST", { body: { eventTypeId: 1 } })).status).toBe(400);
  });
});
