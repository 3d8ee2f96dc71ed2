import type { Coherence } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import { type BookingFacts, mergeFacts, NO_FACTS, namesHosts } from "../invalidation/changes.ts";
import {
  type CancelBookingInput,
  cancelBookingSchema,
  declineBookingSchema,
  type MarkAbsentInput,
  markAbsentSchema,
  type RescheduleBookingInput,
  rescheduleBookingSchema,
} from "../schemas/booking-change-inputs.ts";
import { type CreateBookingInput, createBookingSchema } from "../schemas/booking-inputs.ts";
import type { Booking } from "../schemas/bookings.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import { parseInput, serialized } from "../schemas/validate.ts";
import { type BookingsAnswer, bookingsIn, rememberBookings } from "./booking-answers.ts";
import { emailsIn } from "./booking-facts.ts";
import {
  type BookingReadDeps,
  type BookingsReader,
  bookingPath,
  bookingsReader,
} from "./booking-reads.ts";
import type { Write, WriteOptions, WritePath } from "./write-path.ts";

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
  /** Accepts a requested booking: from now on it blocks all event types of its hosts. */
  confirm(uid: string, options?: WriteOptions): Promise<BookingResult>;
  /** Refuses a requested booking. */
  decline(
    uid: string,
    input?: { readonly reason?: string },
    options?: WriteOptions,
  ): Promise<BookingResult>;
  /** Notes who did not come. Throws as `create` does; CalcomApiError before the booking's start. */
  markAbsent(uid: string, input: MarkAbsentInput, options?: WriteOptions): Promise<BookingResult>;
}

export interface BookingsDeps extends BookingReadDeps {
  readonly writes: WritePath;
}

export function bookings(deps: BookingsDeps): Bookings {
  const { emailHashes, index, writes } = deps;

  /** Sends a body that was serialized before anything was fenced. */
  const poster = (path: string, input: object): Write<BookingsAnswer>["send"] => {
    const body = serialized(input, `POST /${path}`);
    const version = deps.versions.bookings;
    return async (call) => {
      const answer = await deps.http.send({ method: "POST", path, version, body, ...call });
      return bookingsIn(answer, `POST /${path}`);
    };
  };

  const run = async (write: Write<BookingsAnswer>, options: WriteOptions | undefined) => {
    const { answer, coherence } = await writes.run(write, options);
    return resultOf(answer, coherence);
  };

  const factsAfter = async ({ bookings }: BookingsAnswer, expected: BookingFacts) =>
    mergeFacts(expected, await rememberBookings(deps, bookings));

  /** A change of a booking that keeps its uid. */
  const change = (
    about: {
      name: string;
      path: string;
      kind: "booking-cancelled" | "booking-updated";
      uid: string;
    },
    input: object,
    options: WriteOptions | undefined,
  ) => {
    const { kind, name, uid } = about;
    const write: Write<BookingsAnswer> = {
      name,
      expected: (booking) => ({ kind, booking }),
      facts: async () => (await index.find(uid)) ?? NO_FACTS,
      send: poster(`${bookingPath(uid, name)}/${about.path}`, input),
      changed: async (answer, expected) => ({ kind, booking: await factsAfter(answer, expected) }),
    };
    return run(write, options);
  };

  return {
    ...bookingsReader(deps),

    async create(input, options) {
      const valid = parseInput(createBookingSchema, input, "bookings.create");
      const kind = "booking-created";
      const write: Write<BookingsAnswer> = {
        name: "bookings.create",
        expected: (booking) => ({ kind, booking }),
        facts: async () => ({
          ...NO_FACTS,
          eventTypeIds: valid.eventTypeId === undefined ? [] : [valid.eventTypeId],
          emailHashes: await emailHashes.all(emailsIn(valid)),
        }),
        send: poster("bookings", withInstant(valid)),
        changed: async (answer, expected) => ({
          kind,
          booking: await factsAfter(answer, expected),
        }),
      };
      return run(write, options);
    },

    async reschedule(uid, input, options) {
      const path = `${bookingPath(uid, "bookings.reschedule")}/reschedule`;
      const valid = parseInput(rescheduleBookingSchema, input, "bookings.reschedule");
      const kind = "booking-rescheduled";
      let previous: BookingFacts | undefined;
      const write: Write<BookingsAnswer> = {
        name: "bookings.reschedule",
        expected: (booking) => ({ kind, booking, previousKnown: namesHosts(previous) }),
        facts: async () => {
          previous = await index.find(uid);
          return previous ?? NO_FACTS;
        },
        send: poster(path, withInstant(valid)),
        changed: async (answer, expected) => ({
          kind,
          booking: await factsAfter(answer, expected),
          previousKnown: namesHosts(previous),
        }),
      };
      return run(write, options);
    },

    cancel: async (uid, input = {}, options) =>
      change(
        { name: "bookings.cancel", path: "cancel", kind: "booking-cancelled", uid },
        parseInput(cancelBookingSchema, input, "bookings.cancel"),
        options,
      ),

    confirm: async (uid, options) =>
      change(
        { name: "bookings.confirm", path: "confirm", kind: "booking-updated", uid },
        {},
        options,
      ),

    decline: async (uid, input = {}, options) =>
      change(
        { name: "bookings.decline", path: "decline", kind: "booking-updated", uid },
        parseInput(declineBookingSchema, input, "bookings.decline"),
        options,
      ),

    markAbsent: async (uid, input, options) =>
      change(
        { name: "bookings.markAbsent", path: "mark-absent", kind: "booking-updated", uid },
        parseInput(markAbsentSchema, input, "bookings.markAbsent"),
        options,
      ),
  };
}

function resultOf({ bookings, isSeries }: BookingsAnswer, coherence: Coherence): BookingResult {
  const all = deepFreeze(bookings);
  const result = { booking: all[0] as Booking, coherence, reconciled: false };
  return isSeries ? { ...result, occurrences: all } : result;
}

function withInstant<T extends { start: string }>(input: T): T {
  return { ...input, start: canonicalInstant(input.start) as string };
}
