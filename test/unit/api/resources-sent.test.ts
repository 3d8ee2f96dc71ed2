import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { CalcomClient } from "../../../src/index.ts";
import { canonicalInstant } from "../../../src/schemas/instants.ts";
import { stubbedClient } from "./stub-fetch.ts";

const pad = (value: number) => String(value).padStart(2, "0");
const day = fc
  .date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const instant = fc
  .tuple(day, fc.nat(23), fc.nat(59), fc.constantFrom("", "Z", "+01:00", "-05:30"))
  .map(([date, hours, minutes, zone]) => `${date}T${pad(hours)}:${pad(minutes)}${zone}`);
const text = fc.string({ minLength: 1, unit: "grapheme" });
const name = text.filter((one) => !one.includes(","));
const id = fc.integer({ min: 1, max: 1_000_000 });
const direction = fc.constantFrom("asc", "desc");
const email = fc.nat(999).map((number) => `user+${number}&x=1@example.test`);
const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });

interface Case {
  readonly filter: fc.Arbitrary<object>;
  readonly ask: (calcom: CalcomClient, filter: object) => Promise<unknown>;
  /** What is sent beside the filter. */
  readonly besides?: Readonly<Record<string, string>>;
}

const PAGE = { take: "250", skip: "0" };
const FILTERS: Readonly<Record<string, Case>> = {
  "eventTypes.list": {
    filter: some({
      username: text,
      eventSlug: text,
      usernames: fc.array(name, { minLength: 1, maxLength: 4 }),
      orgSlug: text,
      orgId: id,
      sortCreatedAt: direction,
    }),
    ask: (calcom, filter) => calcom.eventTypes.list(filter),
  },
  "eventTypes.list of a team": {
    filter: some({ eventSlug: text, sortCreatedAt: direction }),
    ask: (calcom, filter) => calcom.eventTypes.list(filter, { teamId: 5 }),
  },
  "outOfOffice.list": {
    filter: some({ sortStart: direction, sortEnd: direction, email }),
    ask: (calcom, filter) =>
      calcom.outOfOffice.list(filter, { organizationId: 2 }).toArray({ limit: 1 }),
    besides: PAGE,
  },
  "teams.memberships": {
    filter: some({ emails: fc.array(email, { minLength: 1, maxLength: 20 }) }),
    ask: (calcom, filter) => calcom.teams.memberships(5, filter),
    besides: PAGE,
  },
  "bookings.list": {
    filter: some({
      attendeeName: text,
      eventTypeIds: fc.array(id, { minLength: 1, maxLength: 4 }),
      afterStart: instant,
      beforeEnd: fc.oneof(day, instant),
      sortStart: direction,
    }),
    ask: (calcom, filter) => calcom.bookings.list(filter).toArray({ limit: 1 }),
    besides: { take: "100", skip: "0" },
  },
};

const asSent = ([name, value]: [string, unknown]) => {
  if (Array.isArray(value)) return [name, value.join(",")];
  return [name, /^(?:after|before)/.test(name) ? canonicalInstant(String(value)) : String(value)];
};

describe.each(Object.entries(FILTERS))("the filter of %s", (_name, { filter, ask, besides }) => {
  it("goes out whole, each part once, as it was given", async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (given) => {
        const { calcom, requests } = stubbedClient(() => Response.json({ data: [] }));
        await ask(calcom, given);
        const sent = [...new URL(requests[0]?.url ?? "").searchParams];
        expect(new Set(sent.map(([name]) => name)).size).toBe(sent.length);
        const expected = Object.fromEntries(Object.entries(given).map(asSent));
        expect(Object.fromEntries(sent)).toEqual({ ...expected, ...besides });
      }),
      { numRuns: 40 },
    );
  });
});

it("names every calendar by its place", async () => {
  const calendar = fc.record({ credentialId: id, externalId: text });
  const calendars = fc.array(calendar, { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(calendars, day, async (calendarsToLoad, date) => {
      const { calcom, requests } = stubbedClient(() => Response.json({ data: [] }));
      await calcom.calendars.busyTimes({ dateFrom: date, dateTo: date, calendarsToLoad });
      const sent = new URL(requests[0]?.url ?? "").searchParams;
      expect([...sent.keys()]).toHaveLength(4 + 2 * calendarsToLoad.length);
      calendarsToLoad.forEach(({ credentialId, externalId }, index) => {
        expect(sent.get(`calendarsToLoad[${index}][credentialId]`)).toBe(String(credentialId));
        expect(sent.get(`calendarsToLoad[${index}][externalId]`)).toBe(externalId);
      });
      expect([sent.get("dateFrom"), sent.get("dateTo")]).toEqual([date, date]);
    }),
    { numRuns: 40 },
  );
});

describe("the zone of the machine", () => {
  const before = process.env.TZ;
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  // Wall times that the clocks of these zones skip or repeat.
  const hazards = ["2026-03-29T02:30", "2026-10-25T02:30", "2026-11-01T01:30", "2026-09-06"];
  it.each(["UTC", "America/New_York", "Europe/Berlin", "America/Santiago", "Pacific/Auckland"])(
    "%s changes nothing of when somebody is away",
    async (zone) => {
      process.env.TZ = zone;
      for (const start of hazards) {
        const { calcom, requests } = stubbedClient(() =>
          Response.json({ data: { id: 1, userId: 1, start, end: start } }),
        );
        await calcom.outOfOffice.create({ start, end: start });
        const isDate = start.length === 10;
        expect(await requests[0]?.json()).toEqual({
          start: isDate ? `${start}T00:00:00.000Z` : `${start}:00.000Z`,
          end: isDate ? `${start}T23:59:59.999Z` : `${start}:00.000Z`,
        });
      }
    },
  );
});
