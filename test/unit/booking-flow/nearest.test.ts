import fc from "fast-check";
import { expect, it } from "vitest";
import { nearestSlots } from "../../../src/booking-flow/nearest.ts";
import type { Slot } from "../../../src/index.ts";

const ZERO = Date.parse("2026-12-07T12:00:00Z");
const MINUTE_MS = 60_000;

interface Listed {
  readonly minute: number;
  readonly seatsRemaining: number | undefined;
}

const slotAt = ({ minute, seatsRemaining }: Listed): Slot => {
  const start = ZERO + minute * MINUTE_MS;
  const iso = (instant: number) => new Date(instant).toISOString();
  const seats = seatsRemaining === undefined ? {} : { seatsRemaining };
  return { start: iso(start), end: iso(start + MINUTE_MS), ...seats };
};
const minuteOf = ({ start }: Slot) => (Date.parse(start) - ZERO) / MINUTE_MS;
const DAY = { from: ZERO - 720 * MINUTE_MS, until: ZERO + 720 * MINUTE_MS };
const choose = (minutes: readonly number[], max: number) => {
  const listed = minutes.map((minute) => slotAt({ minute, seatsRemaining: undefined }));
  return nearestSlots(listed, { ...DAY, near: ZERO, max, except: undefined }).map(minuteOf);
};

function subsets<T>(items: readonly T[], size: number): T[][] {
  const [first, ...rest] = items;
  if (size === 0) return [[]];
  if (first === undefined) return [];
  return [...subsets(rest, size - 1).map((others) => [first, ...others]), ...subsets(rest, size)];
}

/** Of all choices that have both sides where they can, the one whose times are nearest, one by one. */
function bestOf(listed: readonly number[], max: number): number[] {
  const byDistance = (left: number, right: number) =>
    Math.abs(left) - Math.abs(right) || left - right;
  const minutes = [...listed].sort(byDistance);
  const rank = (choice: readonly number[]) => choice.map((minute) => minutes.indexOf(minute));
  const all = subsets(minutes, Math.min(max, minutes.length));
  const hasBoth = (choice: readonly number[]) =>
    choice.some((minute) => minute < 0) && choice.some((minute) => minute > 0);
  // With the wish itself there may be no room for both.
  const withNearest = all.filter((choice) => choice[0] === minutes[0]);
  const candidates = withNearest.some(hasBoth) ? withNearest.filter(hasBoth) : all;
  return candidates.sort((left, right) => compare(rank(left), rank(right)))[0] ?? [];
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((rank, position) => rank !== right[position]);
  return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

const minutes = fc.uniqueArray(fc.integer({ min: -6, max: 6 }), { maxLength: 8 });

it("chooses as well as a search through all choices", () => {
  fc.assert(
    fc.property(minutes, fc.integer({ min: 1, max: 9 }), (listed, max) => {
      expect(choose(listed, max)).toEqual(bestOf(listed, max));
    }),
    { numRuns: 500 },
  );
});

it("chooses the same whatever the order and the days they are listed in", () => {
  fc.assert(
    fc.property(minutes, fc.integer({ min: 1, max: 9 }), (listed, max) => {
      expect(choose([...listed].reverse(), max)).toEqual(choose(listed, max));
    }),
  );
});

it("leaves out what is full, refused, or outside the days", () => {
  const listed = fc.uniqueArray(
    fc.record({
      minute: fc.integer({ min: -20, max: 20 }),
      seatsRemaining: fc.constantFrom(undefined, 0, 1, 5),
    }),
    { selector: ({ minute }) => minute, maxLength: 20 },
  );
  const within = fc.record({
    from: fc.integer({ min: -9, max: 0 }),
    until: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(listed, within, fc.integer({ min: -9, max: 9 }), (all, { from, until }, except) => {
      const wish = { near: ZERO, max: 100, except: ZERO + except * MINUTE_MS };
      const window = { from: ZERO + from * MINUTE_MS, until: ZERO + until * MINUTE_MS };
      const chosen = nearestSlots(all.map(slotAt), { ...wish, ...window }).map(minuteOf);
      const expected = all
        .filter(({ minute, seatsRemaining }) => seatsRemaining !== 0 && minute !== except)
        .map(({ minute }) => minute)
        .filter((minute) => minute >= from && minute < until);
      expect(chosen.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
    }),
  );
});

it.each([
  { listed: [-1, 1, 3], max: 3, chosen: [-1, 1, 3] },
  { listed: [-9, 1, 2, 3], max: 2, chosen: [1, -9] },
  { listed: [-9, 1, 2, 3], max: 1, chosen: [1] },
  { listed: [-9, 0, 1, 2], max: 2, chosen: [0, 1] },
  { listed: [-9, 0, 1, 2], max: 3, chosen: [0, 1, -9] },
  { listed: [1, 2, 3], max: 2, chosen: [1, 2] },
  { listed: [-3, 3], max: 1, chosen: [-3] },
  { listed: [], max: 3, chosen: [] },
])("chooses $chosen of $listed where $max are wanted", ({ listed, max, chosen }) => {
  expect(choose(listed, max)).toEqual(chosen);
});
