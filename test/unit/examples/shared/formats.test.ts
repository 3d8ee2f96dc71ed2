import { expect, it } from "vitest";
import { weekOf } from "../../../../examples/shared/days.ts";
import {
  differ,
  formatDay,
  formatMoment,
  formatShortMoment,
  formatTime,
  formatWeek,
  formatWeekday,
  formatZone,
} from "../../../../examples/shared/formats.ts";

const START = "2026-12-07T07:30:00Z";

it("writes times with 24 hours in the zone asked for", () => {
  expect(formatTime(START, "Europe/Berlin", "de")).toBe("08:30");
  expect(formatTime(START, "America/New_York", "en")).toBe("02:30");
  expect(formatTime("2026-12-07T05:15:00Z", "America/New_York", "en")).toBe("00:15");
});

it("writes dates as each language does", () => {
  expect(formatDay("2026-12-07", "de")).toBe("Montag, 7. Dezember");
  expect(formatDay("2026-12-07", "en")).toBe("Monday 7 December");
  expect(formatWeekday("2026-12-07", "de")).toBe("Mo");
  expect(formatWeek(weekOf("2026-12-07"), "de")).toBe("7.–13. Dezember 2026");
  expect(formatWeek(weekOf("2026-12-30"), "de")).toMatch(
    // Which space it is depends on the version of the calendars' data.
    /^28\. Dezember 2026\s–\s3\. Januar 2027$/,
  );
});

it("writes moments, with the year where there is room", () => {
  expect(formatMoment(START, "Europe/Berlin", "de")).toBe("Montag, 7. Dezember 2026, 08:30");
  expect(formatShortMoment(START, "Europe/Berlin", "de")).toBe("Mo., 7. Dez., 08:30");
});

it("names zones by a place and as people call them", () => {
  expect(formatZone(START, "America/New_York", "en")).toBe("New York (Eastern Standard Time)");
});

it("tells by their clocks whether zones differ, and not by their names", () => {
  expect(differ("Europe/Berlin", "Europe/Vienna", START)).toBe(false);
  expect(differ("Europe/Berlin", "Europe/London", START)).toBe(true);
  // In the weeks in which only one of them has changed its clocks.
  expect(differ("Africa/Lagos", "Europe/Berlin", "2026-12-07T12:00:00Z")).toBe(false);
  expect(differ("Africa/Lagos", "Europe/Berlin", "2026-07-07T12:00:00Z")).toBe(true);
});
