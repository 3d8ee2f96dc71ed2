import type { Caller } from "./auth.ts";
import type { FakeBooking } from "./model.ts";
import { utcMillis } from "./problems.ts";
import { type Reply, refuseInvalid } from "./replies.ts";
import type { RouteContext } from "./routes.ts";
import { serializeBooking } from "./serialize-booking.ts";
import type { State } from "./state.ts";

type Query = Readonly<Record<string, string>>;

const STATUSES = ["upcoming", "recurring", "past", "cancelled", "unconfirmed"];
const NUMERIC = ["take", "skip", "eventTypeId", "teamId"];

function validate(query: Query): void {
  const target = Object.fromEntries(
    Object.entries(query).map(([key, value]) => {
      if (key === "status") return [key, value.split(",")];
      return [key, NUMERIC.includes(key) ? Number(value) : value];
    }),
  );
  const errors: object[] = [];
  const wrong = (property: string, constraints: object): void => {
    errors.push({ target, value: target[property], property, children: [], constraints });
  };
  if (query.status?.split(",").some((status) => !STATUSES.includes(status))) {
    wrong("status", { isEnum: `Invalid status. Allowed are ${STATUSES.join(", ")}` });
  }
  if (Number(query.take) > 250) wrong("take", { max: "take must not be greater than 250" });
  if (errors.length > 0) throw refuseInvalid(errors);
}

function hasStatus(booking: FakeBooking, wanted: string, now: number): boolean {
  const over = booking.end < now;
  if (wanted === "cancelled") return ["cancelled", "rejected"].includes(booking.status);
  if (wanted === "unconfirmed") return booking.status === "pending" && !over;
  if (wanted === "upcoming") return booking.status === "accepted" && !over;
  return wanted === "past" && over && booking.status === "accepted";
}

function isWanted(booking: FakeBooking, query: Query, now: number): boolean {
  const at = (text: string | undefined, fallback: number) =>
    text === undefined ? fallback : utcMillis(text);
  const { POSITIVE_INFINITY: late, NEGATIVE_INFINITY: early } = Number;
  const statuses = query.status?.split(",");
  return (
    (statuses?.some((status) => hasStatus(booking, status, now)) ?? true) &&
    Number(query.eventTypeId ?? booking.eventTypeId) === booking.eventTypeId &&
    booking.start >= at(query.afterStart, early) &&
    booking.end <= at(query.beforeEnd, late) &&
    booking.updatedAt >= at(query.afterUpdatedAt, early) &&
    (query.attendeeEmail === undefined ||
      booking.attendees.some(({ email }) => email === query.attendeeEmail))
  );
}

const SORTS = [
  ["sortStart", "start"],
  ["sortEnd", "end"],
  ["sortCreated", "createdAt"],
  ["sortUpdatedAt", "updatedAt"],
] as const;

function inOrder(bookings: FakeBooking[], query: Query): FakeBooking[] {
  const [sort, key] = SORTS.find(([name]) => query[name] !== undefined) ?? ["sortStart", "start"];
  const sign = query[sort] === "desc" ? -1 : 1;
  // Recorded (0261): what was changed last comes last of those that are equal.
  return bookings.sort(
    (left, right) =>
      sign * (left[key] - right[key] || left.updatedAt - right.updatedAt || left.id - right.id),
  );
}

function concerns(
  { eventTypes }: State,
  { userId, attendees, eventTypeId }: FakeBooking,
  { user }: Caller,
  teamId: string | undefined,
): boolean {
  if (teamId !== undefined) return eventTypes.get(eventTypeId)?.teamId === Number(teamId);
  return userId === user?.id || attendees.some(({ email }) => email === user?.email);
}

/** `GET /v2/bookings`: what the caller organizes or attends. */
export function listBookings({ tools, caller, query }: RouteContext): Reply {
  validate(query);
  const { state, clock } = tools;
  const mine = [...state.bookings.values()].filter(
    (booking) =>
      concerns(state, booking, caller, query.teamId) && isWanted(booking, query, clock.now()),
  );
  const take = Number(query.take ?? 100);
  const skip = Number(query.skip ?? 0);
  const page = inOrder(mine, query).slice(skip, skip + take);
  const totalPages = Math.ceil(mine.length / take);
  const currentPage = Math.floor(skip / take) + 1;
  const pagination = {
    returnedItems: page.length,
    totalItems: mine.length,
    itemsPerPage: take,
    remainingItems: Math.max(0, mine.length - skip - page.length),
    currentPage,
    totalPages,
    hasNextPage: currentPage < totalPages,
    hasPreviousPage: currentPage > 1,
  };
  const data = page.map((booking) => serializeBooking(state, booking));
  return { status: 200, body: { status: "success", data, pagination } };
}
