import * as z from "zod/mini";
import { dateTime, timeZone } from "./instants.ts";

const text = z.string().check(z.minLength(1));

/** What `bookings.reschedule` takes. */
export const rescheduleBookingSchema = z.looseObject({
  start: dateTime,
  seatUid: z.optional(text),
  rescheduledBy: z.optional(z.string()),
  reschedulingReason: z.optional(z.string()),
  emailVerificationCode: z.optional(z.string()),
});

/** What `bookings.cancel` takes. */
export const cancelBookingSchema = z.looseObject({
  cancellationReason: z.optional(z.string()),
  seatUid: z.optional(text),
  cancelSubsequentBookings: z.optional(z.boolean()),
});

/** What `bookings.decline` takes. */
export const declineBookingSchema = z.strictObject({ reason: z.optional(z.string()) });

/** What `bookings.markAbsent` takes. */
export const markAbsentSchema = z.strictObject({
  host: z.optional(z.boolean()),
  attendees: z.optional(z.array(z.strictObject({ email: z.string(), absent: z.boolean() }))),
});

/** What `bookings.requestReschedule` takes. */
export const requestRescheduleSchema = z.looseObject({ rescheduleReason: z.optional(z.string()) });

/** What `bookings.reassign` takes. */
export const reassignBookingSchema = z.strictObject({
  userId: z.int().check(z.positive()),
  reason: z.optional(z.string()),
});

/** What `bookings.addAttendee` takes. */
export const addAttendeeSchema = z.looseObject({
  name: text,
  timeZone,
  email: text,
  phoneNumber: z.optional(z.string()),
  language: z.optional(z.string()),
});

const MOST_GUESTS = 10;

/** What `bookings.addGuests` takes. */
export const addGuestsSchema = z.looseObject({
  guests: z
    .array(
      z.looseObject({
        email: text,
        name: z.optional(z.string()),
        timeZone: z.optional(timeZone),
        phoneNumber: z.optional(z.string()),
        language: z.optional(z.string()),
      }),
    )
    .check(
      z.minLength(1),
      z.refine(({ length }) => length <= MOST_GUESTS, `at most ${MOST_GUESTS} guests`),
    ),
});

/** A booking to be moved. */
export interface RescheduleBookingInput {
  /** ISO 8601 date-time; without an offset it is UTC. */
  readonly start: string;
  /** Whose seat moves; required where the event type has seats. */
  readonly seatUid?: string | undefined;
  /** E-mail address of who asks: with the owner's own a moved booking needs no confirmation. */
  readonly rescheduledBy?: string | undefined;
  /** Not beside `seatUid`. */
  readonly reschedulingReason?: string | undefined;
  readonly emailVerificationCode?: string | undefined;
  readonly [field: string]: unknown;
}

/** A whole booking to be called off, or an occurrence with all that follow it. */
export interface CancelWholeInput {
  /** Cal.com insists on it when the host cancels. */
  readonly cancellationReason?: string | undefined;
  /** Of a series: this occurrence and all after it. */
  readonly cancelSubsequentBookings?: boolean | undefined;
  readonly seatUid?: undefined;
  readonly [field: string]: unknown;
}

/** One seat to be given back; the booking goes on while others have theirs. */
export interface CancelSeatInput {
  readonly seatUid: string;
  /** Older servers refuse a reason beside a seat (recording 0352); newer ones take it. */
  readonly cancellationReason?: string | undefined;
  readonly cancelSubsequentBookings?: undefined;
  readonly [field: string]: unknown;
}

/** What is called off, and why. */
export type CancelBookingInput = CancelWholeInput | CancelSeatInput;

/** Who did not come; only after the booking's start. */
export interface MarkAbsentInput {
  readonly host?: boolean | undefined;
  readonly attendees?: readonly { readonly email: string | undefined; readonly absent: boolean }[];
}

/** Why the attendee is asked for another time. */
export interface RequestRescheduleInput {
  readonly rescheduleReason?: string | undefined;
  readonly [field: string]: unknown;
}

/** Who takes a round robin booking over. */
export interface ReassignBookingInput {
  /** A host of the event type. */
  readonly userId: number;
  readonly reason?: string | undefined;
}

/** Somebody who comes as well. */
export interface AddAttendeeInput {
  readonly name: string;
  /** IANA zone. */
  readonly timeZone: string;
  readonly email: string;
  readonly phoneNumber?: string | undefined;
  readonly language?: string | undefined;
  readonly [field: string]: unknown;
}

/** Guests of a booking that was made. */
export interface AddGuestsInput {
  /** At most 10 a call; Cal.com takes 30 a booking, and 5 calls a minute. */
  readonly guests: readonly {
    readonly email: string;
    readonly name?: string | undefined;
    readonly timeZone?: string | undefined;
    readonly phoneNumber?: string | undefined;
    readonly language?: string | undefined;
  }[];
  readonly [field: string]: unknown;
}
