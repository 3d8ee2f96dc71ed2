import { describe, expect, it } from "vitest";
import { type Moment, officeTime } from "../../../../examples/voice-agent/office-time.ts";
import { nearest, ofDay } from "../../../../examples/voice-agent/openings.ts";

const office = officeTime("Europe/Berlin");
const at = (time: string, day = "2026-12-07") => office.wish(day, time);
const textsOf = (moments: readonly Moment[]) => moments.map(({ day, time }) => `${day} ${time}`);

describe("the nearest times", () => {
  it("never hold the wish itself, though Cal.com may still list it", () => {
    const left = nearest([at("08:00"), at("08:30"), at("09:00")], at("08:00"));
    expect(textsOf(left)).toEqual(["2026-12-07 08:30", "2026-12-07 09:00"]);
  });

  it("come in the order of the day, from both sides", () => {
    const left = nearest([at("08:00"), at("10:30"), at("12:00")], at("10:00"));
    expect(textsOf(left)).toEqual(["2026-12-07 08:00", "2026-12-07 10:30"]);
  });
});

describe("what a day has to offer", () => {
  it("is its only time, where there is one", () => {
    expect(textsOf(ofDay([at("08:00")], "2026-12-07"))).toEqual(["2026-12-07 08:00"]);
    expect(textsOf(ofDay([at("12:00")], "2026-12-07"))).toEqual(["2026-12-07 12:00"]);
  });

  it("is two times of its morning, where its afternoon is full", () => {
    const left = ofDay([at("08:00"), at("08:30"), at("09:00")], "2026-12-07");
    expect(textsOf(left)).toEqual(["2026-12-07 08:00", "2026-12-07 08:30"]);
  });

  it("is nothing of days before it", () => {
    const left = ofDay([at("08:00"), at("08:00", "2026-12-09")], "2026-12-08");
    expect(textsOf(left)).toEqual(["2026-12-09 08:00"]);
  });
});

describe("the office's clock", () => {
  it.each([
    ["2026-03-27", "08:00", "2026-03-27T07:00:00.000Z"],
    ["2026-03-30", "08:00", "2026-03-30T06:00:00.000Z"],
    ["2026-10-26", "08:00", "2026-10-26T07:00:00.000Z"],
  ])("goes by its zone on %s", (day, time, instant) => {
    const moment = office.wish(day, time);
    expect(new Date(moment.at).toISOString()).toBe(instant);
    expect(moment).toMatchObject({ day, time });
  });
});
