import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/index.ts";
import { instantsOf, roundTheClock } from "../../helpers/round-the-clock.ts";
import { ANN, at, createWorld, DAY, warm } from "../../helpers/world.ts";
import { slotsAnswer, slotsWorld } from "./slots-stub.ts";
import { errorOf } from "./stub-fetch.ts";

const AT_NINE = { eventTypeId: 1, start: `${DAY}T09:00:00Z` };

describe("what is sent", () => {
  it("are whole days around the start, whose end no earlier question had", async () => {
    const { calcom, queries } = slotsWorld();
    for (let count = 0; count < 3; count++) await calcom.slots.confirm(AT_NINE);
    const ends = queries().map((query) => query.get("end") ?? "");
    expect(queries().map((query) => query.get("start"))).toEqual(Array(3).fill("2026-12-06"));
    expect(new Set(ends).size).toBe(3);
    for (const end of ends) expect(end).toMatch(/^2026-12-08T23:59:\d\d\.\d{3}Z$/);
    expect(Object.fromEntries(queries()[0] ?? [])).toMatchObject({
      ...{ eventTypeId: "1", timeZone: "UTC", format: "range" },
    });
  });

  it.each([
    ["2026-12-07T13:30:00+14:00", "2026-12-05", "2026-12-07"],
    ["2026-12-07T12:30:00-12:00", "2026-12-07", "2026-12-09"],
    ["2026-12-07T23:30:00", "2026-12-06", "2026-12-08"],
  ])("are the days of %s in UTC", async (start, from, until) => {
    const { calcom, queries } = slotsWorld();
    await calcom.slots.confirm({ eventTypeId: 1, start });
    const [query] = queries();
    expect([query?.get("start"), query?.get("end")?.slice(0, 10)]).toEqual([from, until]);
  });

  it("is what else tells one question from another", async () => {
    const { calcom, queries } = slotsWorld();
    const more = { duration: 60, bookingUidToReschedule: "u", rrHostSubsetIds: [3, 1] };
    await calcom.slots.confirm({ ...AT_NINE, ...more, timeZone: "Europe/Berlin" });
    expect(Object.fromEntries(queries()[0] ?? [])).toMatchObject({
      ...{ duration: "60", bookingUidToReschedule: "u", rrHostSubsetIds: "1,3" },
      timeZone: "Europe/Berlin",
    });
  });
});

describe("what is answered", () => {
  it("is the slot, and where the answer comes from", async () => {
    const { calcom } = slotsWorld(slotsAnswer("08:30", "09:00"));
    const found = await calcom.slots.confirm(AT_NINE);
    expect(found).toMatchObject({
      available: true,
      slot: { start: at("09:00"), end: at("09:30") },
      provenance: { layer: "slots", source: "origin", requestId: "request-1", ageMs: 0 },
    });
    expect(Object.isFrozen(found.available && found.slot)).toBe(true);
  });

  it("is the instant, however it is written", async () => {
    const { calcom } = slotsWorld(slotsAnswer("09:00"));
    for (const start of ["2026-12-07T10:00:00+01:00", "2026-12-07T09:00", "2026-12-06T21:00-12"]) {
      expect(await calcom.slots.confirm({ eventTypeId: 1, start })).toMatchObject({
        available: true,
      });
    }
  });

  it.each(["08:59", "09:01", "10:00"])("is no for %s, when nothing begins", async (time) => {
    const { calcom } = slotsWorld(slotsAnswer("09:00"));
    const found = await calcom.slots.confirm({ eventTypeId: 1, start: `${DAY}T${time}:00Z` });
    expect(found).toMatchObject({ available: false, coherence: "confirmed" });
  });

  it("is no for a seated time without a seat left", async () => {
    const world = createWorld();
    const { eventTypeId, apiKey } = roundTheClock(world, "UTC", undefined, { seats: 1 });
    const calcom = world.client({ apiKey });
    const confirm = () => calcom.slots.confirm({ eventTypeId, start: at("09:00") });
    expect((await confirm()).available).toBe(true);
    await calcom.bookings.create({ eventTypeId, start: at("09:00"), attendee: ANN });
    expect((await confirm()).available).toBe(false);
  });

  it("is no for what a booking outside the day forbids", async () => {
    const world = createWorld();
    const { eventTypeId, apiKey } = roundTheClock(world, "UTC", undefined, {
      afterEventBuffer: 60,
    });
    const calcom = world.client({ apiKey });
    world.fake.bookings.add({ eventTypeId, start: "2026-12-06T23:30:00Z" });
    const { slots } = await calcom.slots.list({ eventTypeId, start: DAY, end: DAY });
    expect(slots[DAY]?.[0]?.start).toBe(at("00:00"));
    const found = await calcom.slots.confirm({ eventTypeId, start: at("00:00") });
    expect(found.available).toBe(false);
  });

  it("is no for a time that has started", async () => {
    const { calcom, clock } = slotsWorld(slotsAnswer("09:00"));
    clock.set(`${DAY}T09:00:01Z`);
    expect((await calcom.slots.confirm(AT_NINE)).available).toBe(false);
  });

  it.each([
    ["Pacific/Kiritimati", "2026-12-09T00:00:00+14:00"],
    ["Etc/GMT+12", "2026-12-09T23:30:00-12:00"],
    ["Europe/Berlin", "2027-03-28T03:00:00+02:00"],
    ["Europe/Berlin", "2027-10-31T02:30:00+01:00"],
    ["America/New_York", "2027-11-07T01:30:00-04:00"],
  ])("is yes in %s for %s, as it is listed there", async (timeZone, start) => {
    const world = createWorld();
    const { eventTypeId, apiKey } = roundTheClock(world, timeZone);
    const calcom = world.client({ apiKey });
    const found = await calcom.slots.confirm({ eventTypeId, start, timeZone });
    expect(found.available && instantsOf([found.slot])).toEqual([Date.parse(start)]);
    world.fake.bookings.add({ eventTypeId, start });
    expect(await calcom.slots.confirm({ eventTypeId, start, timeZone })).toMatchObject({
      available: false,
    });
  });
});

it("is asked of by slug, whose id is looked up once", async () => {
  const { client, fake } = createWorld();
  const calcom = client();
  const bySlug = { eventTypeSlug: "half", username: "alice", start: at("09:00") };
  expect((await calcom.slots.confirm(bySlug)).available).toBe(true);
  expect((await calcom.slots.confirm(bySlug)).available).toBe(true);
  const paths = fake.requests.map(({ path }) => path);
  expect(paths).toEqual(["/v2/event-types", "/v2/slots", "/v2/slots"]);
});

it("is asked of while nothing is cached", async () => {
  const world = slotsWorld(slotsAnswer("09:00"));
  world.calcom.setMode("bypass");
  expect(await world.calcom.slots.confirm(AT_NINE)).toMatchObject({ available: true });
  expect(world.requests).toHaveLength(1);
});

it("is refused inside a layer's load", async () => {
  const { client, fake, half } = createWorld();
  const calcom = client();
  const layer = calcom.layer("confirming", {
    key: () => [],
    load: async () => {
      await calcom.slots.confirm({ eventTypeId: half.id, start: at("09:00") });
      return null;
    },
    ttlMs: 1_000,
  });
  const error = await errorOf(layer.get(undefined));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toMatchObject({ code: "write_inside_load" });
  expect(fake.requests).toEqual([]);
});

describe("what is refused", () => {
  it.each([
    ["no start", { eventTypeId: 1 }, "start"],
    ["a date alone", { eventTypeId: 1, start: DAY }, "start"],
    ["an end", { ...AT_NINE, end: DAY }, "end"],
    ["a format", { ...AT_NINE, format: "time" }, "format"],
    ["nobody's", { start: AT_NINE.start }, "eventTypeId"],
    ["what it does not know", { ...AT_NINE, near: DAY }, "(the whole value)"],
    ["nothing", undefined, "(the whole value)"],
  ])("is %s", async (_what, query, path) => {
    const { calcom, requests } = slotsWorld();
    const error = await errorOf(calcom.slots.confirm(query as never));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect((error as Error).message).toContain("slots.confirm");
    expect(requests).toEqual([]);
  });

  it("are slots without their ends", async () => {
    const data = { [DAY]: [{ start: at("09:00") }] };
    const { calcom } = slotsWorld({ status: "success", data });
    expect(await errorOf(calcom.slots.confirm(AT_NINE))).toMatchObject({
      code: "invalid_response",
    });
  });

  it("is no answer at all: nothing is invalidated then", async () => {
    const { client, fake, half } = createWorld();
    const calcom = client({ retries: 0 });
    await warm(calcom, half.id);
    const heard: unknown[] = [];
    calcom.on("invalidated", (event) => heard.push(event));
    fake.faults.error500Before({ method: "GET", path: "/v2/slots" });
    const asking = calcom.slots.confirm({ eventTypeId: half.id, start: at("09:00") });
    expect(await errorOf(asking)).toMatchObject({ status: 500 });
    expect(heard).toEqual([]);
  });
});

it("heeds its own deadline and signal", async () => {
  const { client, clock, fake, half } = createWorld();
  const calcom = client();
  const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "before" });
  const query = { eventTypeId: half.id, start: at("09:00") };
  const late = errorOf(calcom.slots.confirm(query, { timeoutMs: 50 }));
  await gate.reached;
  await clock.advance(50);
  expect(await late).toMatchObject({ code: "timeout", timeoutMs: 50 });
  const signal = AbortSignal.abort("hung up");
  expect(await errorOf(calcom.slots.confirm(query, { signal }))).toBe("hung up");
});
