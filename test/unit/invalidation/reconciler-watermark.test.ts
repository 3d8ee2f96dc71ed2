import { describe, expect, it } from "vitest";
import { advance, isNews } from "../../../src/invalidation/reconciler-watermark.ts";
import type { Booking } from "../../../src/schemas/bookings.ts";

const NOW = Date.parse("2026-12-01T12:00:00Z");
const OVERLAP_MS = 120_000;
const TIMES = { now: NOW, tookMs: 0, overlapMs: OVERLAP_MS };

/** A booking that was changed so long before now. */
function changed(uid: string, agoMs: number | null): Booking {
  const updatedAt = agoMs === null ? null : new Date(NOW - agoMs).toISOString();
  const times = { start: "2026-12-07T09:00:00Z", end: "2026-12-07T09:30:00Z" };
  return { id: 1, uid, status: "accepted", ...times, hosts: [{ id: 7 }], attendees: [], updatedAt };
}

const uidsSeen = (bookings: readonly Booking[], times = TIMES) =>
  advance(undefined, bookings, times).seen.map(([uid]) => uid);

describe("the watermark", () => {
  it("is the moment of the newest change, by Cal.com's clock", () => {
    const bookings = [changed("a", 90_000), changed("b", 30_000), changed("c", 60_000)];
    expect(advance(undefined, bookings, TIMES).updatedAt).toBe(NOW - 30_000);
  });

  it("goes back by as long as reading took: what was changed meanwhile may be missing", () => {
    const times = { ...TIMES, tookMs: 20_000 };
    expect(advance(undefined, [changed("a", 30_000)], times).updatedAt).toBe(NOW - 50_000);
  });

  it("stays when nothing was found", () => {
    const before = { updatedAt: NOW - 5_000, seen: [] };
    expect(advance(before, [], TIMES)).toEqual(before);
  });

  it("never goes back", () => {
    const before = { updatedAt: NOW - 5_000, seen: [] };
    expect(advance(before, [changed("a", 30_000)], TIMES).updatedAt).toBe(NOW - 5_000);
  });

  it("does not follow a date that has not come yet", () => {
    const bookings = [changed("a", 30_000), changed("b", -365 * 24 * 3_600_000)];
    expect(advance(undefined, bookings, TIMES).updatedAt).toBe(NOW);
  });

  it("is the beginning of time where there are no bookings", () => {
    expect(advance(undefined, [], TIMES)).toEqual({ updatedAt: 0, seen: [] });
  });
});

describe("what has been seen", () => {
  it("is kept where the next pass is shown it again, its border included", () => {
    const bookings = [changed("new", 0), changed("at", OVERLAP_MS), changed("old", 120_001)];
    expect(uidsSeen(bookings)).toEqual(["at", "new"]);
  });

  it("is bounded, and the oldest goes first", () => {
    const bookings = Array.from({ length: 1_200 }, (_, index) => changed(`b${index}`, index));
    const seen = uidsSeen(bookings);
    expect(seen).toHaveLength(1_000);
    expect(seen).toContain("b0");
    expect(seen).not.toContain("b1199");
  });

  it("is no news until it changes", () => {
    const booking = changed("a", 30_000);
    const known = new Map(advance(undefined, [booking], TIMES).seen);
    expect(isNews(booking, known)).toBe(false);
    expect(isNews(changed("a", 29_999), known)).toBe(true);
    expect(isNews(changed("b", 30_000), known)).toBe(true);
  });

  it("is told by what can change where Cal.com does not say when it did", () => {
    const booking = changed("a", null);
    const known = new Map(advance(undefined, [booking], TIMES).seen);
    expect(isNews(booking, known)).toBe(false);
    expect(isNews({ ...booking, status: "cancelled" }, known)).toBe(true);
    expect(isNews({ ...booking, start: "2026-12-07T10:00:00Z" }, known)).toBe(true);
    expect(isNews({ ...booking, hosts: [{ id: 8 }] }, known)).toBe(true);
  });
});
