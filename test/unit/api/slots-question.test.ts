import { describe, expect, it } from "vitest";
import { SchemaError, type SlotsQuery } from "../../../src/index.ts";
import { DAY, QUESTION, slotsWorld } from "./slots-stub.ts";
import { errorOf } from "./stub-fetch.ts";

const window = (start: string, end: string, extra: Partial<SlotsQuery> = {}): SlotsQuery => ({
  eventTypeId: 1,
  start,
  end,
  ...extra,
});
const NINE_TO_FIVE = window("2026-12-07T09:00:00Z", "2026-12-07T17:00:00Z");

describe("what is sent", () => {
  it("asks for ranges in UTC by the slots' own API version", async () => {
    const { calcom, requests } = slotsWorld();
    await calcom.slots.list(QUESTION);
    const url = new URL(requests[0]?.url ?? "");
    expect(requests[0]?.method).toBe("GET");
    expect(url.pathname).toBe("/v2/slots");
    expect(requests[0]?.headers.get("cal-api-version")).toBe("2024-09-04");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      eventTypeId: "1",
      start: DAY,
      end: DAY,
      timeZone: "UTC",
      format: "range",
    });
  });

  it("carries every part of the question", async () => {
    const { calcom, queries } = slotsWorld();
    const extra = { timeZone: "Asia/Kolkata", duration: 45, bookingUidToReschedule: "a/b c" };
    await calcom.slots.list({ ...QUESTION, ...extra });
    expect(Object.fromEntries(queries()[0] ?? [])).toMatchObject({ ...extra, duration: "45" });
  });

  it.each([
    ["2026-12-07T10:00:00+02:00", "2026-12-07T08:00:00.000Z"],
    ["2026-12-06T19:30-05:30", "2026-12-07T01:00:00.000Z"],
    ["2026-12-07T09:00", "2026-12-07T09:00:00.000Z"],
    ["2026-12-07 09:00:00.5z", "2026-12-07T09:00:00.500Z"],
    ["2026-12-07", "2026-12-07"],
  ])("%s is sent as %s", async (start, expected) => {
    const { calcom, queries } = slotsWorld();
    await calcom.slots.list(window(start, "2026-12-09"));
    expect(queries()[0]?.get("start")).toBe(expected);
  });
});

describe("one question asked in two ways shares one entry", () => {
  it.each<[string, SlotsQuery]>([
    ["offsets", window("2026-12-07T10:00:00+01:00", "2026-12-07T12:00:00-05:00")],
    ["no zone", window("2026-12-07T09:00:00", "2026-12-07T17:00")],
    ["milliseconds", window("2026-12-07T09:00:00.000Z", "2026-12-07T17:00:00.0Z")],
    ["the zone left out", { ...NINE_TO_FIVE, timeZone: "UTC" }],
    ["absent parts", { ...NINE_TO_FIVE, duration: undefined, timeZone: undefined }],
  ])("%s", async (_how, question) => {
    const { calcom, requests } = slotsWorld();
    await calcom.slots.list(NINE_TO_FIVE);
    expect((await calcom.slots.list(question)).provenance.source).toBe("cache");
    expect(requests).toHaveLength(1);
  });
});

describe("another question has another entry", () => {
  it.each<[string, SlotsQuery]>([
    ["event type", { ...NINE_TO_FIVE, eventTypeId: 11 }],
    ["start", { ...NINE_TO_FIVE, start: "2026-12-07T09:00:00.001Z" }],
    ["end", { ...NINE_TO_FIVE, end: "2026-12-07T18:00:00Z" }],
    ["zone", { ...NINE_TO_FIVE, timeZone: "Europe/Berlin" }],
    ["duration", { ...NINE_TO_FIVE, duration: 60 }],
    ["booking to move", { ...NINE_TO_FIVE, bookingUidToReschedule: "u1" }],
  ])("%s", async (_part, question) => {
    const { calcom, requests } = slotsWorld();
    await calcom.slots.list(NINE_TO_FIVE);
    expect((await calcom.slots.list(question)).provenance.source).toBe("origin");
    expect(requests).toHaveLength(2);
  });

  it("a date ends later than its midnight", async () => {
    const { calcom } = slotsWorld();
    await calcom.slots.list(window(DAY, DAY));
    const other = await calcom.slots.list(window(DAY, `${DAY}T00:00:00Z`));
    expect(other.provenance.source).toBe("origin");
  });
});

describe("a question that cannot be meant", () => {
  it.each<[string, unknown, string]>([
    ["no event type", { start: DAY, end: DAY }, "eventTypeId"],
    ["an event type of 0", { ...QUESTION, eventTypeId: 0 }, "eventTypeId"],
    ["a fractional event type", { ...QUESTION, eventTypeId: 1.5 }, "eventTypeId"],
    ["an event type as text", { ...QUESTION, eventTypeId: "1" }, "eventTypeId"],
    ["an endless event type", { ...QUESTION, eventTypeId: Number.NaN }, "eventTypeId"],
    ["no start", { eventTypeId: 1, end: DAY }, "start"],
    ["a word as start", { ...QUESTION, start: "banana" }, "start"],
    ["an impossible date", { ...QUESTION, start: "2026-02-30" }, "start"],
    ["a Date object", { ...QUESTION, start: new Date(0) }, "start"],
    ["a number as end", { ...QUESTION, end: 1_765_000_000_000 }, "end"],
    ["an end without a day", { ...QUESTION, end: "2026-12" }, "end"],
    ["an unknown zone", { ...QUESTION, timeZone: "Mars/Base" }, "timeZone"],
    ["an empty zone", { ...QUESTION, timeZone: "" }, "timeZone"],
    ["a negative duration", { ...QUESTION, duration: -30 }, "duration"],
    ["half a minute", { ...QUESTION, duration: 0.5 }, "duration"],
    ["an empty uid", { ...QUESTION, bookingUidToReschedule: "" }, "bookingUidToReschedule"],
    ["an unknown field", { ...QUESTION, timezone: "UTC" }, "(the whole value)"],
    ["nothing", undefined, "(the whole value)"],
    ["null", null, "(the whole value)"],
  ])("%s is refused before anything is sent", async (_case, question, path) => {
    const { calcom, requests } = slotsWorld();
    const error = await errorOf(calcom.slots.list(question as SlotsQuery));
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect((error as Error).message).toContain("slots.list");
    expect(requests).toHaveLength(0);
  });

  it("is refused without repeating it", async () => {
    const { calcom } = slotsWorld();
    const question = { ...QUESTION, start: "call ann@example.test", timeZone: "Secret/Place" };
    const error = (await errorOf(calcom.slots.list(question))) as Error;
    expect(error.message).not.toContain("ann");
    expect(error.message).toContain("ISO 8601");
  });
});
