import { overlaps, type TimeRange } from "./availability.ts";
import { bookingWindowOf } from "./booking-window.ts";
import { freeTime } from "./free-time.ts";
import type { FakeEventType } from "./model.ts";
import { reservedTimes } from "./reservations.ts";
import type { State } from "./state.ts";
import { dateKey, offsetAt } from "./zone.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const GRIDS = [60, 30, 20, 15, 10, 5];

export interface SlotsQuery extends TimeRange {
  readonly now: number;
  /** Minutes; default: the event type's length. */
  readonly duration?: number | undefined;
  /** A booking whose time counts as free. */
  readonly ignoredUid?: string | undefined;
  /** Zone in which days begin; default UTC. */
  readonly timeZone?: string | undefined;
  /** Whether starts are rounded on the wall clock of that zone, and not of the schedule's. */
  readonly roundsAsAsked?: boolean;
}

const wholeSecond = (instant: number): number => Math.floor(instant / SECOND_MS) * SECOND_MS;

function roundUp(start: number, roundingOffset: number, grid: number): number {
  const local = start + roundingOffset;
  const minute = Math.floor(local / MINUTE_MS) % 60;
  // Recorded (0346): a start whose minute is on the grid keeps its seconds.
  if (minute % grid === 0) return start;
  const hour = Math.floor(local / (60 * MINUTE_MS)) * 60 * MINUTE_MS;
  return hour + Math.ceil(minute / grid) * grid * MINUTE_MS - roundingOffset;
}

/** Where hosts' hours overlap, the later ones go on with the grid of those before. */
function onEarlierGrid(
  start: number,
  opens: number,
  step: number,
  starts: readonly number[],
): number {
  const last = Math.max(...starts.filter((other) => other < start), Number.NEGATIVE_INFINITY);
  if (last + step <= start) return start;
  return last >= opens ? last : last + step;
}

/** The bookable times of an event type, as the recorded server computes them. */
export function listSlots(state: State, eventType: FakeEventType, query: SlotsQuery): TimeRange[] {
  const notice = eventType.minimumBookingNotice;
  const bookable = bookingWindowOf(state, eventType, query.now);
  const window = {
    // The server cuts the window one minute from now even when no notice is asked for.
    start: Math.max(
      query.start,
      bookable.start,
      wholeSecond(query.now + (notice || 1) * MINUTE_MS),
    ),
    end: Math.min(query.end, bookable.end),
  };
  if (window.start >= window.end) return [];

  const length = (query.duration ?? eventType.lengthInMinutes) * MINUTE_MS;
  const frequency = eventType.slotInterval ?? query.duration ?? eventType.lengthInMinutes;
  const grid = GRIDS.find((minutes) => frequency % minutes === 0) ?? 1;
  const step = (frequency + eventType.offsetStart) * MINUTE_MS;
  const earliest = wholeSecond(query.now + notice * MINUTE_MS);
  const found = new Map<number, TimeRange>();
  for (const range of freeTime(state, eventType, window, query.ignoredUid)) {
    const opens = range.start > earliest ? range.start : earliest;
    const own = opens === range.start ? range.roundingOffset : 0;
    // Newer servers' grid depends on the zone that is asked for (API.md 6.4).
    const offset = query.roundsAsAsked ? offsetAt(query.timeZone ?? "UTC", opens) : own;
    const first = roundUp(opens, offset, grid) + eventType.offsetStart * MINUTE_MS;
    let start = onEarlierGrid(first, range.start, step, [...found.keys()]);
    // A window that ends at 23:59:59 still holds the slot that ends at midnight.
    for (; start + length - SECOND_MS <= range.end; start += step) {
      found.set(start, { start, end: start + length });
    }
  }
  const slots = [...found.values()].sort((left, right) => left.start - right.start);
  // Reservations take slots away and leave the grid of the others alone.
  const reserved = reservedTimes(state, eventType, query.now);
  const offered = slots.filter((slot) => !reserved.some((held) => overlaps(held, slot)));
  return eventType.onlyShowFirstAvailableSlot ? firstOfEachDay(offered, query.timeZone) : offered;
}

function firstOfEachDay(slots: readonly TimeRange[], zone = "UTC"): TimeRange[] {
  const seen = new Set<string>();
  return slots.filter(({ start }) => {
    const day = dateKey(start, zone);
    return !seen.has(day) && seen.add(day);
  });
}
