import type { TimeRange } from "./availability.ts";
import { freeTime } from "./free-time.ts";
import type { BookingWindow, FakeEventType } from "./model.ts";
import type { State } from "./state.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
// How far a rolling window looks for days that have something left.
const DAYS_LOOKED_AT = 60;

type DaysAhead = Exclude<BookingWindow, { readonly type: "range" }>;

const endOf = (day: number): number => day + DAY_MS - SECOND_MS;

const isWorkday = (day: number): boolean => ![0, 6].includes(new Date(day).getUTCDay());

/** The last of so many days that count, after the first. */
function lastDay(first: number, count: number, counts: (day: number) => boolean): number {
  let day = first;
  for (let left = count, looked = 0; left > 0 && looked < DAYS_LOOKED_AT + count * 2; looked++) {
    day += DAY_MS;
    if (counts(day)) left -= 1;
  }
  return day;
}

/** A rolling window counts days that have time left: one that fills up moves its end (API.md 6.4). */
function rollingEnd(
  state: State,
  eventType: FakeEventType,
  { type, value }: DaysAhead,
  now: number,
): number {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const earliest = now + eventType.minimumBookingNotice * MINUTE_MS;
  const hasTime = (day: number): boolean => {
    if (type === "businessDays" && !isWorkday(day)) return false;
    const window = { start: Math.max(day, earliest), end: day + DAY_MS };
    return freeTime(state, eventType, window).some(
      ({ start, end }) => end - start >= eventType.lengthInMinutes * MINUTE_MS,
    );
  };
  return endOf(lastDay(today - DAY_MS, value, hasTime));
}

/** Between which instants an event type can be booked, its notice apart. */
export function bookingWindowOf(state: State, eventType: FakeEventType, now: number): TimeRange {
  const { bookingWindow } = eventType;
  if (bookingWindow === null) return { start: now, end: Number.POSITIVE_INFINITY };
  if (bookingWindow.type === "range") {
    const [first, last] = bookingWindow.value;
    return { start: Math.max(now, Date.parse(first)), end: endOf(Date.parse(last)) };
  }
  if (bookingWindow.rolling) {
    return { start: now, end: rollingEnd(state, eventType, bookingWindow, now) };
  }
  const { type, value } = bookingWindow;
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const end = lastDay(today, value, type === "businessDays" ? isWorkday : () => true);
  return { start: now, end: endOf(end) };
}
