import { concerns, hasStatus, LISTED_STATUSES, passesFilters } from "./booking-filter.ts";
import type { FakeBooking } from "./model.ts";
import { type Reply, refuseInvalid } from "./replies.ts";
import type { RouteContext } from "./routes.ts";
import { serializeBooking } from "./serialize-booking.ts";

type Query = Readonly<Record<string, string>>;

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
  if (query.status?.split(",").some((status) => !LISTED_STATUSES.includes(status))) {
    wrong("status", { isEnum: `Invalid status. Allowed are ${LISTED_STATUSES.join(", ")}` });
  }
  if (Number(query.take) > 250) wrong("take", { max: "take must not be greater than 250" });
  if (errors.length > 0) throw refuseInvalid(errors);
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

/** `GET /v2/bookings`: what the caller organizes or attends. */
export function listBookings({ tools, caller, query }: RouteContext): Reply {
  validate(query);
  const { state, clock } = tools;
  const mine = [...state.bookings.values()].filter(
    (booking) =>
      concerns(booking, caller, query) &&
      passesFilters(state, booking, query) &&
      hasStatus(booking, query.status?.split(","), clock.now()),
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
  const data = page.map((booking) => serializeBooking(tools, booking));
  return { status: 200, body: { status: "success", data, pagination } };
}
