import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, daysBetween, isDate, zoneOf } from "../../../src/slots-http/days.ts";
import { wholeDays } from "../../../src/slots-http/index.ts";
import { errorOf } from "../api/stub-fetch.ts";

const HOUR_MS = 3_600_000;
const day = (timeZone: string, start: string, end = start) => wholeDays({ start, end, timeZone });
const hoursOf = ({ start, end }: { start: string; end: string }) =>
  (Date.parse(end) + 1 - Date.parse(start)) / HOUR_MS;

describe("wholeDays", () => {
  it("begins and ends with the days of the zone", () => {
    expect(day("Europe/Berlin", "2026-12-07", "2026-12-13")).toEqual({
      start: "2026-12-06T23:00:00.000Z",
      end: "2026-12-13T22:59:59.999Z",
      timeZone: "Europe/Berlin",
    });
    expect(day("UTC", "2026-12-07").end).toBe("2026-12-07T23:59:59.999Z");
    expect(wholeDays({ start: "2026-12-07", end: "2026-12-07" }).timeZone).toBe("UTC");
  });

  it.each([
    ["Asia/Kathmandu", "2026-12-07", "2026-12-06T18:15:00.000Z"],
    ["Pacific/Chatham", "2026-12-07", "2026-12-06T10:15:00.000Z"],
    ["Pacific/Kiritimati", "2026-12-07", "2026-12-06T10:00:00.000Z"],
    ["Pacific/Pago_Pago", "2026-12-07", "2026-12-07T11:00:00.000Z"],
  ])("knows the offset of %s", (zone, date, start) => {
    expect(day(zone, date).start).toBe(start);
  });

  it.each([
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    // Clocks go forward at midnight, and back to the day before.
    ["America/Havana", "2026-03-08", 23],
    ["Asia/Beirut", "2026-03-29", 23],
    ["Africa/Cairo", "2026-10-29", 25],
  ])("gives the whole of a day in %s on which clocks change", (zone, date, hours) => {
    expect(hoursOf(day(zone, date))).toBe(hours);
  });

  it("spans a day that a calendar has left out, and refuses it alone", async () => {
    expect(hoursOf(day("Pacific/Apia", "2011-12-29", "2011-12-31"))).toBe(48);
    const refused = await errorOf(Promise.resolve().then(() => day("Pacific/Apia", "2011-12-30")));
    expect(refused).toMatchObject({ code: "invalid_input" });
    expect((refused as Error).message).toContain("left these days out");
  });

  it.each([
    ["2026-02-30", "2026-03-01", "UTC"],
    ["2026-12-07", "2026-12-06", "UTC"],
    ["2026-12-7", "2026-12-08", "UTC"],
    ["2026-12-07T00:00:00Z", "2026-12-08", "UTC"],
    ["", "", "UTC"],
    ["2026-12-07", "9999-12-31", "UTC"],
    ["0000-01-01", "2026-12-08", "UTC"],
    ["2026-12-07", "2026-12-08", "Europe/Atlantis"],
    ["2026-12-07", "2026-12-08", "+01:00"],
    ["2026-12-07", "2026-12-08", ""],
  ])("refuses %j to %j in %j", (start, end, timeZone) => {
    expect(() => wholeDays({ start, end, timeZone })).toThrow(/^Give /);
  });

  it("spells a zone in one way", () => {
    expect(day("europe/BERLIN", "2026-12-07").timeZone).toBe("Europe/Berlin");
  });

  it("keeps a zone once, whatever it was called first", () => {
    const zone = zoneOf("PACIFIC/nauru");
    expect(zone?.name).toBe("Pacific/Nauru");
    expect(zoneOf("Pacific/Nauru")).toBe(zone);
    expect(zoneOf("pacific/NAURU")).toBe(zone);
  });

  it("gives windows in which the zone shows the days asked for, and no others", () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const dates = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays("2022-01-01", days));
    fc.assert(
      fc.property(zones, dates, fc.integer({ min: 0, max: 62 }), (name, first, length) => {
        const last = addDays(first, length);
        const { start, end } = day(name, first, last);
        const dateAt = (instant: number) => zoneOf(name)?.dateAt(instant);
        expect(dateAt(Date.parse(start))).toBe(first);
        expect(dateAt(Date.parse(start) - 1)).toBe(addDays(first, -1));
        expect(dateAt(Date.parse(end))).toBe(last);
        expect(dateAt(Date.parse(end) + 1)).toBe(addDays(last, 1));
        // Of such an end Cal.com would make a day more.
        expect(end).not.toContain("T00:00:00");
      }),
    );
  });
});

describe("dates", () => {
  it("are those of the calendar", () => {
    expect(isDate("2028-02-29")).toBe(true);
    expect(isDate("2027-02-29")).toBe(false);
    expect(isDate("2026-13-01")).toBe(false);
    expect(isDate("+02026-12-07")).toBe(false);
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
  });
});
