import { describe, expect, it } from "vitest";
import { at, createSalon, type Salon } from "./setup.ts";

type Profile = "selfHosted" | "hosted";
const salonOf = (profile: Profile) =>
  createSalon({
    profile,
    rateLimit: false,
    ...(profile === "hosted" ? { hosted: { replicaLagMs: 0 } } : {}),
  });

async function get({ fake, owner }: Salon, path: string, version: string) {
  const headers = { authorization: `Bearer ${owner.apiKey}`, "cal-api-version": version };
  const response = await fake.fetch(`${fake.baseUrl}${path}`, { headers });
  const body = await response.json();
  return { status: response.status, body, data: body.data };
}

/** The starts of a page, as `HH:mm`. */
const times = ({ data }: { data: { start: string }[] }) =>
  data.map(({ start }) => start.slice(11, 16));

describe("a version that only hosted servers know", () => {
  it("reaches today's bookings there, and the oldest shape elsewhere", async () => {
    const dataOf = async (profile: Profile) => {
      const salon = salonOf(profile);
      const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
      return (await get(salon, `/bookings/${uid}`, "2026-02-25")).data;
    };
    expect(await dataOf("hosted")).toMatchObject({ start: at("10:00") });
    const old = await dataOf("selfHosted");
    expect(old).toMatchObject({ startTime: at("10:00") });
    expect(old).not.toHaveProperty("start");
  });

  it("reaches event types there, and no route elsewhere", async () => {
    const hosted = salonOf("hosted");
    const newest = await get(hosted, "/event-types/1", "2026-06-12");
    expect(newest).toEqual(await get(hosted, "/event-types/1", "2024-06-14"));
    expect(newest.status).toBe(200);
    const elsewhere = await get(salonOf("selfHosted"), "/event-types/1", "2026-06-12");
    expect(elsewhere.status).toBe(404);
    expect(elsewhere.body.error.message).toBe("Cannot GET /v2/event-types/1");
  });

  it.each(["hosted", "selfHosted"] as const)(
    "is none on %s for another resource",
    async (where) => {
      const salon = salonOf(where);
      const query = `/slots?eventTypeId=1&start=2026-12-07&end=2026-12-07`;
      expect((await get(salon, query, "2026-02-25")).status).toBe(404);
      expect((await get(salon, "/event-types/1", "2026-05-01")).status).toBe(404);
      expect((await get(salon, "/bookings", "2026-02-25")).status).toBe(404);
    },
  );

  it("turns no self-hosted list into pages by cursor", async () => {
    expect((await get(salonOf("selfHosted"), "/bookings", "2026-05-01")).status).toBe(404);
  });
});

describe("pages by cursor", () => {
  function withBookings() {
    const salon = salonOf("hosted");
    const add = (time: string, rest = {}) =>
      salon.fake.bookings.add({ eventTypeId: 1, start: at(time), ...rest });
    const page = (query = "") => get(salon, `/bookings?${query}`, "2026-05-01");
    return { ...salon, add, page };
  }

  it("go on after the booking they ended with, also when others are booked meanwhile", async () => {
    const { add, page } = withBookings();
    for (const time of ["09:00", "10:00", "11:00"]) add(time);
    const first = await page("limit=2");
    expect(times(first)).toEqual(["11:00", "10:00"]);
    expect(first.body.pagination).toEqual({ nextCursor: expect.any(String), hasMore: true });
    add("12:00");
    const second = await page(`limit=2&cursor=${first.body.pagination.nextCursor}`);
    expect(times(second)).toEqual(["09:00"]);
    expect(second.body.pagination).toEqual({ nextCursor: null, hasMore: false });
  });

  it("tell bookings apart that start together", async () => {
    const { add, page } = withBookings();
    const uids = [add("09:00").uid, add("09:00").uid, add("09:00").uid];
    const first = await page("limit=2");
    const second = await page(`limit=2&cursor=${first.body.pagination.nextCursor}`);
    const listed = [...first.data, ...second.data].map(({ uid }: { uid: string }) => uid);
    expect(listed).toEqual(uids.toReversed());
  });

  it("run upwards for what is to come, from an hour ago, and else downwards", async () => {
    const { add, clock, page } = withBookings();
    add("08:30", { end: at("11:00") });
    add("09:30", { end: at("10:30") });
    add("12:00");
    add("11:00", { status: "cancelled" });
    add("12:30", { status: "cancelled" });
    clock.set(at("10:00"));
    expect(times(await page("status=upcoming"))).toEqual(["09:30", "12:00"]);
    expect(times(await page("status=cancelled"))).toEqual(["12:30", "11:00"]);
    expect(times(await page())).toEqual(["12:30", "12:00", "11:00", "09:30", "08:30"]);
  });

  it.each(["status=upcoming,past", "status=soon", "limit=0", "limit=101", "cursor=x"])(
    "are refused with %s",
    async (query) => {
      expect((await withBookings().page(query)).status).toBe(400);
    },
  );
});

describe("the filters of both lists", () => {
  it.each(["2024-08-13", "2026-05-01"])("narrow what version %s lists", async (version) => {
    const salon = salonOf("hosted");
    const attendees = [{ name: "Ann", email: "a@example.test", timeZone: "UTC", language: "en" }];
    const add = (time: string, rest = {}) =>
      salon.fake.bookings.add({ eventTypeId: 1, start: at(time), attendees, ...rest });
    const { uid } = add("09:00");
    await salon.clock.advance(1_000);
    const since = new Date(salon.clock.now()).toISOString();
    const ben = { name: "Ben", email: "b@example.test", timeZone: "UTC", language: "en" };
    add("10:00", { eventTypeId: 2, attendees: [ben] });
    const listed = async (query: string) => times(await get(salon, `/bookings?${query}`, version));
    for (const query of [
      `bookingUid=${uid}`,
      "attendeeName=Ann",
      "attendeeEmail=a@example.test",
      "eventTypeIds=1,3",
      `beforeEnd=${at("10:00")}`,
      `beforeCreatedAt=${new Date(salon.clock.now() - 1).toISOString()}`,
      `beforeUpdatedAt=${new Date(salon.clock.now() - 1).toISOString()}`,
    ]) {
      expect([query, await listed(query)]).toEqual([query, ["09:00"]]);
    }
    for (const query of [
      "eventTypeId=2",
      `afterStart=${at("10:00")}`,
      `afterCreatedAt=${since}`,
      `afterUpdatedAt=${since}`,
    ]) {
      expect([query, await listed(query)]).toEqual([query, ["10:00"]]);
    }
    expect(await listed("teamsIds=1")).toEqual([]);
  });
});
