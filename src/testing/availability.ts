import { calendarBusy } from "./calendars.ts";
import type { AvailabilityRule, FakeBooking, FakeEventType, FakeSchedule } from "./model.ts";
import { isSeated } from "./seats-taken.ts";
import type { State } from "./state.ts";
import { instantOf, offsetAt } from "./zone.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WEEKDAYS = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;

/** A stretch of time, both ends in milliseconds since the epoch. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** Free time. Starts are rounded on the wall clock that is `roundingOffset` ms ahead of UTC. */
export interface FreeRange extends TimeRange {
  readonly roundingOffset: number;
}

export const overlaps = (left: TimeRange, right: TimeRange): boolean =>
  left.start < right.end && right.start < left.end;

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const total = hours * 60 + minutes;
  // The server takes 23:59 for the end of the day.
  return total === 1439 ? 1440 : total;
}

function hoursOn(
  schedule: FakeSchedule,
  day: number,
  date: string,
): Pick<AvailabilityRule, "startTime" | "endTime">[] {
  const overrides = schedule.overrides.filter((override) => override.date === date);
  if (overrides.length > 0) return overrides;
  const weekday = WEEKDAYS[new Date(day).getUTCDay()];
  return schedule.availability.filter(
    ({ days }) => weekday !== undefined && days.includes(weekday),
  );
}

/** The hours of a schedule that fall into a window, cut at its edges and joined where they touch. */
export function workingHours(
  schedule: FakeSchedule,
  window: TimeRange,
  isAway: (date: string) => boolean,
): FreeRange[] {
  const zone = schedule.timeZone;
  const found: FreeRange[] = [];
  const firstDay = Math.floor(window.start / DAY_MS - 1) * DAY_MS;
  for (let day = firstDay; day <= window.end + DAY_MS; day += DAY_MS) {
    const date = new Date(day).toISOString().slice(0, 10);
    if (isAway(date)) continue;
    for (const hours of hoursOn(schedule, day, date)) {
      const opens = instantOf(zone, day + minutesOf(hours.startTime) * MINUTE_MS);
      const start = Math.max(window.start, opens);
      const end = Math.min(window.end, instantOf(zone, day + minutesOf(hours.endTime) * MINUTE_MS));
      const roundingOffset = start === opens ? offsetAt(zone, start) : 0;
      if (start < end) found.push({ start, end, roundingOffset });
    }
  }
  return join(found.sort((left, right) => left.start - right.start));
}

function join(ranges: readonly FreeRange[]): FreeRange[] {
  const joined: FreeRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last === undefined || last.end < range.start) joined.push(range);
    else joined[joined.length - 1] = { ...last, end: Math.max(last.end, range.end) };
  }
  return joined;
}

/** What is left of `free` when the busy times are taken out. */
export function subtract(free: readonly FreeRange[], busy: readonly TimeRange[]): FreeRange[] {
  const taken = [...busy].sort((left, right) => left.start - right.start);
  return free.flatMap((range) => {
    const left: FreeRange[] = [];
    let rest: FreeRange = range;
    for (const block of taken) {
      if (!overlaps(block, rest)) continue;
      if (block.start > rest.start) left.push({ ...rest, end: block.start });
      rest = { start: Math.max(rest.start, block.end), end: rest.end, roundingOffset: 0 };
    }
    if (rest.start < rest.end) left.push(rest);
    return left;
  });
}

function blocks(
  state: State,
  booking: FakeBooking,
  eventType: FakeEventType,
  hostId: number,
): boolean {
  const host = state.users.get(hostId);
  // Recorded: a Cal.com user loses the time of bookings they attend, too.
  const concerned =
    booking.userId === hostId || booking.attendees.some(({ email }) => email === host?.email);
  if (!concerned) return false;
  if (booking.status === "accepted") return true;
  return (
    booking.status === "pending" &&
    booking.eventTypeId === eventType.id &&
    eventType.blockUnconfirmedBookings
  );
}

/** When a host of `eventType` is busy, buffers of both sides included. */
export function busyTimes(
  state: State,
  eventType: FakeEventType,
  hostId: number,
  window: TimeRange,
  ignoredUid?: string,
): TimeRange[] {
  const { beforeEventBuffer, afterEventBuffer } = eventType;
  const busy: TimeRange[] = calendarBusy(state, hostId, window).map(({ start, end }) => ({
    start: start - afterEventBuffer * MINUTE_MS,
    end: end + beforeEventBuffer * MINUTE_MS,
  }));
  for (const booking of state.bookings.values()) {
    if (booking.uid === ignoredUid || !overlaps(booking, window)) continue;
    if (!blocks(state, booking, eventType, hostId)) continue;
    const booked = state.eventTypes.get(booking.eventTypeId);
    const before = (booked?.beforeEventBuffer ?? 0) + afterEventBuffer;
    const after = (booked?.afterEventBuffer ?? 0) + beforeEventBuffer;
    const start = booking.start - before * MINUTE_MS;
    const end = booking.end + after * MINUTE_MS;
    // Whether there is a seat left is looked at when somebody takes one; the buffers are nobody's
    // (API.md 12.1).
    const isOpen = isSeated(eventType) && booking.eventTypeId === eventType.id;
    const blocked = isOpen
      ? [
          { start, end: booking.start },
          { start: booking.end, end },
        ]
      : [{ start, end }];
    busy.push(...blocked.filter((range) => range.start < range.end));
  }
  return busy;
}
