import { describe, expect, it } from "vitest";
import { dateKey, instantOf, isoIn, isTimeZone, offsetAt } from "../../../src/testing/zone.ts";

const wall = (text: string): number => Date.parse(`${text}Z`);
const iso = (instant: number): string => new Date(instant).toISOString();

describe("a zone's offset", () => {
  it("is that of the instant, on both sides of a change", () => {
    const change = Date.parse("2027-03-28T01:00:00Z");
    expect(offsetAt("Europe/London", change - 1)).toBe(0);
    expect(offsetAt("Europe/London", change)).toBe(3_600_000);
    expect(offsetAt("Asia/Kathmandu", change)).toBe(20_700_000);
    expect(offsetAt("America/New_York", Date.parse("1969-07-20T20:17:40.500Z"))).toBe(-14_400_000);
  });
});

describe("a time on the wall clock", () => {
  it("is one instant on most days", () => {
    expect(iso(instantOf("America/New_York", wall("2026-12-07T09:00:00")))).toBe(
      "2026-12-07T14:00:00.000Z",
    );
  });

  it("is moved on when the clocks skip it", () => {
    expect(iso(instantOf("Europe/London", wall("2027-03-28T01:30:00")))).toBe(
      "2027-03-28T01:30:00.000Z",
    );
    expect(iso(instantOf("America/New_York", wall("2027-03-14T02:30:00")))).toBe(
      "2027-03-14T07:30:00.000Z",
    );
  });

  it("is the first of two when the clocks show it twice", () => {
    expect(iso(instantOf("America/New_York", wall("2027-11-07T01:30:00")))).toBe(
      "2027-11-07T05:30:00.000Z",
    );
  });

  it("may be skipped at midnight", () => {
    expect(iso(instantOf("Africa/Cairo", wall("2026-04-24T00:00:00")))).toBe(
      "2026-04-23T22:00:00.000Z",
    );
  });
});

describe("an instant", () => {
  it("is written with the offset of the zone", () => {
    const instant = Date.parse("2026-12-07T12:00:00Z");
    expect(isoIn(instant)).toBe("2026-12-07T12:00:00.000Z");
    expect(isoIn(instant, "Europe/London")).toBe("2026-12-07T12:00:00.000Z");
    expect(isoIn(instant, "America/St_Johns")).toBe("2026-12-07T08:30:00.000-03:30");
    expect(isoIn(instant, "Pacific/Auckland")).toBe("2026-12-08T01:00:00.000+13:00");
  });

  it("belongs to a date of the zone", () => {
    expect(dateKey(Date.parse("2026-12-07T12:00:00Z"), "Pacific/Auckland")).toBe("2026-12-08");
    expect(dateKey(Date.parse("2026-12-07T04:59:59Z"), "America/New_York")).toBe("2026-12-06");
  });
});

describe("a zone's name", () => {
  it("is one the runtime knows", () => {
    expect(isTimeZone("Europe/London")).toBe(true);
    for (const name of ["Mars/Base", "", undefined, 1]) expect(isTimeZone(name)).toBe(false);
  });
});
