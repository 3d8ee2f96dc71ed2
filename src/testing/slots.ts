import { busyTimes, overlaps, subtract, type TimeRange, workingHours } from "./availability.ts";
import type { FakeEventType } from "./model.ts";
import { isAway } from "./out-of-office.ts";
import { reservedTimes } from "./reservations.ts";
import { type State, scheduleOf } from "./state.ts";
import { dateKey } from "./zone.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const GRIDS = [60, 30, 20, 15, 10, 5];

export interface SlotsQuery extends TimeRange {
  readonly now: number;
  /** Minutes; default: the event type's length. */
  readonly duration?: number | undefined;
  /** A booking whose time counts as free. */
  readonly ignoredUid?: string | undefined;
  /** Zone in which days begin; default UTC. */
  readonly timeZone?: string | undefined;
}

const wholeSecond = (instant: number): number => Math.floor(instant / SECOND_MS) * SECOND_MS;

/** The last instant that can be booked, for event types with a booking window. */
export function bookableUntil(eventType: FakeEventType, now: number): number {
  if (eventType.bookingWindowDays === null) return Number.POSITIVE_INFINITY;
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return today + (eventType.bookingWindowDays + 1) * DAY_MS - SECOND_MS;
}

function roundUp(start: number, roundingOffset: number, grid: number): number {
  const local = start + roundingOffset;
  const minute = Math.floor(local / MINUTE_MS) % 60;
  // Recorded (0346): a start whose minute is on the grid keeps its seconds.
  if (minute % grid === 0) return start;
  const hour = Math.floor(local / (60 * MINUTE_MS)) * 60 * MINUTE_MS;
  return hour + Math.ceil(minute / grid) * grid * MINUTE_MS - roundingOffset;
}

/** The bookable times of an event type, as the recorded server computes them. */
export function listSlots(state: State, eventType: FakeEventType, query: SlotsQuery): TimeRange[] {
  const schedule = scheduleOf(state, eventType);
  if (schedule === undefined) return [];
  const notice = eventType.minimumBookingNotice;
  const window = {
    // The server cuts the window one minute from now even when no notice is asked for.
    start: Math.max(query.start, wholeSecond(query.now + (notice || 1) * MINUTE_MS)),
    end: Math.min(query.end, bookableUntil(eventType, query.now)),
  };
  if (window.start >= window.end) return [];

  const length = (query.duration ?? eventType.lengthInMinutes) * MINUTE_MS;
  const frequency = eventType.slotInterval ?? query.duration ?? eventType.lengthInMinutes;
  const grid = GRIDS.find((minutes) => frequency % minutes === 0) ?? 1;
  const step = (frequency + eventType.offsetStart) * MINUTE_MS;
  const earliest = wholeSecond(query.now + notice * MINUTE_MS);
  const away = (date: string) => isAway(state, eventType.ownerId, date);
  const busy = busyTimes(state, eventType, window, query.ignoredUid);

  const slots: TimeRange[] = [];
  for (const range of subtract(workingHours(schedule, window, away), busy)) {
    const opens = range.start > earliest ? range.start : earliest;
    const offset = opens === range.start ? range.roundingOffset : 0;
    let start = roundUp(opens, offset, grid) + eventType.offsetStart * MINUTE_MS;
    // A window that ends at 23:59:59 still holds the slot that ends at midnight.
    for (; start + length - SECOND_MS <= range.end; start += step) {
      slots.push({ start, end: start + length });
    }
  }
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

/** Whether the owner is free from `start` to `end`; the grid does not matter (recorded: 0077). */
export function isAvailable(
  state: State,
  eventType: FakeEventType,
  wanted: TimeRange,
  ignoredUid?: string,
): boolean {
  const schedule = scheduleOf(state, eventType);
  if (schedule === undefined) return false;
  const window = { start: wanted.start - DAY_MS, end: wanted.end + DAY_MS };
  const free = subtract(
    workingHours(schedule, window, (date) => isAway(state, eventType.ownerId, date)),
    busyTimes(state, eventType, window, ignoredUid),
  );
  return free.some(({ start, end }) => start <= wanted.start && wanted.end <= end);
}
