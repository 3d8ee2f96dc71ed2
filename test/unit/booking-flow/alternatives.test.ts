import { describe, expect, it } from "vitest";
import type { AlternativesQuery } from "../../../src/index.ts";
import { instantsOf, roundTheClock } from "../../helpers/round-the-clock.ts";
import { ANN, createWorld } from "../../helpers/world.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface Place {
  readonly what: string;
  readonly host: string;
  readonly zone: string;
  readonly near: string;
}

const PLACES: readonly Place[] = [
  { what: "UTC", host: "UTC", zone: "UTC", near: "2026-12-09T12:10:00Z" },
  { what: "no offset", host: "UTC", zone: "Europe/Berlin", near: "2026-12-09T12:10:00" },
  { what: "an offset", host: "UTC", zone: "UTC", near: "2026-12-09T01:10:00+05:30" },
  {
    what: "14 hours ahead",
    host: "Pacific/Kiritimati",
    zone: "Pacific/Kiritimati",
    near: "2026-12-09T00:00:00+14:00",
  },
  {
    what: "12 hours behind",
    host: "Etc/GMT+12",
    zone: "Etc/GMT+12",
    near: "2026-12-09T23:30:00-12:00",
  },
  {
    what: "a host on the other side",
    host: "Etc/GMT+12",
    zone: "Pacific/Kiritimati",
    near: "2026-12-09T09:00:00+14:00",
  },
  {
    what: "clocks put forward",
    host: "Europe/Berlin",
    zone: "Europe/Berlin",
    near: "2027-03-28T03:00:00+02:00",
  },
  {
    what: "clocks put back",
    host: "America/New_York",
    zone: "America/New_York",
    near: "2027-11-07T01:30:00-05:00",
  },
];

/** The instant and the first and last day that a wish names, without a thought of the library. */
function meantBy({ near }: Place, days: number) {
  const instant = Date.parse(/Z|[+-]\d\d:\d\d$/.test(near) ? near : `${near}Z`);
  const day = Date.parse(`${new Date(instant).toISOString().slice(0, 10)}T00:00:00Z`);
  return { instant, from: day - days * DAY_MS, until: day + (days + 1) * DAY_MS };
}

describe.each([
  ["all day long", undefined],
  ["from 9 to 17", { startTime: "09:00", endTime: "17:00" }],
])("a host who works %s", (_hours, hours) => {
  it.each(PLACES)("is offered exactly what is nearest, with $what", async (place) => {
    const world = createWorld();
    const { eventTypeId, apiKey } = roundTheClock(world, place.host, hours);
    const calcom = world.client({ apiKey, invalidation: { pools: "off" } });
    const { instant, from, until } = meantBy(place, 1);
    const { slots } = await calcom.slots.alternatives({
      eventTypeId,
      near: place.near,
      max: 7,
      within: { days: 1 },
      timeZone: place.zone,
    });
    const listed = await calcom.slots.list(
      {
        eventTypeId,
        start: new Date(from - 3 * DAY_MS).toISOString(),
        end: new Date(until + 3 * DAY_MS).toISOString(),
        timeZone: place.zone,
      },
      { cache: "bypass" },
    );
    const all = instantsOf(Object.values(listed.slots).flat());
    const nearest = all
      .filter((start) => start >= from && start < until)
      .sort((a, b) => Math.abs(a - instant) - Math.abs(b - instant) || a - b);
    expect(nearest.length).toBeGreaterThan(7);
    const [chosen, expected] = [instantsOf(slots), nearest.slice(0, 7)];
    const hasBoth = expected.some((s) => s < instant) && expected.some((s) => s > instant);
    if (hasBoth) expect(chosen).toEqual(expected);
    else expect(chosen.slice(0, 6)).toEqual(expected.slice(0, 6));
    expect(chosen.some((s) => s < instant) && chosen.some((s) => s > instant)).toBe(true);
  });
});

it("lists nothing that a booking before its first day forbids", async () => {
  const world = createWorld();
  const settings = { afterEventBuffer: 60 };
  const { eventTypeId, apiKey } = roundTheClock(world, "UTC", undefined, settings);
  world.fake.bookings.add({ eventTypeId, start: "2026-12-08T23:30:00Z" });
  const calcom = world.client({ apiKey, invalidation: { pools: "off" } });
  const { slots } = await calcom.slots.list({
    eventTypeId,
    start: "2026-12-09",
    end: "2026-12-09",
  });
  expect(slots["2026-12-09"]?.[0]?.start).toBe("2026-12-09T00:00:00.000Z");
  const near = "2026-12-10T00:00:00Z";
  const found = await calcom.slots.alternatives({
    eventTypeId,
    near,
    max: 100,
    within: { days: 1 },
  });
  const first = Math.min(...instantsOf(found.slots));
  expect(new Date(first).toISOString()).toBe("2026-12-09T01:00:00.000Z");
});

it("reaches as many days before and after the wish's as are wanted", async () => {
  const world = createWorld();
  const hours = { startTime: "12:00", endTime: "12:30" };
  const { eventTypeId, apiKey } = roundTheClock(world, "UTC", hours);
  const calcom = world.client({ apiKey, invalidation: { pools: "off" } });
  const near = "2026-12-20T23:59:00Z";
  const count = async (within?: AlternativesQuery["within"]) =>
    (await calcom.slots.alternatives({ eventTypeId, near, max: 100, within })).slots.length;
  expect([await count({ days: 1 }), await count({ days: 4 }), await count()]).toEqual([3, 9, 15]);
});

it("is frozen, and looks the same from the cache", async () => {
  const { client, half } = createWorld();
  const calcom = client();
  const wish = { eventTypeId: half.id, near: "2026-12-07T12:00:00Z", timeZone: "Europe/Berlin" };
  const [loaded, kept] = [
    await calcom.slots.alternatives(wish),
    await calcom.slots.alternatives(wish),
  ];
  expect([loaded.provenance.source, kept.provenance.source]).toEqual(["origin", "cache"]);
  expect(kept.slots).toEqual(loaded.slots);
  expect(loaded.slots[0]).toEqual({
    start: "2026-12-07T13:00:00.000+01:00",
    end: "2026-12-07T13:30:00.000+01:00",
  });
  for (const { slots } of [loaded, kept]) {
    expect([Object.isFrozen(slots), Object.isFrozen(slots[0])]).toEqual([true, true]);
  }
});

it("leaves out seated times that are full", async () => {
  const world = createWorld();
  const { eventTypeId, apiKey } = roundTheClock(world, "UTC", undefined, { seats: 1 });
  const calcom = world.client({ apiKey });
  const start = "2026-12-09T12:00:00.000Z";
  await calcom.bookings.create({ eventTypeId, start, attendee: ANN });
  const { slots } = await calcom.slots.list({
    eventTypeId,
    start: "2026-12-09",
    end: "2026-12-09",
  });
  expect(slots["2026-12-09"]?.find((slot) => slot.start === start)?.seatsRemaining).toBe(0);
  const found = await calcom.slots.alternatives({ eventTypeId, near: start });
  expect(found.slots.map((slot) => slot.start.slice(11, 16))).toEqual(["11:30", "12:30", "11:00"]);
});

it("lists nothing within the notice of a known event type", async () => {
  const world = createWorld();
  const calcom = world.client({ invalidation: { pools: "auto" } });
  const { clock, half } = world;
  const wish = { eventTypeId: half.id, near: "2026-12-07T09:00:00Z", max: 2 };
  await calcom.slots.alternatives(wish);
  clock.set("2026-12-07T08:00:00Z");
  const { slots } = await calcom.slots.alternatives(wish);
  expect(Math.min(...instantsOf(slots)) - clock.now()).toBe(2 * HOUR_MS);
});

it("is asked of by slug, with a length, and for a booking to be moved", async () => {
  const world = createWorld();
  const { client, fake, half } = world;
  const { uid } = fake.bookings.add({ eventTypeId: half.id, start: "2026-12-07T12:00:00Z" });
  const near = "2026-12-07T12:00:00Z";
  const bySlug = { eventTypeSlug: "half", username: "alice", near, bookingUidToReschedule: uid };
  const { slots } = await client().slots.alternatives({ ...bySlug, max: 1 });
  expect(slots[0]?.start).toBe("2026-12-07T12:00:00.000Z");
});

describe("what is refused", () => {
  const WISH = { eventTypeId: 1, near: "2026-12-07T09:00:00Z" };
  it.each([
    ["no wish", { eventTypeId: 1 }, "near"],
    ["a date alone", { ...WISH, near: "2026-12-07" }, "near"],
    ["none", { ...WISH, max: 0 }, "max"],
    ["too many", { ...WISH, max: 101 }, "max"],
    ["too far", { ...WISH, within: { days: 61 } }, "within.days"],
    ["hours", { ...WISH, within: { hours: 1 } }, "within.days"],
    ["a window", { ...WISH, start: "2026-12-07" }, "start"],
    ["a format", { ...WISH, format: "time" }, "format"],
    ["a zone that is none", { ...WISH, timeZone: "Mars" }, "timeZone"],
    ["nobody's", { near: WISH.near }, "eventTypeId"],
    ["what it does not know", { ...WISH, limit: 5 }, "(the whole value)"],
    ["nothing", undefined, "(the whole value)"],
  ])("is %s", async (_what, query, path) => {
    const { client, fake } = createWorld();
    const asking = client().slots.alternatives(query as never);
    await expect(asking).rejects.toMatchObject({ code: "invalid_input", path });
    await expect(client().slots.alternatives(query as never)).rejects.toThrow("slots.alternatives");
    expect(fake.requests).toEqual([]);
  });

  it("is a layer of the same name", () => {
    const definition = { key: () => [], load: () => 1, ttlMs: 1 };
    expect(() => createWorld().client().layer("slots.alternatives", definition)).toThrow("already");
  });
});
