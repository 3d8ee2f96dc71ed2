import type { LoadScope } from "../cache/question.ts";
import {
  type BookingsFilter,
  bookingsFilterSchema,
  filterQuery,
} from "../schemas/booking-filters.ts";
import { type Booking, bookingsPageSchema } from "../schemas/bookings.ts";
import { parseAnswer, parseInput } from "../schemas/validate.ts";
import { CURSOR_VERSION } from "./api-versions.ts";
import { rememberBookings } from "./booking-answers.ts";
import type { BookingReadDeps } from "./booking-reads.ts";
import { type LiveReadOptions, liveRead } from "./live-read.ts";
import { OLD_BOOKING, refuseOldShape } from "./old-shape.ts";
import { type PagedList, pagedList, type Query } from "./pages.ts";
import type { HttpAnswer } from "./refusals.ts";

/** Bookings, page after page, asked for as they are needed. */
export type BookingList = PagedList<Booking>;

interface Page {
  readonly bookings: readonly Booking[];
  readonly next: Query | undefined;
}

const PAGE_SIZE = 100;

/** @param scope the load of a layer that these reads belong to */
export function listBookings(
  deps: BookingReadDeps,
  filter: BookingsFilter,
  options: LiveReadOptions | undefined,
  scope: LoadScope | undefined,
): BookingList {
  const valid = parseInput(bookingsFilterSchema, filter, "bookings.list") as BookingsFilter;
  const passes = passesOf(valid, deps.versions.bookingsList);
  return pagedList(async function* () {
    for (const first of passes) {
      // Whoever goes round in circles gives the same cursors for ever.
      const asked = new Set<unknown>();
      for (let query: Query | undefined = first; query !== undefined; ) {
        const { cursor = query.skip } = query;
        if (asked.has(cursor)) break;
        asked.add(cursor);
        const page: Page = await readPage(deps, query, options, scope);
        yield* page.bookings;
        query = page.next;
      }
    }
  });
}

/** The first queries: one, or where only one status may be asked for, one for each. */
function passesOf(filter: BookingsFilter, version: string): readonly Query[] {
  const query = filterQuery(filter);
  const statuses = filter.status === undefined ? [] : [filter.status].flat();
  const size = filter.pageSize ?? PAGE_SIZE;
  if (version >= CURSOR_VERSION) {
    const each = statuses.length === 0 ? [{}] : statuses.map((status) => ({ status }));
    return each.map((status) => ({ ...query, ...status, limit: size }));
  }
  const status = statuses.length === 0 ? {} : { status: statuses.join(",") };
  return [{ ...query, ...status, take: size, skip: 0 }];
}

function readPage(
  deps: BookingReadDeps,
  query: Query,
  options: LiveReadOptions | undefined,
  scope: LoadScope | undefined,
): Promise<Page> {
  const request = { path: "bookings", version: deps.versions.bookingsList, query };
  const parse = async ({ status, requestId, body }: HttpAnswer) => {
    const about = { what: "GET /bookings", status, requestId };
    refuseOldShape(body, about, OLD_BOOKING);
    const { data, pagination } = parseAnswer(bookingsPageSchema, body, about);
    const single = (booking: Booking) => ({ bookings: [booking], isSeries: false });
    await Promise.all(data.map((booking) => rememberBookings(deps, single(booking))));
    return { bookings: data, next: nextQuery(query, data.length, pagination) };
  };
  return liveRead(deps, { layer: "bookings", request, parse }, options, scope);
}

/** The query of the next page. A page without bookings is the last one, whatever it says. */
export function nextQuery(
  query: Query,
  returned: number,
  pagination:
    | {
        readonly hasNextPage?: boolean | undefined;
        readonly nextCursor?: string | null | undefined;
      }
    | undefined,
): Query | undefined {
  if (returned === 0 || pagination === undefined) return undefined;
  const cursor = pagination.nextCursor;
  if (cursor != null) return cursor === query.cursor ? undefined : { ...query, cursor };
  return pagination.hasNextPage === true
    ? { ...query, skip: Number(query.skip ?? 0) + returned }
    : undefined;
}
