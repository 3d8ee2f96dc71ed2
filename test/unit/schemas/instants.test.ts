import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import {
  canonicalInstant,
  dateOrInstant,
  dateTime,
  timeZone,
} from "../../../src/schemas/instants.ts";

const RANGE = { min: new Date("1970-01-02T00:00:00Z"), max: new Date("2999-12-30T00:00:00Z") };
const date = fc.date({ ...RANGE, noInvalidDate: true });
const pad = (value: number) => String(value).padStart(2, "0");
const offset = fc
  .tuple(
    fc.constantFrom("+", "-"),
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
  )
  .map(([sign, hours, minutes]) => `${sign}${pad(hours)}:${pad(minutes)}`);
const withOffset = fc
  .tuple(date, fc.oneof(offset, fc.constant("Z")))
  .map(([instant, zone]) => instant.toISOString().replace("Z", zone));

describe("an instant", () => {
  it("with an offset is what the platform reads", () => {
    fc.assert(
      fc.property(withOffset, (text) => {
        expect(canonicalInstant(text)).toBe(new Date(text).toISOString());
      }),
    );
  });

  it("in its canonical form stays as it is", () => {
    fc.assert(
      fc.property(withOffset, (text) => {
        const once = canonicalInstant(text) as string;
        expect(canonicalInstant(once)).toBe(once);
      }),
    );
  });

  it("without an offset is UTC", () => {
    fc.assert(
      fc.property(date, (instant) => {
        const iso = instant.toISOString();
        expect(canonicalInstant(iso.slice(0, -1))).toBe(iso);
        expect(canonicalInstant(iso.slice(0, 16))).toBe(`${iso.slice(0, 16)}:00.000Z`);
      }),
    );
  });

  it("is the same however its offset is written", () => {
    fc.assert(
      fc.property(date, offset, (instant, zone) => {
        const local = instant.toISOString().slice(0, -1);
        const colon = canonicalInstant(local + zone);
        expect(canonicalInstant(local + zone.replace(":", ""))).toBe(colon);
        expect(canonicalInstant(`  ${local.replace("T", " ")}${zone}\n`)).toBe(colon);
        expect(canonicalInstant(local.toLowerCase() + zone)).toBe(colon);
      }),
    );
  });

  it.each([
    ["2026-12-07T09:00+01", "2026-12-07T08:00:00.000Z"],
    ["2026-12-07T23:30-0200", "2026-12-08T01:30:00.000Z"],
    ["2026-12-07T09:00:00.123456789Z", "2026-12-07T09:00:00.123Z"],
    ["2026-12-07t09:00z", "2026-12-07T09:00:00.000Z"],
    ["2024-02-29T00:00Z", "2024-02-29T00:00:00.000Z"],
    ["2026-12-07T00:00:00-00:00", "2026-12-07T00:00:00.000Z"],
  ])("%s is %s", (text, expected) => {
    expect(canonicalInstant(text)).toBe(expected);
  });
});

describe("a date", () => {
  it("alone stays a date", () => {
    fc.assert(
      fc.property(date, (instant) => {
        const day = instant.toISOString().slice(0, 10);
        expect(canonicalInstant(day)).toBe(day);
        expect(canonicalInstant(` ${day} `)).toBe(day);
      }),
    );
  });

  it("that no calendar has is refused, alone and with a time", () => {
    const impossible = fc
      .tuple(
        fc.integer({ min: 1970, max: 2999 }),
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 0, max: 99 }),
      )
      .filter(([year, month, day]) => {
        const probe = new Date(Date.UTC(year, month - 1, day));
        return probe.getUTCMonth() !== month - 1 || probe.getUTCDate() !== day;
      })
      .map(([year, month, day]) => `${year}-${pad(month)}-${pad(day)}`);
    fc.assert(
      fc.property(impossible, (text) => {
        expect(canonicalInstant(text)).toBeUndefined();
        expect(canonicalInstant(`${text}T09:00:00Z`)).toBeUndefined();
        expect(canonicalInstant(`${text}T09:00:00`)).toBeUndefined();
      }),
    );
  });
});

describe("anything else is refused", () => {
  it.each([
    "",
    " ",
    "banana",
    "2026",
    "2026-12",
    "2026-1-7",
    "2026-02-29",
    "2026-02-30T10:00:00Z",
    "2026-13-01",
    "2026-00-10",
    "2026-12-07T",
    "2026-12-07T9:00Z",
    "2026-12-07T09Z",
    "2026-12-07T25:00Z",
    "2026-12-07T09:60Z",
    "2026-12-07T09:00:61Z",
    "2026-12-07T09:00:00,5Z",
    "2026-12-07T09:00+25:00",
    "2026-12-07T09:00+01:60",
    "2026-12-07T09:00+1",
    "2026-12-07T09:00 GMT",
    "2026-12-07Z",
    "2026-12-07+01:00",
    "+012026-12-07",
    "20261207",
    "20261207T090000Z",
    "2026-W50-1",
    "07.12.2026",
    "12/07/2026",
    "1765098000000",
    "Mon, 07 Dec 2026 09:00:00 GMT",
    "2026-12-07T09:00Z\n2026-12-08",
    "2026-12-07T09:00Z; drop",
    "２０２６-12-07",
  ])("%j", (text) => {
    expect(canonicalInstant(text)).toBeUndefined();
  });

  it("whatever the text, without throwing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (text) => {
        const read = canonicalInstant(text);
        if (read === undefined) return;
        expect(text.trim()).toMatch(/^\d{4}-\d{2}-\d{2}/);
      }),
    );
  });

  it("when one character of an instant is spoilt", () => {
    const spoilt = fc
      .tuple(withOffset, fc.nat(), fc.constantFrom("x", "/", "٣", "é"))
      .map(([text, at, bad]) => {
        const index = at % text.length;
        return text.slice(0, index) + bad + text.slice(index + 1);
      });
    fc.assert(
      fc.property(spoilt, (text) => {
        expect(canonicalInstant(text)).toBeUndefined();
      }),
    );
  });
});

describe("the zone of the process", () => {
  const before = process.env.TZ;
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it.each(["Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"])(
    "%s changes nothing",
    (zone) => {
      process.env.TZ = zone;
      expect(new Date(2026, 11, 7).getTimezoneOffset()).not.toBe(0);
      expect(canonicalInstant("2026-12-07T09:00")).toBe("2026-12-07T09:00:00.000Z");
      expect(canonicalInstant("2026-12-07T09:00:00.5")).toBe("2026-12-07T09:00:00.500Z");
      expect(canonicalInstant("2026-12-07")).toBe("2026-12-07");
      expect(canonicalInstant("2026-12-07T09:00+02:00")).toBe("2026-12-07T07:00:00.000Z");
      // The hour that daylight saving skips or repeats there.
      for (const text of ["2026-09-27T02:30", "2026-03-08T02:30", "2026-11-01T01:30"]) {
        expect(canonicalInstant(text)).toBe(`${text}:00.000Z`);
      }
    },
  );
});

describe("the schemas", () => {
  const accepts = (schema: typeof dateTime, value: unknown) => schema.safeParse(value).success;

  it("a date will do for a window, not for a start", () => {
    expect(accepts(dateOrInstant, "2026-12-07")).toBe(true);
    expect(accepts(dateTime, "2026-12-07")).toBe(false);
    expect(accepts(dateTime, "  2026-12-07  ")).toBe(false);
    expect(accepts(dateTime, "2026-12-07T09:00")).toBe(true);
  });

  it.each([
    ["Europe/Berlin", true],
    ["UTC", true],
    ["America/Argentina/Buenos_Aires", true],
    ["Mars/Base", false],
    ["", false],
    ["Europe/Berlin ", false],
  ])("%j as a zone: %s", (name, expected) => {
    expect(timeZone.safeParse(name).success).toBe(expected);
    expect(timeZone.safeParse(name).success).toBe(expected);
  });

  it.each([1, null, undefined, {}, new Date(0)])("no text: %s", (value) => {
    expect(accepts(dateOrInstant, value)).toBe(false);
    expect(accepts(dateTime, value)).toBe(false);
    expect(timeZone.safeParse(value).success).toBe(false);
  });
});
