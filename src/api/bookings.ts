import type { CoherentCache } from "../cache/coherent-cache.ts";
import type { EntryNamespace } from "../cache/entry-namespace.ts";
import type { ReadOptions } from "../cache/layer.ts";
import type { CacheReadOptions, LoadScope } from "../cache/question.ts";
import type { Coherence } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import type { BookingIndex } from "../invalidation/booking-index.ts";
import { type BookingFacts, mergeFacts, NO_FACTS } from "../invalidation/changes.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import {
  type Booking,
  bookingAnswerSchema,
  type CancelBookingInput,
  type CreateBookingInput,
  cancelBookingSchema,
  createBookingSchema,
  type RescheduleBookingInput,
  rescheduleBookingSchema,
  uidSchema,
} from "../schemas/bookings.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import { parseAnswer, parseInput } from "../schemas/validate.ts";
import { API_VERSIONS } from "./api-versions.ts";
import { factsOfBookings } from "./booking-facts.ts";
import { BOOKING_TAGS } from "./cache-policy.ts";
import type { Http, HttpRequest } from "./http.ts";
import type { HttpAnswer } from "./refusals.ts";
import type { WriteOptions, WritePath } from "./write-path.ts";

/** A booking change that has happened. */
export interface BookingResult {
  /** The booking; of a series the first occurrence. */
  readonly booking: Booking;
  /** All occurrences, where the event type recurs. */
  readonly occurrences?: readonly Booking[];
  /** `deferred`: the invalidation is kept and repeated, because the store did not confirm it. */
  readonly coherence: Coherence;
  /** Whether the outcome had to be found out by reading. */
  readonly reconciled: boolean;
}

/** Reads of bookings, as a layer's load may make them. */
export interface BookingsReader {
  /**
   * One booking as it is now; never from a cache.
   *
   * @throws CalcomApiError (404 for an unknown uid), NetworkError, TimeoutError, SchemaError
   */
  get(uid: string, options?: Omit<ReadOptions, "cache">): Promise<Booking>;
}

/** Bookings: every change orphans all answers it could contradict, before it resolves. */
export interface Bookings extends BookingsReader {
  /**
   * Books a time. Sent once; never repeated by itself.
   *
   * @throws SlotTakenError when the time is not free (any more); UnknownOutcomeError when it may
   * or may not have happened; SchemaError for wrong input, before anything is sent; CalcomApiError
   * for other refusals; StoreError when the store is away and `onStoreDown` is `refuse`
   *
   * @example
   * ```ts
   * import { CalcomClient, SlotTakenError } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * try {
   *   const { booking } = await calcom.bookings.create({
   *     eventTypeId: 123,
   *     start: "2026-12-07T09:00:00Z",
   *     attendee: { name: "Ann", email: "ann@example.test", timeZone: "Europe/Berlin" },
   *   });
   *   console.log(booking.uid);
   * } catch (error) {
   *   if (!(error instanceof SlotTakenError)) throw error;
   *   console.log("That time has just gone.");
   * }
   * ```
   */
  create(input: CreateBookingInput, options?: WriteOptions): Promise<BookingResult>;
  /** Moves a booking; the new one has another uid. Throws as `create` does. */
  reschedule(
    uid: string,
    input: RescheduleBookingInput,
    options?: WriteOptions,
  ): Promise<BookingResult>;
  /** Calls a booking off. Throws as `create` does. */
  cancel(uid: string, input?: CancelBookingInput, options?: WriteOptions): Promise<BookingResult>;
}

export interface BookingsDeps {
  readonly cache: CoherentCache;
  readonly http: Http;
  readonly writes: WritePath;
  readonly index: BookingIndex;
  readonly emailHashes: EmailHashes;
  readonly namespace: EntryNamespace;
  readonly readOptions: (options: ReadOptions | undefined) => CacheReadOptions;
}

const VERSION = { version: API_VERSIONS.bookings };

/** @param scope the load of a layer that these reads belong to */
export function bookingsReader(deps: BookingsDeps, scope?: LoadScope): BookingsReader {
  return {
    async get(uid, options) {
      const path = `bookings/${encodeURIComponent(parseInput(uidSchema, uid, "bookings.get"))}`;
      const defaults = deps.readOptions(options);
      const answer = await deps.cache.get(
        {
          layer: "bookings",
          entryKey: `${await deps.namespace.prefix()}bookings:${path}`,
          tags: BOOKING_TAGS,
          derived: false,
          kept: false,
          async load({ signal }) {
            const answer = await deps.http.send({ method: "GET", path, signal, ...VERSION });
            const bookings = bookingsOf(answer, "GET /bookings");
            await remember(deps, bookings);
            const value = deepFreeze(bookings[0]);
            return { value, ttlMs: Number.POSITIVE_INFINITY, requestId: answer.requestId };
          },
        },
        { ...defaults, signal: defaults.signal ?? scope?.signal, frame: scope?.frame },
      );
      return answer.value as Booking;
    },
  };
}

export function bookings(deps: BookingsDeps): Bookings {
  const { emailHashes, index, writes } = deps;

  const post = async (
    request: Omit<HttpRequest, "method">,
    options: { signal: AbortSignal | undefined; timeoutMs: number },
  ) => {
    const answer = await deps.http.send({ method: "POST", ...request, ...VERSION, ...options });
    return bookingsOf(answer, `POST /${request.path}`);
  };

  return {
    ...bookingsReader(deps),

    async create(input, options) {
      const valid = parseInput(createBookingSchema, input, "bookings.create");
      const { answer, coherence } = await writes.run(
        {
          name: "bookings.create",
          expected: (booking) => ({ kind: "booking-created", booking }),
          facts: async () => ({
            ...NO_FACTS,
            eventTypeIds: [valid.eventTypeId],
            emailHashes: await emailHashes.all(
              new Set([valid.attendee.email ?? "", ...(valid.guests ?? [])].filter(Boolean)),
            ),
          }),
          send: (call) => post({ path: "bookings", json: withInstant(valid) }, call),
          changed: async (bookings, expected) => ({
            kind: "booking-created",
            booking: mergeFacts(expected, await remember(deps, bookings)),
          }),
        },
        options,
      );
      return resultOf(answer, coherence);
    },

    async reschedule(uid, input, options) {
      const path = `bookings/${encodeURIComponent(parseInput(uidSchema, uid, "bookings.reschedule"))}/reschedule`;
      const valid = parseInput(rescheduleBookingSchema, input, "bookings.reschedule");
      let previous: BookingFacts | undefined;
      const { answer, coherence } = await writes.run(
        {
          name: "bookings.reschedule",
          expected: (booking) => ({
            kind: "booking-rescheduled",
            booking,
            previousKnown: previous !== undefined,
          }),
          facts: async () => {
            previous = await index.find(uid);
            return previous ?? NO_FACTS;
          },
          send: (call) => post({ path, json: withInstant(valid) }, call),
          changed: async (bookings, expected) => ({
            kind: "booking-rescheduled",
            booking: mergeFacts(expected, await remember(deps, bookings)),
            previousKnown: previous !== undefined,
          }),
        },
        options,
      );
      return resultOf(answer, coherence);
    },

    async cancel(uid, input = {}, options) {
      const path = `bookings/${encodeURIComponent(parseInput(uidSchema, uid, "bookings.cancel"))}/cancel`;
      const valid = parseInput(cancelBookingSchema, input, "bookings.cancel");
      const { answer, coherence } = await writes.run(
        {
          name: "bookings.cancel",
          expected: (booking) => ({ kind: "booking-cancelled", booking }),
          facts: async () => (await index.find(uid)) ?? NO_FACTS,
          send: (call) => post({ path, json: valid }, call),
          changed: async (bookings, expected) => ({
            kind: "booking-cancelled",
            booking: mergeFacts(expected, await remember(deps, bookings)),
          }),
        },
        options,
      );
      return resultOf(answer, coherence);
    },
  };
}

async function remember(deps: BookingsDeps, bookings: readonly Booking[]): Promise<BookingFacts> {
  const facts = await factsOfBookings(bookings, deps.emailHashes);
  const uids = bookings.map(({ uid }) => uid);
  await deps.index.remember(uids, facts);
  return facts;
}

function bookingsOf(answer: HttpAnswer, what: string): readonly Booking[] {
  const { status, requestId, body } = answer;
  const { data } = parseAnswer(bookingAnswerSchema, body, { what, status, requestId });
  return Array.isArray(data) ? data : [data];
}

function resultOf(answer: readonly Booking[], coherence: Coherence): BookingResult {
  const booking = deepFreeze(answer[0] as Booking);
  const result = { booking, coherence, reconciled: false };
  return answer.length > 1 ? { ...result, occurrences: deepFreeze(answer) } : result;
}

function withInstant<T extends { start: string }>(input: T): T {
  return { ...input, start: canonicalInstant(input.start) as string };
}
