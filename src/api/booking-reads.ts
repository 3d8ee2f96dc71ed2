import type { LoadScope } from "../cache/question.ts";
import type { BookingIndex } from "../invalidation/booking-index.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import type { BookingsFilter } from "../schemas/booking-filters.ts";
import { type Booking, uidSchema } from "../schemas/bookings.ts";
import { parseInput } from "../schemas/validate.ts";
import type { ApiVersions } from "./api-versions.ts";
import { bookingsIn, rememberBookings } from "./booking-answers.ts";
import { type BookingList, listBookings } from "./booking-list.ts";
import { type LiveReadDeps, type LiveReadOptions, liveRead } from "./live-read.ts";
import type { HttpAnswer } from "./refusals.ts";

/** Reads of bookings, as a layer's load may make them. */
export interface BookingsReader {
  /**
   * One booking as it is now; never from a cache.
   *
   * @throws CalcomApiError (404 for an unknown uid), NetworkError, TimeoutError, SchemaError
   */
  get(uid: string, options?: LiveReadOptions): Promise<Booking>;
  /**
   * Bookings that the credential's user hosts, attends or administers; never from a cache. Pages are
   * asked for as they are needed, by offset or by cursor as the server knows it.
   *
   * @throws SchemaError for a wrong filter at once, and what `get` throws while iterating
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * for await (const booking of calcom.bookings.list({ status: "upcoming" })) {
   *   console.log(booking.uid, booking.start);
   * }
   * const latest = await calcom.bookings.list({ sortCreated: "desc" }).toArray({ limit: 5 });
   * console.log(latest.length);
   * ```
   */
  list(filter?: BookingsFilter, options?: LiveReadOptions): BookingList;
}

export interface BookingReadDeps extends LiveReadDeps {
  readonly index: BookingIndex;
  readonly emailHashes: EmailHashes;
  readonly versions: ApiVersions;
}

/** @param scope the load of a layer that these reads belong to */
export function bookingsReader(deps: BookingReadDeps, scope?: LoadScope): BookingsReader {
  return {
    async get(uid, options) {
      const request = { path: bookingPath(uid, "bookings.get"), version: deps.versions.bookings };
      const parse = async (answer: HttpAnswer) => {
        const { bookings } = bookingsIn(answer, "GET /bookings");
        await rememberBookings(deps, bookings);
        return bookings[0] as Booking;
      };
      return liveRead(deps, { layer: "bookings", request, parse }, options, scope);
    },
    list: (filter = {}, options) => listBookings(deps, filter, options, scope),
  };
}

/** @throws SchemaError for what cannot be a uid */
export function bookingPath(uid: string, what: string): string {
  return `bookings/${encodeURIComponent(parseInput(uidSchema, uid, what))}`;
}
