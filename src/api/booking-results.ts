import type { Coherence } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import type { Booking, ListedAttendee, NewHost } from "../schemas/bookings.ts";
import type { BookingsAnswer } from "./booking-answers.ts";

/** How a change that has happened stands with the caches. */
export interface ChangeResult {
  /** `deferred`: the invalidation is kept and repeated, because the store did not confirm it. */
  readonly coherence: Coherence;
  /**
   * Whether Cal.com's answer did not come, and what has happened was found out by reading. Of a change
   * it then says that the booking is as it was to be, whoever has seen to that.
   */
  readonly reconciled: boolean;
}

/** One booking was changed. */
export interface SingleBookingResult extends ChangeResult {
  readonly booking: Booking;
  readonly occurrences?: undefined;
  readonly seatUid?: undefined;
}

/** The bookings of a series were changed. */
export interface SeriesBookingResult extends ChangeResult {
  /** The first occurrence. */
  readonly booking: Booking;
  /** All that Cal.com named. */
  readonly occurrences: readonly Booking[];
  readonly seatUid?: undefined;
}

/** A seat was taken or moved. */
export interface SeatBookingResult extends ChangeResult {
  /** The booking that all seats of this time share. */
  readonly booking: Booking;
  /** Names the seat when it is moved or given back. */
  readonly seatUid: string;
  readonly occurrences?: undefined;
}

/**
 * A booking change that has happened. `occurrences` tells a series, `seatUid` a seat; what is neither
 * is a single booking.
 */
export type BookingResult = SingleBookingResult | SeriesBookingResult | SeatBookingResult;

/** A booking has another host. */
export interface ReassignResult extends ChangeResult {
  /**
   * The booking, read after the change, because Cal.com answers with the host alone; `undefined`
   * where that read failed. A replica that lags may still show the old host here.
   */
  readonly booking: Booking | undefined;
  readonly reassignedTo: NewHost;
}

/** Somebody comes as well. */
export interface AttendeeResult extends ChangeResult {
  readonly attendee: ListedAttendee;
}

export function resultOf(
  { bookings, isSeries }: BookingsAnswer,
  { coherence, reconciled }: ChangeResult,
): BookingResult {
  const occurrences = deepFreeze(bookings);
  const booking = occurrences[0] as Booking;
  const result = { booking, coherence, reconciled };
  if (isSeries) return { ...result, occurrences };
  const { seatUid } = booking;
  return typeof seatUid === "string" ? { ...result, seatUid } : result;
}
