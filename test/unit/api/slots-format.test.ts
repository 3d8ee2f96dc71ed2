import { describe, expect, it } from "vitest";
import { SchemaError } from "../../../src/index.ts";
import { DAY, QUESTION, slotsWorld } from "./slots-stub.ts";
import { errorOf } from "./stub-fetch.ts";

const TIMES = { ...QUESTION, format: "time" } as const;
const withoutEnds = { status: "success", data: { [DAY]: [{ start: `${DAY}T09:00:00.000Z` }] } };

describe("format=time", () => {
  it("gives the starts without the ends, and other fields as they are", async () => {
    const start = `${DAY}T09:00:00.000Z`;
    const end = `${DAY}T09:30:00.000Z`;
    const seats = { seatsBooked: 1, seatsRemaining: 1, seatsTotal: 2, bookingUid: "b" };
    const { calcom } = slotsWorld({ data: { [DAY]: [{ start, end, ...seats }] } });
    const { slots } = await calcom.slots.list(TIMES);
    expect(slots).toEqual({ [DAY]: [{ start, ...seats }] });
    expect(Object.isFrozen(slots[DAY]?.[0])).toBe(true);
  });

  it("shares the answer with format=range", async () => {
    const { calcom, requests } = slotsWorld();
    const { slots } = await calcom.slots.list(QUESTION);
    const times = await calcom.slots.list(TIMES);
    expect(times.provenance.source).toBe("cache");
    expect(slots[DAY]?.[0]).toHaveProperty("end");
    expect(times.slots[DAY]?.[0]).not.toHaveProperty("end");
    expect(requests).toHaveLength(1);
  });

  it("hands the same object out for the same answer", async () => {
    const { calcom } = slotsWorld();
    const first = await calcom.slots.list(TIMES);
    expect((await calcom.slots.list(TIMES)).slots).toBe(first.slots);
  });
});

describe("an answer without ends", () => {
  it("serves format=time, and is not kept", async () => {
    const { calcom, requests } = slotsWorld(withoutEnds);
    expect((await calcom.slots.list(TIMES)).slots).toEqual(withoutEnds.data);
    await calcom.slots.list(TIMES);
    expect(requests).toHaveLength(2);
  });

  it("does not serve format=range, also where both wait for one load", async () => {
    const { calcom, requests } = slotsWorld(withoutEnds);
    const times = calcom.slots.list(TIMES);
    const error = await errorOf(calcom.slots.list(QUESTION));
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({ path: `data.${DAY}.0.end`, requestId: "request-1" });
    expect((await times).slots).toEqual(withoutEnds.data);
    expect(requests).toHaveLength(1);
  });
});
