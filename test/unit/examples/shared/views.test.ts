import { describe, expect, it } from "vitest";
import { weekOf } from "../../../../examples/shared/days.ts";
import {
  dayViews,
  firstDay,
  slotGroups,
  slotView,
  type Viewer,
} from "../../../../examples/shared/views.ts";

const WEEK = weekOf("2026-12-07");
const slot = (start: string) => ({ start, end: start });
const viewer = (visitorZone: string): Viewer => ({
  ...{ language: "en", officeZone: "Europe/Berlin", visitorZone },
});

describe("the days of a week", () => {
  const about = { today: "2026-12-08", language: "de" } as const;
  const days = dayViews(WEEK, { "2026-12-09": [slot("2026-12-09T09:00:00Z")] }, about);

  it("count what is free, and know what is over", () => {
    expect(days.map(({ free }) => free)).toEqual([0, 0, 1, 0, 0, 0, 0]);
    expect(days.map(({ isPast }) => isPast).indexOf(false)).toBe(1);
    expect(days[1]).toMatchObject({ weekday: "Di", number: "8", isToday: true });
  });

  it("count nothing while nobody knows", () => {
    expect(dayViews(WEEK, undefined, about).every(({ free }) => free === undefined)).toBe(true);
  });

  it("begin with the first that has a free time, else with today", () => {
    expect(firstDay(days)).toBe("2026-12-09");
    expect(firstDay(dayViews(WEEK, {}, about))).toBe("2026-12-08");
    expect(firstDay(dayViews(WEEK, {}, { ...about, today: "2027-01-01" }))).toBe("2026-12-07");
  });
});

describe("a free time", () => {
  it("is told by the visitor's clock, and by the practice's where that differs", () => {
    const start = "2026-12-07T09:00:00Z";
    expect(slotView(start, viewer("America/New_York"))).toEqual({
      ...{ start, time: "04:00", officeTime: "10:00" },
    });
    expect(slotView(start, viewer("Europe/Paris")).officeTime).toBeUndefined();
  });
});

describe("the times of a day", () => {
  const day = ["2026-12-07T07:00:00Z", "2026-12-07T10:30:00Z", "2026-12-07T11:00:00Z"];

  it("are in the parts of the visitor's day, in order", () => {
    const parts = slotGroups(day, viewer("Europe/Berlin")).map(({ part, slots }) => [
      part,
      slots.map(({ time }) => time),
    ]);
    expect(parts).toEqual([
      ["morning", ["08:00", "11:30"]],
      ["afternoon", ["12:00"]],
    ]);
  });

  it("say which day it is where the visitor is, when that is another", () => {
    const groups = slotGroups(day, viewer("Pacific/Auckland"));
    expect(groups.map(({ part, otherDay }) => [part, otherDay])).toEqual([
      ["evening", undefined],
      ["night", "Tuesday 8 December"],
    ]);
  });
});
