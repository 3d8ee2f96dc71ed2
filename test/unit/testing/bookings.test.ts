import { describe, expect, it } from "vitest";
import { at, createSalon, postRequest, type Salon } from "./setup.ts";

const reschedule = ({ fake }: Salon, uid: string, time: string) =>
  fake.fetch(postRequest(`${fake.baseUrl}/bookings/${uid}/reschedule`, { start: at(time) }));

async function list({ fake, owner }: Salon, query: Record<string, string>) {
  const response = await fake.fetch(`${fake.baseUrl}/bookings?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${owner.apiKey}`, "cal-api-version": "2024-08-13" },
  });
  const body: { data: { start: string }[]; pagination: object } = await response.json();
  return { ...body, times: body.data.map(({ start }) => start.slice(11, 16)) };
}

describe("rescheduling in a race", () => {
  it("leaves two live bookings of one when both got in (0287, 0288)", async () => {
    const salon = createSalon();
    const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    const given = await Promise.all([
      reschedule(salon, uid, "11:00"),
      reschedule(salon, uid, "12:00"),
    ]);
    expect(given.map(({ status }) => status)).toEqual([201, 201]);
    const live = salon.fake.bookings.list().filter(({ status }) => status === "accepted");
    expect(live).toHaveLength(2);
  });

  it("of two bookings into one slot lets one in (0293)", async () => {
    const salon = createSalon();
    const start = (time: string) => ({ eventTypeId: 1, start: at(time) });
    const one = salon.fake.bookings.add(start("10:00"));
    const two = salon.fake.bookings.add(start("11:00"));
    const given = await Promise.all([
      reschedule(salon, one.uid, "14:00"),
      reschedule(salon, two.uid, "14:00"),
    ]);
    expect(given.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

describe("a booking that needs confirmation", () => {
  it("is pending again when the attendee moves it, and not when the owner does (0223, 0306)", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(1, { requiresConfirmation: true });
    const first = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    const moved = await salon.fake.bookings.reschedule(first.uid, at("11:00"));
    expect(moved.status).toBe("pending");
    const request = postRequest(`${salon.fake.baseUrl}/bookings/${moved.uid}/reschedule`, {
      start: at("12:00"),
      rescheduledBy: salon.owner.email,
    });
    request.headers.set("authorization", `Bearer ${salon.owner.apiKey}`);
    const { data }: { data: { status: string } } = await (await salon.fake.fetch(request)).json();
    expect(data.status).toBe("accepted");
  });
});

describe("the list of bookings", () => {
  it("comes in pages", async () => {
    const salon = createSalon();
    for (const time of ["09:00", "10:00", "11:00", "12:00", "13:00"]) {
      salon.fake.bookings.add({ eventTypeId: 1, start: at(time) });
    }
    const page = await list(salon, { take: "2", skip: "2", sortStart: "desc" });
    expect(page.times).toEqual(["11:00", "10:00"]);
    expect(page.pagination).toEqual({
      returnedItems: 2,
      totalItems: 5,
      itemsPerPage: 2,
      remainingItems: 1,
      currentPage: 2,
      totalPages: 3,
      hasNextPage: true,
      hasPreviousPage: true,
    });
  });

  it("can be narrowed down", async () => {
    const salon = createSalon();
    const add = (time: string, eventTypeId = 1) =>
      salon.fake.bookings.add({ eventTypeId, start: at(time) });
    add("09:00");
    const cancelled = add("10:00");
    add("12:00", 2);
    await salon.fake.bookings.cancel(cancelled.uid);
    expect((await list(salon, { status: "upcoming" })).times).toEqual(["09:00", "12:00"]);
    expect((await list(salon, { status: "upcoming,cancelled" })).times).toHaveLength(3);
    expect((await list(salon, { eventTypeId: "2" })).times).toEqual(["12:00"]);
    const part = { afterStart: at("09:30"), beforeEnd: at("11:00") };
    expect((await list(salon, part)).times).toEqual(["10:00"]);
    expect((await list(salon, { attendeeEmail: "nobody@example.test" })).times).toEqual([]);
  });
});

describe("a booking that is not on", () => {
  it.each(["rejected", "awaiting_host", "cancelled"] as const)(
    "because it is %s cannot be moved (API.md 8.4)",
    async (status) => {
      const { fake } = createSalon();
      const { uid } = fake.bookings.add({ eventTypeId: 1, start: at("10:00"), status });
      const body = { start: at("14:00") };
      const moved = await fake.fetch(
        postRequest(`${fake.baseUrl}/bookings/${uid}/reschedule`, body),
      );
      expect(moved.status).toBe(400);
      expect(await moved.text()).toContain(`Can't reschedule booking with uid=${uid}`);
    },
  );
});

describe("ids", () => {
  it("are the same in every run, and after a reset", () => {
    const salon = createSalon();
    const one = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    expect(one.uid).toMatch(/^[1-9A-HJ-NP-Za-km-z]{22}$/);
    salon.fake.reset();
    const owner = salon.fake.users.add();
    const { id } = salon.fake.eventTypes.add({ ownerId: owner.id });
    const again = salon.fake.bookings.add({ eventTypeId: id, start: at("10:00") });
    expect([again.id, again.uid]).toEqual([one.id, one.uid]);
  });
});

describe("the log of requests", () => {
  it("has what was asked, when, and how it was answered", async () => {
    const { fake, clock } = createSalon();
    await clock.advance(1_000);
    await fake.fetch(`${fake.baseUrl.replace("/v2", "/api/v2")}/slots?eventTypeId=1`);
    expect(fake.requests).toEqual([
      {
        method: "GET",
        path: "/v2/slots",
        query: { eventTypeId: "1" },
        at: clock.now(),
        status: 404,
      },
    ]);
  });
});
