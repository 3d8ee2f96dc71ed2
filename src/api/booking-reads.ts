import type { LoadScope } from "../cache/question.ts";
import type { BookingIndex } from "../invalidation/booking-index.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import type { BookingsFilter } from "../schemas/booking-filters.ts";
import {
  attendeesAnswerSchema,
  type Booking,
  type ListedAttendee,
  uidSchema,
} from "../schemas/bookings.ts";
import { parseAnswer, parseInput } from "../schemas/validate.ts";
import type { ApiVersions } from "./api-versions.ts";
import { bookingsIn, rememberBookings, rememberPeople } from "./booking-answers.ts";
import { type BookingList, listBookings } from "./booking-list.ts";
import { type LiveReadDeps, type LiveReadOptions, liveRead } from "./live-read.ts";
import type { HttpAnswer } from "./refusals.ts";

/** Reads of bookings, as a layer's load may make them. */
export interface BookingsReader {
  /**
   * One booking as it is now; never from a cache. Of a series, asked for by its own uid, the first
   * occurrence.
   *
   * @throws CalcomApiError (404 for an unknown uid), NetworkError, TimeoutError, SchemaError
   */
  get(uid: string, options?: LiveReadOptions): Promise<Booking>;
  /** The booking in which a seat was taken. Throws as `get` does. */
  getBySeat(seatUid: string, options?: LiveReadOptions): Promise<Booking>;
  /**
   * All occurrences of a series, by its `recurringBookingUid`; by the uid of a booking that one
   * alone. Throws as `get` does.
   */
  getSeries(uid: string, options?: LiveReadOptions): Promise<readonly Booking[]>;
  /** The people of a booking; needs a credential. Throws as `get` does. */
  attendees(uid: string, options?: LiveReadOptions): Promise<readonly ListedAttendee[]>;
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

const layer = "bookings";

/** @param scope the load of a layer that these reads belong to */
export function bookingsReader(deps: BookingReadDeps, scope?: LoadScope): BookingsReader {
  const version = deps.versions.bookings;

  // One shape for everybody who asks for the same path: they may share a load.
  const read = (
    path: string,
    options: LiveReadOptions | undefined,
  ): Promise<readonly Booking[]> => {
    const parse = async (answer: HttpAnswer) => {
      const found = bookingsIn(answer, "GET /bookings");
      await rememberBookings(deps, found);
      return found.bookings;
    };
    return liveRead(deps, { layer, request: { path, version }, parse }, options, scope);
  };
  const first = async (bookings: Promise<readonly Booking[]>) => (await bookings)[0] as Booking;

  return {
    get: async (uid, options) => first(read(bookingPath(uid, "bookings.get"), options)),

    getBySeat: async (seatUid, options) =>
      first(read(`bookings/by-seat/${segment(seatUid, "bookings.getBySeat")}`, options)),

    getSeries: async (uid, options) => read(bookingPath(uid, "bookings.getSeries"), options),

    async attendees(uid, options) {
      const path = `${bookingPath(uid, "bookings.attendees")}/attendees`;
      const parse = async ({ body, status, requestId }: HttpAnswer) => {
        const about = { what: "GET /bookings/attendees", status, requestId };
        const { data } = parseAnswer(attendeesAnswerSchema, body, about);
        const addresses = data.map(({ email }) => email);
        await rememberPeople(deps, uid, addresses);
        return data;
      };
      return liveRead(deps, { layer, request: { path, version }, parse }, options, scope);
    },

    list: (filter = {}, options) => listBookings(deps, filter, options, scope),
  };
}

/** @throws SchemaError for what cannot be a uid */
export function bookingPath(uid: string, what: string): string {
  return `bookings/${segment(uid, what)}`;
}

function segment(uid: string, what: string): string {
  return encodeURIComponent(parseInput(uidSchema, uid, what));
}
