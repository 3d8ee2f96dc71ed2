import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextQuery } from "../../../src/api/booking-list.ts";
import { filterQuery } from "../../../src/schemas/booking-filters.ts";
import { ANN, at, createWorld } from "../../helpers/world.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const BOOKING = {
  id: 1,
  status: "accepted",
  start: at("09:00"),
  end: at("09:30"),
  hosts: [],
  attendees: [],
};

const uidsOf = async (bookings: AsyncIterable<{ uid: string }>) => {
  const uids: string[] = [];
  for await (const { uid } of bookings) uids.push(uid);
  return uids;
};

function worldWithBookings(count: number) {
  const world = createWorld();
  const start = (index: number) => Date.parse(at("09:00")) + index * 30 * 60_000;
  const uids = Array.from({ length: count }, (_none, index) => {
    const eventTypeId = world.half.id;
    return world.fake.bookings.add({
      eventTypeId,
      start: start(index),
      attendees: [{ ...ANN, language: "en" }],
    }).uid;
  });
  const lists = () => world.fake.requests.filter(({ path }) => path === "/v2/bookings");
  return { ...world, uids, lists };
}

describe("by offset", () => {
  it("walks through all pages", async () => {
    const { uids, lists, client } = worldWithBookings(5);
    const list = client().bookings.list({ pageSize: 2, sortStart: "asc" });
    expect(await uidsOf(list)).toEqual(uids);
    expect(lists().map(({ query }) => query.skip)).toEqual(["0", "2", "4"]);
  });

  it("asks for no page that nobody needs", async () => {
    const { uids, lists, client } = worldWithBookings(5);
    const list = client().bookings.list({ pageSize: 2, sortStart: "asc" });
    expect((await list.toArray({ limit: 2 })).map(({ uid }) => uid)).toEqual(uids.slice(0, 2));
    expect(lists()).toHaveLength(1);
  });

  it("can be walked through twice", async () => {
    const { uids, client } = worldWithBookings(3);
    const list = client().bookings.list({ sortStart: "asc" });
    expect([await uidsOf(list), await uidsOf(list)]).toEqual([uids, uids]);
  });

  it("sends the filter as Cal.com reads it", async () => {
    const { lists, client } = worldWithBookings(1);
    const status = ["upcoming", "past"] as const;
    await client()
      .bookings.list({ status, afterStart: "2026-12-07T01:00+01:00" })
      .toArray({ limit: 1 });
    expect(lists()[0]?.query).toMatchObject({
      status: "upcoming,past",
      afterStart: "2026-12-07T00:00:00.000Z",
      take: "100",
    });
  });

  it("teaches the index whom a booking touches", async () => {
    const { uids, client } = worldWithBookings(1);
    const calcom = client();
    await calcom.bookings.list().toArray({ limit: 1 });
    const tags: string[] = [];
    calcom.on("invalidated", (event) => tags.push(...event.tags));
    await calcom.bookings.cancel(String(uids[0]), { cancellationReason: "x" });
    expect(tags).not.toContain("all");
    expect(tags).toContain("event-type:1");
  });
});

describe("by cursor", () => {
  function cursorWorld() {
    const { fake, client, uids } = worldWithBookings(4);
    const asked: URLSearchParams[] = [];
    const calcom = client({
      deployment: "hosted",
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const url = new URL(request.url);
        expect(request.headers.get("cal-api-version")).toBe("2026-05-01");
        asked.push(url.searchParams);
        const limit = Number(url.searchParams.get("limit"));
        const from = Number(url.searchParams.get("cursor") ?? 0);
        const inner = new URL(`${fake.baseUrl}/bookings?take=${limit}&skip=${from}&sortStart=asc`);
        const headers = { ...Object.fromEntries(request.headers), "cal-api-version": "2024-08-13" };
        const { data } = await (await fake.fetch(inner, { headers })).json();
        const hasMore = from + limit < uids.length;
        const pagination = { hasMore, nextCursor: hasMore ? String(from + limit) : null };
        return Response.json({ status: "success", data, pagination });
      },
    });
    return { calcom, asked, uids };
  }

  it("follows the cursor to the end", async () => {
    const { calcom, asked, uids } = cursorWorld();
    expect(await uidsOf(calcom.bookings.list({ pageSize: 3 }))).toEqual(uids);
    expect(asked.map((query) => query.get("cursor"))).toEqual([null, "3"]);
  });

  it("ends where the server goes round in circles", async () => {
    const { client } = worldWithBookings(1);
    const asked: (string | null)[] = [];
    const calcom = client({
      deployment: "hosted",
      fetch: async (input, init) => {
        const cursor = new URL(new Request(input, init).url).searchParams.get("cursor");
        if (asked.push(cursor) > 9) throw new Error("It goes on and on.");
        const data = [{ ...BOOKING, uid: `u${asked.length}` }];
        const pagination = { hasMore: true, nextCursor: cursor === "a" ? "b" : "a" };
        return Response.json({ status: "success", data, pagination });
      },
    });
    expect(await uidsOf(calcom.bookings.list())).toEqual(["u1", "u2", "u3"]);
    expect(asked).toEqual([null, "a", "b"]);
  });

  it("asks for one status at a time", async () => {
    const { calcom, asked } = cursorWorld();
    await uidsOf(calcom.bookings.list({ status: ["upcoming", "past"] }));
    expect(asked.map((query) => query.get("status"))).toEqual(["upcoming", "past"]);
  });
});

it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  "refuses a limit of %s",
  async (limit) => {
    const { client } = createWorld();
    const list = client().bookings.list();
    await expect(list.toArray({ limit })).rejects.toMatchObject({ code: "configuration" });
  },
);

it.each([{ status: "soon" }, { afterStart: "soon" }, { pageSize: 101 }, { colour: "red" }])(
  "refuses the filter %j before anything is sent",
  (filter) => {
    const { fake, client } = createWorld();
    expect(() => client().bookings.list(filter as never)).toThrow(/bookings\.list/);
    expect(fake.requests).toEqual([]);
  },
);

it("ends for any server that ends, and for one that repeats itself", () => {
  const page = fc.record({
    returned: fc.nat(3),
    pagination: fc.option(
      fc.record({
        hasNextPage: fc.boolean(),
        nextCursor: fc.option(fc.constantFrom("a", "b"), { nil: null }),
      }),
      { nil: undefined },
    ),
  });
  fc.assert(
    fc.property(page, fc.constantFrom(undefined, "a"), ({ returned, pagination }, cursor) => {
      const query = { take: 2, skip: 4, ...(cursor === undefined ? {} : { cursor }) };
      const next = nextQuery(query, returned, pagination);
      if (returned === 0 || pagination === undefined) expect(next).toBeUndefined();
      if (next !== undefined) expect(next).not.toEqual(query);
    }),
  );
});

it("leaves status and paging out of the filter's query, and nothing else", () => {
  const filter = {
    status: "past",
    pageSize: 5,
    eventTypeIds: [1, 2],
    attendeeName: "Ann",
  } as const;
  expect(filterQuery(filter)).toEqual({ eventTypeIds: "1,2", attendeeName: "Ann" });
});

it("says that the server does not know the version, also where the old list is empty", async () => {
  const data = { bookings: [], recurringInfo: [], nextCursor: null };
  const { calcom } = stubbedClient(() => Response.json({ status: "success", data }));
  const error = await errorOf(calcom.bookings.list().toArray({ limit: 1 }));
  expect((error as Error).message).toMatch(/shape of API version 2024-04-15.*apiVersions/s);
});
