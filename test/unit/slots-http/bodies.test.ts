import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SlotsByDate } from "../../../src/index.ts";
import { Bodies } from "../../../src/slots-http/bodies.ts";
import { DAY, slot } from "../api/slots-stub.ts";

const NEXT = "2026-12-08";
const write = (slots: SlotsByDate, manner = {}) => new Bodies().of(slots, manner);

describe("what is sent of slots", () => {
  it("is their times and seats, and nothing that lets anybody cancel", async () => {
    const seats = { seatsBooked: 1, seatsRemaining: 2, seatsTotal: 3 };
    const seated = { ...slot(DAY, "09:00"), ...seats };
    const { text } = await write({ [DAY]: [{ ...seated, bookingUid: "secret", newer: { a: 1 } }] });
    expect(JSON.parse(text)).toEqual({ slots: { [DAY]: [seated] } });
  });

  it("has the dates asked for, and nothing beyond", async () => {
    const slots = {
      "2026-12-06": [slot("2026-12-06", "23:30")],
      [DAY]: [slot(DAY, "09:00")],
      [NEXT]: [slot(NEXT, "00:00")],
    };
    const { text } = await write(slots, { first: DAY, last: DAY });
    expect(JSON.parse(text)).toEqual({ slots: { [DAY]: [slot(DAY, "09:00")] } });
  });

  it("is another one for the same slots asked for in another way", async () => {
    const bodies = new Bodies();
    const slots = { [DAY]: [slot(DAY, "09:00")], [NEXT]: [slot(NEXT, "09:00")] };
    const both = await bodies.of(slots, { first: DAY, last: NEXT });
    const one = await bodies.of(slots, { first: DAY, last: DAY });
    const tagged = await bodies.of(slots, { first: DAY, last: DAY, beside: "calcom-all" });
    expect(new Set([both, one, tagged].map(({ etag }) => etag)).size).toBe(3);
    expect(tagged.text).toBe(one.text);
  });

  it("is written once while the cache gives out the same slots", async () => {
    const bodies = new Bodies();
    const slots = { [DAY]: [slot(DAY, "09:00")] };
    const body = await bodies.of(slots, { first: DAY, last: DAY });
    expect(bodies.of(slots, { first: DAY, last: DAY })).toBe(body);
  });

  it("has an ETag of characters that need no care", async () => {
    const { etag } = await write({});
    expect(etag).toMatch(/^"[\w-]{22}"$/);
  });
});

describe("an ETag", () => {
  const dates = fc.constantFrom(DAY, NEXT, "2026-12-09");
  const starts = fc.constantFrom("09:00", "09:30", "10:00");
  const lists = fc.dictionary(
    dates,
    fc.array(
      starts.map((time) => slot(DAY, time)),
      { maxLength: 3 },
    ),
    { maxKeys: 3 },
  );

  it("is the same exactly for the same content, in whatever order and process", async () => {
    await fc.assert(
      fc.asyncProperty(lists, lists, async (one, other) => {
        const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        const [left, right] = await Promise.all([write(one), write(other)]);
        expect(left.etag === right.etag).toBe(isSame);
        expect((await write(reversed(one))).etag).toBe(left.etag);
      }),
    );
  });

  const sorted = (slots: SlotsByDate) => Object.entries(slots).sort(([a], [b]) => (a < b ? -1 : 1));
  const reversed = (slots: SlotsByDate) =>
    Object.fromEntries(
      Object.entries(slots)
        .reverse()
        .map(([date, day]) => [date, day.map(({ start, end }) => ({ end, start }))]),
    );
});
