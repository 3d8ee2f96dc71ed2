import type { CoherentCache } from "../cache/coherent-cache.ts";
import type { EntryNamespace } from "../cache/entry-namespace.ts";
import type { ReadOptions } from "../cache/layer.ts";
import type { CacheReadOptions, LoadScope } from "../cache/question.ts";
import { reading } from "../cache/reading.ts";
import { deepFreeze } from "../freeze.ts";
import type { BookingIndex } from "../invalidation/booking-index.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import type { BookingsFilter } from "../schemas/booking-filters.ts";
import { type Booking, uidSchema } from "../schemas/bookings.ts";
import { parseInput } from "../schemas/validate.ts";
import type { ApiVersions } from "./api-versions.ts";
import { bookingsIn, rememberBookings } from "./booking-answers.ts";
import { type BookingList, listBookings } from "./booking-list.ts";
import { BOOKING_TAGS } from "./cache-policy.ts";
import type { Http } from "./http.ts";

/** Reads of bookings, as a layer's load may make them. */
export interface BookingsReader {
  /**
   * One booking as it is now; never from a cache.
   *
   * @throws CalcomApiError (404 for an unknown uid), NetworkError, TimeoutError, SchemaError
   */
  get(uid: string, options?: Omit<ReadOptions, "cache">): Promise<Booking>;
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
  list(filter?: BookingsFilter, options?: Omit<ReadOptions, "cache">): BookingList;
}

export interface BookingReadDeps {
  readonly cache: CoherentCache;
  readonly http: Http;
  readonly index: BookingIndex;
  readonly emailHashes: EmailHashes;
  readonly namespace: EntryNamespace;
  readonly versions: ApiVersions;
  readonly readOptions: (options: ReadOptions | undefined) => CacheReadOptions;
}

/** @param scope the load of a layer that these reads belong to */
export function bookingsReader(deps: BookingReadDeps, scope?: LoadScope): BookingsReader {
  const load = async (path: string, { signal, until }: LoadScope) => {
    const version = deps.versions.bookings;
    const answer = await deps.http.send({ method: "GET", path, version, signal, until });
    const { bookings } = bookingsIn(answer, "GET /bookings");
    await rememberBookings(deps, bookings);
    const value = deepFreeze(bookings[0]);
    return { value, ttlMs: Number.POSITIVE_INFINITY, requestId: answer.requestId };
  };
  return {
    get: (uid, options) =>
      reading(scope?.frame, async (begun) => {
        const path = bookingPath(uid, "bookings.get");
        const call = deps.readOptions(options);
        const question = {
          layer: "bookings",
          entryKey: `${await deps.namespace.prefix()}bookings:${path}`,
          tags: BOOKING_TAGS,
          derived: false,
          kept: false,
          load: (about: LoadScope) => load(path, about),
        };
        const signal = call.signal ?? scope?.signal;
        const answer = await deps.cache.get(question, { ...call, signal, reading: begun });
        return answer.value as Booking;
      }),
    list: (filter = {}, options) => listBookings(deps, filter, options, scope),
  };
}

/** @throws SchemaError for what cannot be a uid */
export function bookingPath(uid: string, what: string): string {
  return `bookings/${encodeURIComponent(parseInput(uidSchema, uid, what))}`;
}
