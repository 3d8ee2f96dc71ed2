import * as z from "zod/mini";
import { dateTime, timeZone } from "./instants.ts";

const attendeeInput = z.looseObject({
  name: z.string().check(z.minLength(1)),
  timeZone,
  email: z.optional(z.string()),
});

/** What `bookings.create` takes; fields not named here go to Cal.com as they are. */
export const createBookingSchema = z.looseObject({
  eventTypeId: z.int().check(z.positive()),
  start: dateTime,
  attendee: attendeeInput,
  guests: z.optional(z.array(z.string())),
});

/** What `bookings.reschedule` takes. */
export const rescheduleBookingSchema = z.looseObject({ start: dateTime });

/** What `bookings.cancel` takes. */
export const cancelBookingSchema = z.looseObject({ cancellationReason: z.optional(z.string()) });

/** The uid of a booking. */
export const uidSchema = z.string().check(
  z.refine(
    // A path segment of dots would reach another route.
    (uid) => uid !== "" && !/^\.{1,2}$/.test(uid) && uid.isWellFormed(),
    "the uid of a booking",
  ),
);

const bookingSchema = z.looseObject({
  id: z.number(),
  uid: z.string(),
  status: z.string(),
  start: z.string(),
  end: z.string(),
  eventTypeId: z.optional(z.nullable(z.number())),
  eventType: z.optional(z.nullable(z.looseObject({ id: z.optional(z.nullable(z.number())) }))),
  hosts: z.array(
    z.looseObject({
      id: z.optional(z.nullable(z.number())),
      email: z.optional(z.nullable(z.string())),
    }),
  ),
  attendees: z.array(z.looseObject({ email: z.optional(z.nullable(z.string())) })),
  guests: z.optional(z.nullable(z.array(z.string()))),
  rescheduledFromUid: z.optional(z.nullable(z.string())),
  rescheduledToUid: z.optional(z.nullable(z.string())),
});

/** An answer with one booking; API version 2024-08-13. */
export const bookingAnswerSchema = z.looseObject({ data: bookingSchema });

/** An answer with the occurrences of a series. */
export const seriesAnswerSchema = z.looseObject({
  data: z.array(bookingSchema).check(z.minLength(1)),
});

/** A page of bookings, by offset (2024-08-13) or by cursor (2026-05-01). */
export const bookingsPageSchema = z.looseObject({
  data: z.array(bookingSchema),
  pagination: z.optional(
    z.looseObject({
      hasNextPage: z.optional(z.boolean()),
      hasMore: z.optional(z.boolean()),
      nextCursor: z.optional(z.nullable(z.string())),
    }),
  ),
});

/** What `bookings.decline` takes. */
export const declineBookingSchema = z.strictObject({ reason: z.optional(z.string()) });

/** What `bookings.markAbsent` takes. */
export const markAbsentSchema = z.strictObject({
  host: z.optional(z.boolean()),
  attendees: z.optional(z.array(z.strictObject({ email: z.string(), absent: z.boolean() }))),
});

/** Who did not come; only after the booking's start. */
export interface MarkAbsentInput {
  readonly host?: boolean;
  readonly attendees?: readonly { readonly email: string; readonly absent: boolean }[];
}

/** A booking as Cal.com describes it; fields not named here are kept. */
export type Booking = Readonly<z.infer<typeof bookingSchema>>;

/** Who the booking is for. */
export interface AttendeeInput {
  readonly name: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** Required unless the event type's form asks for a telephone number. */
  readonly email?: string;
  readonly phoneNumber?: string;
  readonly language?: string;
}

/** A booking to be made. */
export interface CreateBookingInput {
  readonly eventTypeId: number;
  /** ISO 8601 date-time; without an offset it is UTC. */
  readonly start: string;
  readonly attendee: AttendeeInput;
  /** E-mail addresses. */
  readonly guests?: readonly string[];
  readonly lengthInMinutes?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly bookingFieldsResponses?: Readonly<Record<string, unknown>>;
  readonly location?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** A booking to be moved. */
export interface RescheduleBookingInput {
  /** ISO 8601 date-time; without an offset it is UTC. */
  readonly start: string;
  readonly rescheduledBy?: string;
  readonly reschedulingReason?: string;
  readonly seatUid?: string;
  readonly [field: string]: unknown;
}

/** Why a booking is called off. */
export interface CancelBookingInput {
  /** Cal.com insists on it when the host cancels. */
  readonly cancellationReason?: string;
  readonly seatUid?: string;
  readonly cancelSubsequentBookings?: boolean;
  readonly [field: string]: unknown;
}
