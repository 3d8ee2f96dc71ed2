import type { Caller } from "./auth.ts";
import type { FakeBooking } from "./model.ts";
import { utcMillis } from "./problems.ts";
import type { State } from "./state.ts";

type Query = Readonly<Record<string, string>>;

/** The states that bookings are listed by. */
export const LISTED_STATUSES = ["upcoming", "recurring", "past", "cancelled", "unconfirmed"];

/** Whether a booking is in one of the states; `undefined` stands for all of them. */
export function hasStatus(
  booking: FakeBooking,
  statuses: readonly string[] | undefined,
  now: number,
): boolean {
  const over = booking.end < now;
  const { status } = booking;
  const isSeries = booking.recurringBookingUid !== undefined;
  const is = (wanted: string): boolean => {
    if (wanted === "cancelled") return ["cancelled", "rejected"].includes(status);
    if (wanted === "unconfirmed") return status === "pending" && !over;
    if (wanted === "recurring")
      return isSeries && ["accepted", "pending"].includes(status) && !over;
    if (wanted === "upcoming") return status === "accepted" && !over;
    return wanted === "past" && over && status === "accepted";
  };
  return statuses?.some(is) ?? true;
}

const AFTER = [
  ["afterStart", "start"],
  ["afterCreatedAt", "createdAt"],
  ["afterUpdatedAt", "updatedAt"],
] as const;
const BEFORE = [
  ["beforeEnd", "end"],
  ["beforeCreatedAt", "createdAt"],
  ["beforeUpdatedAt", "updatedAt"],
] as const;

const instantOr = (text: string | undefined, fallback: number): number =>
  text === undefined ? fallback : utcMillis(text);

const isAmong = (list: string | undefined, value: number | null): boolean =>
  list === undefined || list.split(",").some((one) => Number(one) === value);

/** Whether a booking passes every filter but that of its status. */
export function passesFilters({ eventTypes }: State, booking: FakeBooking, query: Query): boolean {
  const teamId = eventTypes.get(booking.eventTypeId)?.teamId ?? null;
  return (
    AFTER.every(([name, key]) => booking[key] >= instantOr(query[name], -Infinity)) &&
    BEFORE.every(([name, key]) => booking[key] <= instantOr(query[name], Infinity)) &&
    isAmong(query.eventTypeId, booking.eventTypeId) &&
    isAmong(query.eventTypeIds, booking.eventTypeId) &&
    isAmong(query.teamId, teamId) &&
    isAmong(query.teamsIds, teamId) &&
    (query.bookingUid ?? booking.uid) === booking.uid &&
    hasAttendee(booking, "email", query.attendeeEmail) &&
    hasAttendee(booking, "name", query.attendeeName)
  );
}

const hasAttendee = (booking: FakeBooking, key: "email" | "name", value?: string): boolean =>
  value === undefined || booking.attendees.some((attendee) => attendee[key] === value);

/** Whether the caller sees a booking: of a team's all, else what they organize or attend. */
export function concerns(
  { userId, attendees }: FakeBooking,
  { user }: Caller,
  { teamId, teamsIds }: Query,
): boolean {
  if (teamId !== undefined || teamsIds !== undefined) return true;
  return userId === user?.id || attendees.some(({ email }) => email === user?.email);
}
