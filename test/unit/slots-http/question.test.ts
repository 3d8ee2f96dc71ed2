import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SchemaError } from "../../../src/index.ts";
import { BadQuestion } from "../../../src/slots-http/problems.ts";
import { questionIn } from "../../../src/slots-http/question.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

const clock = createVirtualClock("2026-12-07T12:00:00Z");
const BOUNDS = { eventTypeIds: [1, 30], maxDays: 31, maxDaysAhead: 100, clock };
const WEEK = "eventTypeId=1&start=2026-12-07&end=2026-12-13";
const read = (search: string) => questionIn(new URL(`https://host.example/?${search}`), BOUNDS);

describe("a question in an address", () => {
  it("is about whole days of the zone", () => {
    expect(read(`${WEEK}&timeZone=Europe/Berlin&duration=45`)).toEqual({
      query: {
        eventTypeId: 1,
        start: "2026-12-06T23:00:00.000Z",
        end: "2026-12-13T22:59:59.999Z",
        timeZone: "Europe/Berlin",
        duration: 45,
      },
      first: "2026-12-07",
      last: "2026-12-13",
    });
  });

  it("is about days of UTC, and the event type's own length, unless it says so", () => {
    const { query } = read(WEEK);
    expect(query.timeZone).toBe("UTC");
    expect(query).not.toHaveProperty("duration");
  });

  it.each([
    ["no event type", "start=2026-12-07&end=2026-12-13"],
    ["an exponent", "eventTypeId=3e1&start=2026-12-07&end=2026-12-13"],
    ["a hexadecimal", "eventTypeId=0x1&start=2026-12-07&end=2026-12-13"],
    ["a sign", "eventTypeId=%2B1&start=2026-12-07&end=2026-12-13"],
    ["a leading zero", "eventTypeId=01&start=2026-12-07&end=2026-12-13"],
    ["a fraction", "eventTypeId=1.0&start=2026-12-07&end=2026-12-13"],
    ["white space", "eventTypeId=%201&start=2026-12-07&end=2026-12-13"],
    ["nothing as a number", "eventTypeId=&start=2026-12-07&end=2026-12-13"],
    ["no start", "eventTypeId=1&end=2026-12-13"],
    ["an instant", "eventTypeId=1&start=2026-12-07T00:00:00Z&end=2026-12-13"],
    ["a day that is not there", "eventTypeId=1&start=2026-11-31&end=2026-12-13"],
    ["an end before the start", "eventTypeId=1&start=2026-12-07&end=2026-12-06"],
    ["a zone nobody knows", `${WEEK}&timeZone=Europe/Atlantis`],
    ["no zone", `${WEEK}&timeZone=`],
    ["no length", `${WEEK}&duration=`],
    ["a length of nothing", `${WEEK}&duration=0`],
    ["a length of more than a day", `${WEEK}&duration=1441`],
    ["a parameter twice", `${WEEK}&start=2026-12-07`],
    ["another parameter", `${WEEK}&format=time`],
    ["a parameter in capitals", `${WEEK}&Duration=30`],
    ["more days than there may be", "eventTypeId=1&start=2026-12-07&end=2027-01-07"],
    ["days too far ahead", "eventTypeId=1&start=2027-03-17&end=2027-03-18"],
    ["days too far back", "eventTypeId=1&start=2026-11-05&end=2026-11-10"],
  ])("is refused with %s", (_what, search) => {
    expect(() => read(search)).toThrow(/^(Give|Ask) /);
  });

  it("may reach as far as the bounds", () => {
    expect(read("eventTypeId=1&start=2026-12-07&end=2027-01-06").last).toBe("2027-01-06");
    expect(read("eventTypeId=1&start=2027-03-17&end=2027-03-17").last).toBe("2027-03-17");
    expect(read("eventTypeId=1&start=2026-11-06&end=2026-11-10").first).toBe("2026-11-06");
  });

  it("counts days from those of the zone", () => {
    const far = (zone: string) =>
      read(`eventTypeId=1&start=2027-03-18&end=2027-03-18&timeZone=${zone}`);
    expect(far("Pacific/Kiritimati").last).toBe("2027-03-18");
    expect(() => far("Pacific/Pago_Pago")).toThrow("100 days ahead");
  });

  it("is not found for an event type that nobody may ask for", () => {
    expect(() => read("eventTypeId=2&start=2026-12-07&end=2026-12-13")).toThrow(BadQuestion);
    expect(() => read("eventTypeId=2&start=2026-12-07&end=2026-12-13")).toThrow("no such event");
  });

  it.each(["0000-01-01", "0999-12-31", "9999-12-31", "+12026-12-07"])(
    "is refused for %s",
    (date) => {
      expect(() => read(`eventTypeId=1&start=${date}&end=${date}`)).toThrow(/^Give /);
    },
  );

  it("is read or refused, whatever the address", () => {
    const likely = fc.constantFrom(
      "1",
      "30",
      "2026-12-07",
      "9999-12-31",
      "0001-01-01",
      "Europe/Berlin",
      "",
      "+01:00",
      "9".repeat(30),
    );
    const values = fc.oneof(likely, fc.string({ unit: "binary", maxLength: 30 }));
    const names = fc.constantFrom("eventTypeId", "start", "end", "timeZone", "duration", "x", "");
    const searches = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(fc.tuple(names, values), { maxLength: 7 }).map((pairs) => {
        return new URLSearchParams(pairs).toString();
      }),
      fc.tuple(names, values).map(([name, value]) => {
        const params = new URLSearchParams(WEEK);
        params.set(name, value);
        return params.toString();
      }),
    );
    fc.assert(
      fc.property(searches, (search) => {
        try {
          const { query, first, last } = read(search);
          expect(BOUNDS.eventTypeIds).toContain(query.eventTypeId);
          expect(first <= last).toBe(true);
          expect(Date.parse(query.end)).toBeGreaterThan(Date.parse(query.start));
        } catch (error) {
          const isRefusal = error instanceof BadQuestion || error instanceof SchemaError;
          expect(isRefusal, String(error)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
