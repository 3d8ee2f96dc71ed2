import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, book, createSalon, freeTimes, postRequest, type Salon } from "./setup.ts";

/** The salon with a second host and a team of both; its event types are 3 and 4. */
function createTeam() {
  const salon = createSalon();
  const afternoon = { days: ["Monday" as const], startTime: "13:00", endTime: "17:00" };
  const bob = salon.fake.users.add({ username: "bob", schedule: { availability: [afternoon] } });
  const own = salon.fake.eventTypes.add({ ownerId: bob.id, slug: "own" });
  const hostIds = [salon.owner.id, bob.id];
  const { id: teamId } = salon.fake.teams.add({ memberIds: hostIds, slug: "crew" });
  const pool = salon.fake.eventTypes.add({ teamId, hostIds, slug: "pool" });
  const all = salon.fake.eventTypes.add({
    teamId,
    hostIds,
    slug: "all",
    schedulingType: "collective",
  });
  return { salon, bob, own, pool, all, teamId };
}

const bookAt = ({ fake }: Salon, eventTypeId: number, time: string) =>
  fake.bookings.book({ eventTypeId, start: at(time) });

describe("a round robin event type", () => {
  it("offers what any host has, and is full only when all are busy (0246, 0247)", async () => {
    const { salon, bob, own, pool } = createTeam();
    expect(await freeTimes(salon, pool.id)).toHaveLength(16);
    const first = await bookAt(salon, pool.id, "13:00");
    expect(first.userId).toBe(salon.owner.id);
    expect(await freeTimes(salon, 1)).not.toContain("13:00");
    expect(await freeTimes(salon, own.id)).toContain("13:00");
    expect(await freeTimes(salon, pool.id)).toContain("13:00");
    expect((await bookAt(salon, pool.id, "13:00")).userId).toBe(bob.id);
    expect(await freeTimes(salon, own.id)).not.toContain("13:00");
    expect(await freeTimes(salon, pool.id)).not.toContain("13:00");
    const refused = await book(salon, pool.id, "13:00");
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining("One of the hosts either"),
    ]);
  });

  it("takes turns among the hosts who are free", async () => {
    const { salon, bob, pool } = createTeam();
    const hosts: number[] = [];
    for (const time of ["13:00", "14:00", "15:00", "09:00"]) {
      await salon.clock.advance(1_000);
      hosts.push((await bookAt(salon, pool.id, time)).userId);
    }
    const alice = salon.owner.id;
    expect(hosts).toEqual([alice, bob.id, alice, alice]);
  });

  it("changes the host when the booking moves to where only another is free", async () => {
    const { salon, bob, pool } = createTeam();
    const { uid } = await bookAt(salon, pool.id, "09:00");
    await bookAt(salon, 1, "14:00");
    const moved = await salon.fake.bookings.reschedule(uid, at("14:00"));
    expect(moved.userId).toBe(bob.id);
    expect(moved.title).toContain(bob.name);
    expect(await freeTimes(salon, 1)).toContain("09:00");
  });

  it("never offers a slot that reaches from one host's hours into another's", async () => {
    const { salon, bob, pool } = createTeam();
    salon.fake.schedules.update(1, {
      availability: [{ days: ["Monday"], startTime: "12:00", endTime: "13:15" }],
    });
    salon.fake.eventTypes.update(pool.id, { lengthInMinutes: 60 });
    expect(bob.id).toBe(2);
    expect(await freeTimes(salon, pool.id)).toEqual(["12:00", "13:00", "14:00", "15:00", "16:00"]);
  });

  it("goes on without a host who is out of office", async () => {
    const { salon, pool } = createTeam();
    salon.fake.outOfOffice.add({ userId: salon.owner.id, from: "2026-12-07" });
    expect((await freeTimes(salon, pool.id))[0]).toBe("13:00");
    expect((await bookAt(salon, pool.id, "13:00")).userId).toBe(2);
  });

  it("gives a booking to another host without a webhook (0250)", async () => {
    const { salon, bob, own, pool } = createTeam();
    const { uid } = await bookAt(salon, pool.id, "13:00");
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const reassign = () => {
      const request = postRequest(`${salon.fake.baseUrl}/bookings/${uid}/reassign`, {});
      request.headers.set("authorization", `Bearer ${salon.owner.apiKey}`);
      return salon.fake.fetch(request);
    };
    expect((await reassign()).status).toBe(200);
    expect(salon.fake.bookings.get(uid)?.userId).toBe(bob.id);
    expect(await freeTimes(salon, 1)).toContain("13:00");
    expect(await freeTimes(salon, own.id)).not.toContain("13:00");
    await bookAt(salon, 1, "13:00");
    expect((await reassign()).status).toBe(400);
    expect(salon.received).toHaveLength(1);
  });
});

describe("a collective event type", () => {
  it("needs all hosts, and takes the time of each (0252-0256)", async () => {
    const { salon, bob, own, all } = createTeam();
    expect((await freeTimes(salon, all.id))[0]).toBe("13:00");
    const booking = await bookAt(salon, all.id, "14:00");
    expect(booking.userId).toBe(salon.owner.id);
    expect(booking.attendees.map(({ email }) => email)).toContain(bob.email);
    for (const id of [1, own.id, all.id]) {
      expect(await freeTimes(salon, id)).not.toContain("14:00");
    }
    expect((await book(salon, all.id, "09:00")).status).toBe(400);
  });

  it("gives every host's time back when it is cancelled", async () => {
    const { salon, own, all } = createTeam();
    const { uid } = await bookAt(salon, all.id, "14:00");
    await salon.fake.bookings.cancel(uid);
    for (const id of [1, own.id, all.id]) {
      expect(await freeTimes(salon, id)).toContain("14:00");
    }
  });
});

describe("a team", () => {
  it("hears of its bookings, and the hosts' own webhooks do not", async () => {
    const { salon, pool, teamId } = createTeam();
    const url = "https://app.example/hook";
    salon.fake.webhooks.subscribe({ url: `${url}/alice`, userId: salon.owner.id });
    salon.fake.webhooks.subscribe({ url: `${url}/team`, teamId });
    await bookAt(salon, pool.id, "09:00");
    await bookAt(salon, 1, "10:00");
    const urls = salon.fake.webhooks.deliveries.map((one) => one.url);
    expect(urls).toEqual([`${url}/team`, `${url}/alice`]);
  });

  it("tells the organizer's own webhook what was declined, and nothing else (API.md 11.6)", async () => {
    const { salon, pool } = createTeam();
    salon.fake.eventTypes.update(pool.id, { requiresConfirmation: true });
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook", userId: salon.owner.id });
    const { uid } = await bookAt(salon, pool.id, "09:00");
    await ask(salon, `POST /bookings/${uid}/decline`);
    expect(salon.received).toEqual([{ trigger: "BOOKING_REJECTED", uid }]);
  });

  it("has event types of its own: no member's list has them", async () => {
    const { salon, pool, teamId } = createTeam();
    const headers = {
      authorization: `Bearer ${salon.owner.apiKey}`,
      "cal-api-version": "2024-06-14",
    };
    const get = async (path: string) => {
      const response = await salon.fake.fetch(`${salon.fake.baseUrl}/${path}`, { headers });
      const { data }: { data: { slug: string }[] } = await response.json();
      return { status: response.status, data };
    };
    const slugs = (found: { slug: string }[]) => found.map(({ slug }) => slug);
    expect(slugs((await get(`teams/${teamId}/event-types`)).data)).toEqual(["pool", "all"]);
    expect(slugs((await get("event-types?username=alice")).data)).toEqual(["short", "long"]);
    expect((await get(`event-types/${pool.id}`)).status).toBe(404);
    expect((await get("teams/9/event-types")).status).toBe(404);
  });

  it("can be booked by its slug", async () => {
    const { salon } = createTeam();
    const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
    const body = { eventTypeSlug: "pool", teamSlug: "crew", start: at("09:00"), attendee };
    const given = await salon.fake.fetch(postRequest(`${salon.fake.baseUrl}/bookings`, body));
    expect(given.status).toBe(201);
  });

  it("lets members set how long a reservation lasts, of each other's event types too", async () => {
    const { salon, bob, pool } = createTeam();
    const carol = salon.fake.users.add({ username: "carol" });
    const hold = async (eventTypeId: number, apiKey: string) => {
      const body = { eventTypeId, slotStart: at("16:00"), reservationDuration: 1 };
      const request = postRequest(`${salon.fake.baseUrl}/slots/reservations`, body);
      request.headers.set("cal-api-version", "2024-09-04");
      request.headers.set("authorization", `Bearer ${apiKey}`);
      return (await salon.fake.fetch(request)).status;
    };
    expect(await hold(1, bob.apiKey)).toBe(201);
    expect(await hold(pool.id, bob.apiKey)).toBe(201);
    expect(await hold(2, carol.apiKey)).toBe(403);
    expect(await hold(pool.id, carol.apiKey)).toBe(403);
    expect(await freeTimes(salon, pool.id)).not.toContain("16:00");
  });
});
