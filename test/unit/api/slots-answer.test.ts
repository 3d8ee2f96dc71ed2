import { describe, expect, it } from "vitest";
import { type ReadOptions, SchemaError, type Slot } from "../../../src/index.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";
import { recording } from "../../conformance/recordings.ts";
import { deferred } from "../../helpers/deferred.ts";
import { DAY, QUESTION, slot, slotsAnswer, slotsWorld } from "./slots-stub.ts";
import { errorOf, stubbedClient, until } from "./stub-fetch.ts";

describe("an answer", () => {
  it("keeps the fields it does not know", async () => {
    const seated = {
      ...slot(DAY, "09:00"),
      seatsBooked: 1,
      seatsRemaining: 0,
      seatsTotal: 1,
      bookingUid: null,
      newerField: { deep: [1] },
    };
    const { calcom } = slotsWorld({ data: { [DAY]: [seated] }, newer: true });
    expect((await calcom.slots.list(QUESTION)).slots).toEqual({ [DAY]: [seated] });
    expect((await calcom.slots.list(QUESTION)).slots).toEqual({ [DAY]: [seated] });
  });

  it("is the same from Cal.com and from the cache", async () => {
    const { calcom } = slotsWorld(slotsAnswer("09:00", "09:30"));
    const first = await calcom.slots.list(QUESTION);
    const second = await calcom.slots.list(QUESTION);
    expect(first.provenance.source).toBe("origin");
    expect(second.provenance.source).toBe("cache");
    expect(second.slots).toEqual(first.slots);
  });

  it("has no dates where nothing is free", async () => {
    const { calcom } = slotsWorld({ status: "success", data: {} });
    expect((await calcom.slots.list(QUESTION)).slots).toEqual({});
  });

  it("cannot be changed by whoever got it", async () => {
    const { calcom } = slotsWorld(slotsAnswer("09:00"));
    for (const _source of ["origin", "cache"]) {
      const { slots } = await calcom.slots.list(QUESTION);
      const day = slots[DAY] as Slot[];
      expect(() => Object.assign(slots, { [DAY]: [] })).toThrow(TypeError);
      expect(() => day.pop()).toThrow(TypeError);
      expect(() => Object.assign(day[0] as object, { start: "x" })).toThrow(TypeError);
    }
    expect((await calcom.slots.list(QUESTION)).slots).toEqual(slotsAnswer("09:00").data);
  });
});

describe("an answer of another shape", () => {
  const { start, end } = slot(DAY, "09:00");
  it.each<[string, unknown, string]>([
    ["a slot without start", { data: { [DAY]: [{ end }] } }, `data.${DAY}.0.start`],
    [
      "a later slot without end",
      { data: { [DAY]: [{ start, end }, { start }] } },
      `data.${DAY}.1.end`,
    ],
    ["format=time", { data: { [DAY]: [{ start }] } }, `data.${DAY}.0.end`],
    ["bare texts", { data: { [DAY]: [start] } }, `data.${DAY}.0`],
    [
      "a number of seats as text",
      { data: { [DAY]: [{ start, end, seatsTotal: "2" }] } },
      `data.${DAY}.0.seatsTotal`,
    ],
    ["a day that is no list", { data: { [DAY]: { start, end } } }, `data.${DAY}`],
    ["the old API", { data: { slots: { [DAY]: [{ time: start }] } } }, "data.slots"],
    ["a list", { data: [] }, "data"],
    ["no data", { status: "success" }, "data"],
    ["null", null, "(the whole value)"],
  ])("%s is a SchemaError that says where", async (_case, body, path) => {
    const { calcom, requests } = slotsWorld(body);
    const error = await errorOf(calcom.slots.list(QUESTION));
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({
      code: "invalid_response",
      path,
      status: 200,
      requestId: "request-1",
    });
    expect((error as Error).message).toContain(path);
    expect((error as Error).message).not.toContain(start);
    await errorOf(calcom.slots.list(QUESTION));
    expect(requests).toHaveLength(2);
  });

  it("a page where JSON was expected is one too", async () => {
    const { calcom } = stubbedClient(() => new Response("<html>Sign in</html>"));
    const error = await errorOf(calcom.slots.list(QUESTION));
    expect(error).toMatchObject({ code: "invalid_response", path: "(the whole value)" });
    expect((error as Error).message).toContain("is not JSON");
  });

  it("the recorded old API is a refusal, which names the option to set", async () => {
    const { response } = recording("0057");
    const { calcom } = stubbedClient(() =>
      Response.json(response.body, { status: response.status }),
    );
    const error = (await errorOf(calcom.slots.list(QUESTION))) as Error;
    expect(error).toMatchObject({ code: "api_version", status: 404, path: "/slots" });
    expect(error.message).toContain("apiVersions");
  });
});

describe("where an answer came from", () => {
  it("is told for a load", async () => {
    const { calcom, clock } = slotsWorld();
    const { provenance } = await calcom.slots.list(QUESTION);
    expect(provenance).toMatchObject({
      layer: "slots",
      source: "origin",
      missed: "absent",
      shared: false,
      loadBeganAt: clock.now(),
      ageMs: 0,
      expiresAt: clock.now() + 60_000,
      freshUntil: clock.now() + 60_000,
      requestId: "request-1",
    });
    expect(Object.keys(provenance.versions).sort()).toEqual(["all", "event-type:1", "unknown"]);
  });

  it("is told for a hit, which is as old as its load", async () => {
    const { calcom, clock } = slotsWorld();
    const { provenance: loaded } = await calcom.slots.list(QUESTION);
    await clock.advance(1_234);
    const { provenance } = await calcom.slots.list(QUESTION);
    expect(provenance).toEqual({
      ...{ ...loaded, source: "cache", ageMs: 1_234 },
      missed: undefined,
    });
  });

  it("says why it was loaded", async () => {
    const { calcom } = slotsWorld();
    const missed = async (options?: ReadOptions) =>
      (await calcom.slots.list(QUESTION, options)).provenance.missed;
    expect(await missed()).toBe("absent");
    expect(await missed({ cache: "refresh" })).toBe("refresh");
    expect(await missed({ cache: "bypass" })).toBe("bypass");
    await calcom.invalidate({ eventTypeId: 1 });
    expect(await missed()).toBe("superseded");
    calcom.setMode("bypass");
    expect(await missed()).toBe("bypass");
  });

  it("says whether it was loaded for somebody else", async () => {
    const { calcom } = slotsWorld();
    const readers = [1, 2, 3].map(() => calcom.slots.list(QUESTION));
    const answers = await Promise.all(readers);
    expect(answers.map(({ provenance }) => provenance.shared)).toEqual([false, true, true]);
    expect((await calcom.slots.list(QUESTION)).provenance.shared).toBe(false);
  });

  it("says nothing of a load that was waited for in vain", async () => {
    const gate = deferred();
    const { calcom, requests } = stubbedClient(async () => {
      await gate.promise;
      return Response.json(slotsAnswer("09:00"));
    });
    const first = calcom.slots.list(QUESTION);
    await until(async () => requests.length === 1);
    const second = calcom.slots.list(QUESTION);
    await settle();
    await calcom.invalidate({ eventTypeId: 1 });
    gate.resolve();
    const answers = await Promise.all([first, second]);
    expect(requests).toHaveLength(2);
    expect(answers.map(({ provenance }) => provenance.shared)).toEqual([false, false]);
  });

  it("says when a time it lists can no longer be booked", async () => {
    const { calcom, clock } = slotsWorld(slotsAnswer("09:00", "09:30"));
    await clock.advance(Date.parse(`${DAY}T08:59:50.000Z`) - clock.now());
    const freshUntil = async () => (await calcom.slots.list(QUESTION)).provenance.freshUntil;
    expect(await freshUntil()).toBe(Date.parse(`${DAY}T09:00:00.000Z`));
    await clock.advance(20_000);
    expect(await freshUntil()).toBe(Date.parse(`${DAY}T09:00:50.000Z`));
  });
});
