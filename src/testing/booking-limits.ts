import type { TimeRange } from "./availability.ts";
import { hostIdsOf } from "./hosts.ts";
import type { BookingLimits, FakeBooking, FakeEventType, LimitPeriod } from "./model.ts";
import { refuseBare } from "./replies.ts";
import { type State, scheduleOf } from "./state.ts";
import { instantOf, offsetAt } from "./zone.ts";

const DAY_MS = 86_400_000;
const PERIODS: readonly LimitPeriod[] = ["day", "week", "month", "year"];

/** The day, week (from Sunday), month or year around an instant, on the wall clock of a zone. */
function periodAround(period: LimitPeriod, instant: number, zone: string): TimeRange {
  const wall = new Date(instant + offsetAt(zone, instant));
  const year = wall.getUTCFullYear();
  const month = wall.getUTCMonth();
  const day = Date.UTC(year, month, wall.getUTCDate());
  const sunday = day - wall.getUTCDay() * DAY_MS;
  const [start, end] = {
    day: [day, day + DAY_MS],
    week: [sunday, sunday + 7 * DAY_MS],
    month: [Date.UTC(year, month), Date.UTC(year, month + 1)],
    year: [Date.UTC(year, 0), Date.UTC(year + 1, 0)],
  }[period] as [number, number];
  return { start: instantOf(zone, start), end: instantOf(zone, end) };
}

/** The periods in which as many of these bookings begin as may. */
function filled(booked: readonly FakeBooking[], limits: BookingLimits, zone: string): TimeRange[] {
  return PERIODS.flatMap((period) => {
    const limit = limits[period];
    if (limit === undefined) return [];
    const around = booked.map(({ start }) => periodAround(period, start, zone));
    return around.filter(
      ({ start }) => around.filter((other) => other.start === start).length >= limit,
    );
  });
}

/** Whether one of the hosts of an event type organizes a booking, or attends it. */
function isOfHosts({ users }: State, eventType: FakeEventType, booking: FakeBooking): boolean {
  const hostIds = hostIdsOf(eventType);
  const emails = hostIds.map((id) => users.get(id)?.email);
  return (
    hostIds.includes(booking.userId) ||
    booking.attendees.some(({ email }) => emails.includes(email))
  );
}

/**
 * The periods in which an event type has as many bookings as it may have, or its hosts have in all
 * event types of its team (API.md 12.1).
 */
export function fullPeriods(
  state: State,
  eventType: FakeEventType,
  zone: string,
  ignoredUid?: string,
): TimeRange[] {
  const { bookingLimitsCount, id, teamId } = eventType;
  const accepted = [...state.bookings.values()].filter(
    ({ uid, status }) => uid !== ignoredUid && status === "accepted",
  );
  const own = accepted.filter(({ eventTypeId }) => eventTypeId === id);
  const ofTeam = accepted.filter(
    (booking) =>
      state.eventTypes.get(booking.eventTypeId)?.teamId === teamId &&
      isOfHosts(state, eventType, booking),
  );
  const teamLimits = state.teams.get(teamId ?? -1)?.bookingLimits;
  return [
    ...filled(own, bookingLimitsCount ?? {}, zone),
    ...filled(teamLimits === undefined ? [] : ofTeam, teamLimits ?? {}, zone),
  ];
}

/** Refuses a booking in a period that is full, before anybody asks whether a host is free. */
export function refuseOverLimit(
  state: State,
  eventType: FakeEventType,
  start: number,
  ignoredUid?: string,
): void {
  const zone = scheduleOf(state, eventType, eventType.ownerId)?.timeZone ?? "UTC";
  const full = fullPeriods(state, eventType, zone, ignoredUid).some(
    (period) => period.start <= start && start < period.end,
  );
  // Recorded (0338): it looks like a missing login, and is none.
  if (full) throw refuseBare(401, "booking_limit_reached");
}
