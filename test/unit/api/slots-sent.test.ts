import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { SlotsQuery } from "../../../src/index.ts";
import { canonicalInstant } from "../../../src/schemas/instants.ts";
import { stubbedClient } from "./stub-fetch.ts";

const ZONES = ["UTC", "America/New_York", "Europe/Berlin", "America/Santiago", "Pacific/Auckland"];

const pad = (value: number, length = 2) => String(value).padStart(length, "0");
const day = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const offset = fc.constantFrom("", "Z", "+01:00", "-05:30", "+13");
const instant = fc
  .tuple(day, fc.nat(23), fc.nat(59), offset)
  .map(([date, hours, minutes, zone]) => `${date}T${pad(hours)}:${pad(minutes)}${zone}`);
const slug = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => !text.includes(","));
const id = fc.integer({ min: 1, max: 1_000_000 });
const subject = fc.oneof(
  fc.record({ eventTypeId: id }),
  fc.record({ usernames: fc.array(slug, { minLength: 2, maxLength: 5 }), organizationSlug: slug }),
);
const window = fc.record(
  {
    start: fc.oneof(day, instant),
    end: fc.oneof(day, instant),
    timeZone: fc.constantFrom(...ZONES, "Asia/Kathmandu"),
    duration: fc.integer({ min: 1, max: 1_440 }),
    bookingUidToReschedule: slug,
    rrHostSubsetIds: fc.array(id, { minLength: 1, maxLength: 5 }),
  },
  { requiredKeys: ["start", "end"] },
);
const query = fc.tuple(subject, window).map((parts) => Object.assign({}, ...parts) as SlotsQuery);

async function sentFor(asked: SlotsQuery): Promise<[string, string][]> {
  const { calcom, requests } = stubbedClient(() => Response.json({ data: {} }));
  await calcom.slots.list(asked);
  return [...new URL(requests[0]?.url ?? "").searchParams];
}

function expected(asked: SlotsQuery): Record<string, string> {
  const { start, end, timeZone = "UTC", ...rest } = asked;
  const texts = Object.entries(rest).map(([name, value]) => {
    const list =
      name === "rrHostSubsetIds" ? [...new Set(value as number[])].sort(byNumber) : value;
    return [name, Array.isArray(list) ? list.join(",") : String(list)];
  });
  const instants = { start: canonicalInstant(start), end: canonicalInstant(end) };
  return { ...Object.fromEntries(texts), ...instants, timeZone, format: "range" };
}

const byNumber = (left: number, right: number) => left - right;

describe("what is sent for a question about slots", () => {
  it("is every part of it, once, as it was given", async () => {
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const sent = await sentFor(asked);
        expect(sent.length).toBe(new Set(sent.map(([name]) => name)).size);
        expect(Object.fromEntries(sent)).toEqual(expected(asked));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the zone of the machine", () => {
  const before = process.env.TZ;
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  // Wall times that the clocks skip or repeat: Berlin, New York, Santiago (where midnight is skipped).
  const hazards = [
    ...["2026-03-29T02:30", "2026-10-25T02:30", "2026-03-08T02:30:00"],
    ...["2026-11-01T01:30", "2026-09-06T00:00", "2026-09-06"],
  ];
  it.each(ZONES)("%s changes nothing that is sent around changes of the clocks", async (zone) => {
    process.env.TZ = zone;
    for (const start of hazards) {
      const sent = Object.fromEntries(await sentFor({ eventTypeId: 1, start, end: "2027-01-01" }));
      const isDate = start.length === 10;
      expect(sent.start).toBe(isDate ? start : `${start.slice(0, 16)}:00.000Z`);
    }
  });

  it.each(ZONES)("%s changes nothing of which slots have started", async (zone) => {
    process.env.TZ = zone;
    const starts = ["2026-03-29T01:30:00.000+01:00", "2026-03-29T03:00:00.000+02:00"];
    const slots = starts.map((start) => ({ start, end: start }));
    const { calcom, clock } = stubbedClient(() => Response.json({ data: { "2026-03-29": slots } }));
    clock.set("2026-03-29T00:45:00Z");
    const asked = { eventTypeId: 1, start: "2026-03-29", end: "2026-03-29" } as const;
    expect((await calcom.slots.list(asked)).slots["2026-03-29"]).toEqual([slots[1]]);
  });
});
