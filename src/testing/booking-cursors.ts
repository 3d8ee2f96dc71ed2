import { concerns, hasStatus, LISTED_STATUSES, passesFilters } from "./booking-filter.ts";
import type { FakeBooking } from "./model.ts";
import { type Reply, refuseInvalid } from "./replies.ts";
import type { RouteContext } from "./routes.ts";
import { serializeBooking } from "./serialize-booking.ts";

type Query = Readonly<Record<string, string>>;

const HOUR_MS = 3_600_000;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const ASCENDING = ["upcoming", "recurring", "unconfirmed"];

/** Where a page ended: cursors go on after a booking, so what is booked meanwhile shifts nothing. */
const cursorOf = ({ start, id }: FakeBooking): string => btoa(`${start}.${id}`);

function placeOf(cursor: string): readonly [start: number, id: number] | undefined {
  try {
    const [, start, id] = /^(-?\d+)\.(\d+)$/.exec(atob(cursor)) ?? [];
    return id === undefined ? undefined : [Number(start), Number(id)];
  } catch {
    // What is no base64 is no cursor.
    return undefined;
  }
}

function validate(query: Query): void {
  const errors: object[] = [];
  const wrong = (property: string, constraints: object): void => {
    errors.push({ target: query, value: query[property], property, children: [], constraints });
  };
  const { status, cursor, limit = String(DEFAULT_LIMIT) } = query;
  if (status !== undefined && !LISTED_STATUSES.includes(status)) {
    const allowed = LISTED_STATUSES.join(", ");
    wrong("status", { isEnum: `status must be one of the following values: ${allowed}` });
  }
  if (!/^\d+$/.test(limit) || Number(limit) < 1) {
    wrong("limit", { min: "limit must not be less than 1" });
  } else if (Number(limit) > MAX_LIMIT) {
    wrong("limit", { max: `limit must not be greater than ${MAX_LIMIT}` });
  }
  if (cursor !== undefined && placeOf(cursor) === undefined) {
    wrong("cursor", { isCursor: "cursor must be one that a page has ended with" });
  }
  if (errors.length > 0) throw refuseInvalid(errors);
}

/** `GET /v2/bookings` of 2026-05-01: by start, in the direction of the status (API.md 8.3). */
export function listBookingsByCursor({ tools, caller, query }: RouteContext): Reply {
  validate(query);
  const { state, clock } = tools;
  const now = clock.now();
  const { status, cursor, limit } = query;
  const isAscending = status !== undefined && ASCENDING.includes(status);
  const sign = isAscending ? 1 : -1;
  const [start, id] = (cursor === undefined ? undefined : placeOf(cursor)) ?? [];
  const isAfter = (booking: FakeBooking) =>
    start === undefined || sign * (booking.start - start || booking.id - (id ?? 0)) > 0;
  const left = [...state.bookings.values()]
    .filter(
      (booking) =>
        concerns(booking, caller, query) &&
        passesFilters(state, booking, query) &&
        hasStatus(booking, status === undefined ? undefined : [status], now) &&
        (!isAscending || booking.start >= now - HOUR_MS) &&
        isAfter(booking),
    )
    .sort((one, other) => sign * (one.start - other.start || one.id - other.id));
  const page = left.slice(0, Number(limit ?? DEFAULT_LIMIT));
  const hasMore = left.length > page.length;
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? cursorOf(last) : null;
  const data = page.map((booking) => serializeBooking(tools, booking));
  return { status: 200, body: { status: "success", data, pagination: { nextCursor, hasMore } } };
}
