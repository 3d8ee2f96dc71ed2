import { describe, expect, it } from "vitest";
import type { SlotsQuery } from "../../../src/index.ts";
import { DAY, QUESTION, slot, slotsAnswer, slotsWorld } from "./slots-stub.ts";
import { stubbedClient, until } from "./stub-fetch.ts";

const TODAY = "2026-12-01";
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe("how long an answer lives", () => {
  const lifeOf = async (body: unknown, extra = {}, question: Partial<SlotsQuery> = {}) => {
    const { calcom } = slotsWorld(body, extra);
    const { provenance } = await calcom.slots.list({ ...QUESTION, ...question });
    return provenance.expiresAt - provenance.loadBeganAt;
  };
  const far = { start: "2026-12-20", end: "2026-12-20" };

  it.each<[string, unknown, object, Partial<SlotsQuery>, number]>([
    ["nothing free", { data: {} }, {}, {}, 30_000],
    ["a day with nothing free", { data: { [DAY]: [] } }, {}, {}, 30_000],
    ["nothing free far off", { data: {} }, {}, far, 30_000],
    ["within a week", slotsAnswer("09:00"), {}, {}, 60_000],
    ["already begun", slotsAnswer("09:00"), {}, { start: "2026-11-01" }, 60_000],
    ["later", slotsAnswer("09:00"), {}, far, 300_000],
    ["nothing free, as told", { data: {} }, { ttl: { emptyMs: 1 } }, {}, 1],
    ["soon, as told", slotsAnswer("09:00"), { ttl: { nearMs: 2 } }, {}, 2],
    ["later, as told", slotsAnswer("09:00"), { ttl: { farMs: 3 } }, far, 3],
    [
      "soon by a wider window",
      slotsAnswer("09:00"),
      { ttl: { nearWindowMs: 30 * DAY_MS } },
      far,
      60_000,
    ],
  ])("%s", async (_case, body, extra, question, expected) => {
    expect(await lifeOf(body, extra, question)).toBe(expected);
  });

  it("changes where the window starts a week from now to the millisecond", async () => {
    const end = "2026-12-09";
    const near = { start: "2026-12-08T07:59:59.999Z", end };
    const late = { start: "2026-12-08T08:00:00.000Z", end };
    expect(await lifeOf(slotsAnswer("09:00"), {}, near)).toBe(60_000);
    expect(await lifeOf(slotsAnswer("09:00"), {}, late)).toBe(300_000);
  });

  it("ends to the millisecond", async () => {
    const { calcom, clock } = slotsWorld();
    await calcom.slots.list(QUESTION);
    await clock.advance(59_999);
    expect((await calcom.slots.list(QUESTION)).provenance.source).toBe("cache");
    await clock.advance(1);
    expect((await calcom.slots.list(QUESTION)).provenance.source).toBe("origin");
  });

  it("counts from before the load, not from its end", async () => {
    const { calcom, clock } = stubbedClient(async () => {
      await new Promise<void>((resolve) => void clock.setTimeout(resolve, 5_000));
      return Response.json(slotsAnswer("09:00"));
    });
    const before = clock.now();
    const asked = calcom.slots.list(QUESTION);
    await clock.advance(5_000);
    const { provenance } = await asked;
    expect(provenance.loadBeganAt).toBe(before);
    expect(provenance.ageMs).toBe(5_000);
    expect(provenance.expiresAt).toBe(before + 60_000);
  });
});

describe("slots that have passed", () => {
  const today = { eventTypeId: 1, start: TODAY, end: "2026-12-02" };
  const body = {
    data: {
      [TODAY]: [slot(TODAY, "08:10"), slot(TODAY, "08:30")],
      "2026-12-02": [slot("2026-12-02", "09:00")],
    },
  };
  const ttl = { nearMs: 60 * MINUTE_MS };
  const startsOf = (slots: object) =>
    Object.values(slots)
      .flat()
      .map(({ start }) => start);

  it("are left out of what comes from the cache, and empty days with them", async () => {
    const { calcom, clock, requests } = slotsWorld(body, { ttl });
    await calcom.slots.list(today);
    await clock.advance(10 * MINUTE_MS + 1);
    expect(startsOf((await calcom.slots.list(today)).slots)).toEqual([
      `${TODAY}T08:30:00.000Z`,
      "2026-12-02T09:00:00.000Z",
    ]);
    await clock.advance(20 * MINUTE_MS);
    const { slots, provenance } = await calcom.slots.list(today);
    expect(provenance.source).toBe("cache");
    expect(slots).toEqual({ "2026-12-02": [slot("2026-12-02", "09:00")] });
    expect(requests).toHaveLength(1);
  });

  it("leave the same object behind until the next one has", async () => {
    const { calcom, clock } = slotsWorld(body, { ttl });
    const listed = async () => (await calcom.slots.list(today)).slots;
    await listed();
    await clock.advance(10 * MINUTE_MS + 1);
    const left = await listed();
    await clock.advance(20 * MINUTE_MS - 1);
    expect(await listed()).toBe(left);
    await clock.advance(1);
    expect(await listed()).not.toBe(left);
    clock.set(`${TODAY}T08:20:00Z`);
    expect(await listed()).toEqual(left);
  });

  it("are left out of what Cal.com lists itself", async () => {
    const { calcom, clock } = slotsWorld(body);
    clock.set(`${TODAY}T08:20:00Z`);
    const { slots, provenance } = await calcom.slots.list(today);
    expect(provenance.source).toBe("origin");
    expect(startsOf(slots)[0]).toBe(`${TODAY}T08:30:00.000Z`);
  });

  it("are read with the offset they carry", async () => {
    const start = "2026-12-01T21:10:00.000+13:00";
    const { calcom, clock } = slotsWorld(
      { data: { [TODAY]: [{ start, end: "2026-12-01T21:40:00.000+13:00" }] } },
      { ttl },
    );
    const inAuckland = { ...today, timeZone: "Pacific/Auckland" };
    expect(startsOf((await calcom.slots.list(inAuckland)).slots)).toEqual([start]);
    await clock.advance(10 * MINUTE_MS + 1);
    expect((await calcom.slots.list(inAuckland)).slots).toEqual({});
  });

  it("include those within a notice that has become known", async () => {
    const eventType = { id: 1, ownerId: 5, users: [{ id: 5 }], minimumBookingNotice: 25 };
    const { calcom, clock } = stubbedClient(
      ({ url }) => {
        if (url.includes("/event-types/")) return Response.json({ data: eventType });
        if (url.endsWith("/me")) return Response.json({ data: { id: 5, email: "a@b.test" } });
        return Response.json(body);
      },
      { ttl, invalidation: { pools: "auto" } },
    );
    const firstListed = async () => startsOf((await calcom.slots.list(today)).slots)[0];
    expect(await firstListed()).toBe(`${TODAY}T08:10:00.000Z`);
    await until(async () => (await firstListed()) === `${TODAY}T08:30:00.000Z`);
    expect((await calcom.slots.list(today)).provenance.source).toBe("cache");
    await clock.advance(9 * MINUTE_MS);
    expect(startsOf((await calcom.slots.list(today)).slots)).toEqual(["2026-12-02T09:00:00.000Z"]);
  });

  it("end the life of a layer's answer that rests on them", async () => {
    const { calcom, clock } = slotsWorld(body, { ttl });
    const first = calcom.layer("first", {
      key: () => [],
      load: async (_query: undefined, context) =>
        startsOf((await context.slots.list(today)).slots)[0] ?? null,
      ttlMs: DAY_MS,
    });
    const { value, provenance } = await first.read(undefined);
    expect(value).toBe(`${TODAY}T08:10:00.000Z`);
    expect(provenance.expiresAt).toBe(Date.parse(`${TODAY}T08:10:00Z`));
    await clock.advance(10 * MINUTE_MS + 1);
    expect(await first.get(undefined)).toBe(`${TODAY}T08:30:00.000Z`);
  });
});
