import type { SlotTakenError } from "../booking-errors.ts";
import {
  type AddAttendeeInput,
  type AddGuestsInput,
  type CancelBookingInput,
  cancelBookingSchema,
  declineBookingSchema,
  type MarkAbsentInput,
  markAbsentSchema,
  type ReassignBookingInput,
  type RequestRescheduleInput,
  type RescheduleBookingInput,
} from "../schemas/booking-change-inputs.ts";
import type { CreateBookingInput } from "../schemas/booking-inputs.ts";
import type { NewLocationInput } from "../schemas/booking-locations.ts";
import { parseInput } from "../schemas/validate.ts";
import {
  addAttendee,
  addGuests,
  changeBooking,
  requestReschedule,
  updateLocation,
} from "./booking-changes.ts";
import { createBooking } from "./booking-create.ts";
import { type BookingsReader, bookingsReader } from "./booking-reads.ts";
import { reassignBooking } from "./booking-reassign.ts";
import { rescheduleBooking } from "./booking-reschedule.ts";
import type {
  AttendeeResult,
  BookingResult,
  ChangeResult,
  ReassignResult,
} from "./booking-results.ts";
import type { BookingWriteDeps } from "./booking-writes.ts";
import {
  type FindInstead,
  neededToCreate,
  neededToMove,
  offering,
  uidOf,
} from "./taken-alternatives.ts";
import type { WriteOptions } from "./write-path.ts";

/** Bookings: every change orphans all answers it could contradict, before it resolves. */
export interface Bookings extends BookingsReader {
  /**
   * Books a time: a single one, a series or a seat, as the event type is. Sent once; never repeated
   * by itself. Which event type a slug means is not known before the answer, so until then nothing is
   * served from the cache: an id is cheaper. Where no answer comes, it is looked for: the result then
   * says `reconciled`, and the call may take the client's `reconcileTimeoutMs` longer.
   *
   * @throws SlotTakenError when the time is not free (any more), with `certainty: "maybe"` when a
   * team's event type failed as it does when no host is free; UnknownOutcomeError when it may or may
   * not have happened, and looking for it has not told; BookingReplayedError when Cal.com gave back a
   * booking that was there before, or one that is nowhere; SchemaError for wrong input, before
   * anything is sent; CalcomApiError for other refusals; StoreError when the store is away and
   * `onStoreDown` is `refuse`
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
   *   const { slots } = await error.alternatives({ max: 2 });
   *   console.log("That time has just gone. Still free:", slots);
   * }
   * ```
   */
  create(input: CreateBookingInput, options?: WriteOptions): Promise<BookingResult>;
  /**
   * Moves a booking, or one seat of it; the new one has another uid. A booking that others have moved
   * before is followed to where it is now: at most 10 times, within the deadline of the call.
   *
   * @throws BookingRescheduledError when it cannot be followed any further; and as `create` does
   */
  reschedule(
    uid: string,
    input: RescheduleBookingInput,
    options?: WriteOptions,
  ): Promise<BookingResult>;
  /**
   * Asks the attendee to choose another time. The booking is cancelled at once, and its time is free.
   * Throws as `create` does.
   */
  requestReschedule(
    uid: string,
    input?: RequestRescheduleInput,
    options?: WriteOptions,
  ): Promise<ChangeResult>;
  /**
   * Calls a booking off: all of it, one seat (`seatUid`), an occurrence of a series with all that
   * follow (`cancelSubsequentBookings`), or by a `recurringBookingUid` all that are still to come.
   * Throws as `create` does.
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const result = await calcom.bookings.cancel("uid", {
   *   cancelSubsequentBookings: true,
   *   cancellationReason: "The course is over.",
   * });
   * for (const { uid } of result.occurrences ?? [result.booking]) console.log(uid);
   * ```
   */
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
  /**
   * Gives a round robin booking to another host: to the one named, or to whom Cal.com picks. Its uid
   * stays. No webhook tells of it on most servers, so do it here and nowhere else.
   *
   * @throws CalcomApiError (400) when nobody else is free, or the user is no host; and as `create`
   * does
   */
  reassign(
    uid: string,
    input?: ReassignBookingInput,
    options?: WriteOptions,
  ): Promise<ReassignResult>;
  /** Adds somebody. Who is a host elsewhere is busy from now on. Throws as `create` does. */
  addAttendee(
    uid: string,
    attendee: AddAttendeeInput,
    options?: WriteOptions,
  ): Promise<AttendeeResult>;
  /** Adds guests, 10 at most. Who is a host elsewhere is busy from now on. Throws as `create` does. */
  addGuests(uid: string, input: AddGuestsInput, options?: WriteOptions): Promise<BookingResult>;
  /** Moves a booking to another place at the same time. Throws as `create` does. */
  updateLocation(
    uid: string,
    location: NewLocationInput,
    options?: WriteOptions,
  ): Promise<BookingResult>;
}

export type BookingsDeps = BookingWriteDeps;

/** @param find looks for what is left when a time is refused */
export function bookings(deps: BookingsDeps, find: FindInstead): Bookings {
  return {
    ...bookingsReader(deps),
    async create(input, options) {
      const needed = neededToCreate({ ...input });
      const writing = createBooking(deps, input, options);
      return offering(writing, input?.start, () => needed, find);
    },
    async reschedule(uid, input, options) {
      const { start, seatUid } = { ...input };
      const needed = (refusal: SlotTakenError) => neededToMove(deps, uidOf(refusal), seatUid);
      return offering(rescheduleBooking(deps, uid, input, options), start, needed, find);
    },
    requestReschedule: (uid, input = {}, options) => requestReschedule(deps, uid, input, options),
    reassign: (uid, input, options) => reassignBooking(deps, uid, input, options),
    addAttendee: (uid, attendee, options) => addAttendee(deps, uid, attendee, options),
    addGuests: (uid, input, options) => addGuests(deps, uid, input, options),
    updateLocation: (uid, location, options) => updateLocation(deps, uid, location, options),

    async cancel(uid, input = {}, options) {
      const name = "bookings.cancel";
      const body = parseInput(cancelBookingSchema, input, name);
      const change = { name, uid, kind: "booking-cancelled", action: "cancel", body } as const;
      return changeBooking(deps, { ...change, ofSeat: body.seatUid !== undefined }, options);
    },

    async confirm(uid, options) {
      const name = "bookings.confirm";
      const change = { name, uid, kind: "booking-confirmed", action: "confirm", body: {} } as const;
      return changeBooking(deps, change, options);
    },

    async decline(uid, input = {}, options) {
      const name = "bookings.decline";
      const body = parseInput(declineBookingSchema, input, name);
      const change = { name, uid, kind: "booking-updated", action: "decline", body } as const;
      return changeBooking(deps, change, options);
    },

    async markAbsent(uid, input, options) {
      const name = "bookings.markAbsent";
      const body = parseInput(markAbsentSchema, input, name);
      const change = { name, uid, kind: "booking-updated", action: "mark-absent", body } as const;
      return changeBooking(deps, change, options);
    },
  };
}
