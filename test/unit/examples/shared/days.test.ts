import { describe, expect, it } from "vitest";
import {
  addDays,
  dateIn,
  isDate,
  isSameTime,
  isShown,
  offsetIn,
  weekOf,
  weekWindow,
} from "../../../../examples/shared/days.ts";

const HOUR_MS = 3_600_000;

it.each(["2026-12-07", "2024-02-29", "2026-01-01"])("takes %s for a date", (text) => {
  expect(isDate(text)).toBe(true);
});

it.each(["2026-02-29", "2026-13-01", "2026-12-7", "20261207", "", undefined, 20261207, "x"])(
  "does not take %s for a date",
  (text) => {
    expect(isDate(text)).toBe(false);
  },
);

it("tells the date that a zone's calendar shows", () => {
  expect(dateIn("Europe/Berlin", "2026-12-07T23:30:00Z")).toBe("2026-12-08");
  expect(dateIn("America/New_York", "2026-12-07T03:00:00Z")).toBe("2026-12-06");
});

it("counts days across months, years and changes of the clock", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
  expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
});

it.each(["2026-12-07", "2026-12-10", "2026-12-13"])("begins the week of %s on Monday", (date) => {
  expect(weekOf(date)).toEqual([
    ...["2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10"],
    ...["2026-12-11", "2026-12-12", "2026-12-13"],
  ]);
});

it.each([
  ["Europe/Berlin", "2026-12-07T12:00:00Z", 1],
  ["Europe/Berlin", "2026-07-07T12:00:00Z", 2],
  ["America/New_York", "2026-12-07T12:00:00.123Z", -5],
  ["Asia/Kolkata", "2026-12-07T12:00:00Z", 5.5],
  ["Pacific/Auckland", "2026-12-07T12:00:00Z", 13],
])("knows how far %s is ahead at %s", (zone, instant, hours) => {
  expect(offsetIn(zone, Date.parse(instant))).toBe(hours * HOUR_MS);
});

describe("a week to ask for", () => {
  const length = (week: { start: string; end: string }) =>
    Math.round((Date.parse(week.end) - Date.parse(week.start)) / HOUR_MS);

  it("is the practice's days, whole", () => {
    expect(weekWindow(weekOf("2026-12-07"), "Europe/Berlin")).toEqual({
      start: "2026-12-06T23:00:00.000Z",
      end: "2026-12-13T22:59:59.999Z",
    });
  });

  it("is an hour shorter or longer where the clocks change", () => {
    expect(length(weekWindow(weekOf("2026-03-29"), "Europe/Berlin"))).toBe(7 * 24 - 1);
    expect(length(weekWindow(weekOf("2026-10-25"), "Europe/Berlin"))).toBe(7 * 24 + 1);
  });
});

it.each(["2026-12-07", "2026-12-09", "2027-12-31"])("shows the week of %s", (date) => {
  expect(isShown(date, "2026-12-09")).toBe(true);
});

it.each(["2026-12-06", "2029-01-01", "9999-12-31", "week", ["2026-12-09"], undefined])(
  "does not show the week of %s",
  (date) => {
    expect(isShown(date, "2026-12-09")).toBe(false);
  },
);

it("knows an instant by any of its offsets", () => {
  expect(isSameTime("2026-12-07T08:00:00Z", "2026-12-07T09:00:00+01:00")).toBe(true);
  expect(isSameTime("2026-12-07T08:00:00Z", undefined)).toBe(false);
});
