import { describe, expect, it } from "vitest";
import { at, book, createSalon, freeTimes, postRequest, type Salon } from "./setup.ts";

const onDay = (day: number, time: string) =>
  `2026-12-${String(day).padStart(2, "0")}T${time}:00.000Z`;

async function freeDays({ fake }: Salon): Promise<string[]> {
  const query = new URLSearchParams({ eventTypeId: "1", start: "2026-12-07", end: "2026-12-16" });
  const headers = { "cal-api-version": "2024-09-04" };
  const response = await fake.fetch(`${fake.baseUrl}/slots?${query}`, { headers });
  const { data }: { data: Record<string, unknown> } = await response.json();
  return Object.keys(data).map((key) => key.slice(8));
}

describe("a limit of bookings", () => {
  it("of one a week empties the whole week of its event type alone (0335-0337)", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(1, { bookingLimitsCount: { week: 1 } });
    await salon.fake.bookings.book({ eventTypeId: 1, start: onDay(9, "10:00") });
    expect(await freeDays(salon)).toEqual(["14", "15", "16"]);
    expect(await freeTimes(salon, 2)).toHaveLength(8);
  });

  it("refuses a booking as 0338 does, until the other is cancelled", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(1, { bookingLimitsCount: { week: 1 } });
    const { uid } = await salon.fake.bookings.book({ eventTypeId: 1, start: onDay(9, "10:00") });
    const refused = await book(salon, 1, "10:00");
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { statusCode: 401, message: "booking_limit_reached" },
    ]);
    await salon.fake.bookings.cancel(uid);
    expect((await book(salon, 1, "10:00")).status).toBe(201);
  });

  it("lets a booking be moved within its week", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(1, { bookingLimitsCount: { week: 1 } });
    const { uid } = await salon.fake.bookings.book({ eventTypeId: 1, start: onDay(9, "10:00") });
    expect((await salon.fake.bookings.reschedule(uid, onDay(10, "10:00"))).status).toBe("accepted");
  });

  it("counts days, months and years as well", async () => {
    for (const [limits, days] of [
      [{ day: 1 }, ["07", "08", "10", "11", "14", "15", "16"]],
      [{ day: 2 }, ["07", "08", "09", "10", "11", "14", "15", "16"]],
      [{ month: 1 }, []],
      [{ year: 1 }, []],
    ] as const) {
      const salon = createSalon();
      salon.fake.eventTypes.update(1, { bookingLimitsCount: limits });
      salon.fake.bookings.add({ eventTypeId: 1, start: onDay(9, "10:00") });
      expect(await freeDays(salon)).toEqual(days);
    }
  });
});

describe("a limit of a team", () => {
  it("counts what its hosts have in all its event types, and refuses as any limit does", async () => {
    const salon = createSalon();
    const bob = salon.fake.users.add({ username: "bob" });
    const memberIds = [salon.owner.id, bob.id];
    const { id: teamId } = salon.fake.teams.add({ memberIds, bookingLimits: { day: 2 } });
    const add = (hostIds: number[]) => salon.fake.eventTypes.add({ teamId, hostIds }).id;
    const [one, both, others] = [add([salon.owner.id]), add(memberIds), add([bob.id])];
    salon.fake.bookings.add({ eventTypeId: 1, start: at("09:00") });
    salon.fake.bookings.add({ eventTypeId: one, start: at("10:00") });
    expect(await freeTimes(salon, both)).not.toEqual([]);
    salon.fake.bookings.add({ eventTypeId: both, start: at("11:00") });
    expect([await freeTimes(salon, one), await freeTimes(salon, both)]).toEqual([[], []]);
    expect(await freeTimes(salon, others)).not.toEqual([]);
    expect(await freeTimes(salon, 1)).not.toEqual([]);
    const refused = await book(salon, one, "14:00");
    expect([refused.status, await refused.text()]).toEqual([
      401,
      expect.stringContaining("booking_limit_reached"),
    ]);
  });
});

describe("an absence", () => {
  it("is noted and told, and frees nothing", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    salon.clock.set(at("10:05"));
    const body = { host: true, attendees: [{ email: "ann@example.test", absent: true }] };
    const request = postRequest(`${salon.fake.baseUrl}/bookings/${uid}/mark-absent`, body);
    request.headers.set("authorization", `Bearer ${salon.owner.apiKey}`);
    const { data }: { data: object } = await (await salon.fake.fetch(request)).json();
    expect(data).toMatchObject({ absentHost: true, attendees: [{ absent: true }] });
    const triggers = salon.fake.webhooks.deliveries.map(({ trigger }) => trigger);
    expect(triggers).toEqual(["BOOKING_NO_SHOW_UPDATED"]);
  });

  it("of nobody in particular is told to nobody", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    salon.clock.set(at("10:05"));
    const request = postRequest(`${salon.fake.baseUrl}/bookings/${uid}/mark-absent`, {});
    expect((await salon.fake.fetch(request.clone())).status).toBe(403);
    request.headers.set("authorization", `Bearer ${salon.owner.apiKey}`);
    expect((await salon.fake.fetch(request)).status).toBe(200);
    expect(salon.received).toEqual([]);
  });
});
