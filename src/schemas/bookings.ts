import * as z from "zod/mini";
import type { Frozen } from "./frozen.ts";

const maybe = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));

// What only describes a booking is left out where it has another type than documented: a booking
// that was made must not become an unknown outcome for its title.
const described = <T extends z.ZodMiniType>(schema: T) => z.catch(maybe(schema), undefined);

const text = described(z.string());

/** The uid of a booking, a seat or a series. */
export const uidSchema = z.string().check(
  z.refine(
    // A path segment of dots would reach another route.
    (uid) => uid !== "" && !/^\.{1,2}$/.test(uid) && uid.isWellFormed(),
    "the uid of a booking",
  ),
);

const attendeeSchema = z.looseObject({
  email: maybe(z.string()),
  name: text,
  displayEmail: text,
  timeZone: text,
  language: text,
  phoneNumber: text,
  absent: described(z.boolean()),
  /** Of event types with seats. */
  seatUid: text,
});

// What Cal.com writes of a booking without an organizer: an instant one that nobody has joined yet, and
// one whose organizer was deleted.
const nobody = z.pipe(
  z.literal("unknown"),
  z.transform(() => undefined),
);

const hostSchema = z.looseObject({
  id: maybe(z.union([z.number(), nobody])),
  email: maybe(z.string()),
  name: text,
  displayEmail: text,
  username: text,
  timeZone: text,
});

const bookingSchema = z.looseObject({
  id: z.number(),
  uid: z.string(),
  status: z.string(),
  start: z.string(),
  end: z.string(),
  eventTypeId: maybe(z.number()),
  eventType: maybe(z.looseObject({ id: maybe(z.number()), slug: text })),
  hosts: z.array(hostSchema),
  attendees: z.array(attendeeSchema),
  guests: maybe(z.array(z.string())),
  rescheduledFromUid: maybe(z.string()),
  rescheduledToUid: maybe(z.string()),
  recurringBookingUid: maybe(z.string()),
  /** In the answer for a seat that was taken or moved. */
  seatUid: maybe(z.string()),
  title: text,
  description: text,
  /** Minutes. */
  duration: described(z.number()),
  location: text,
  meetingUrl: text,
  absentHost: described(z.boolean()),
  cancellationReason: text,
  cancelledByEmail: text,
  reschedulingReason: text,
  rescheduledByEmail: text,
  createdAt: text,
  updatedAt: text,
  rating: described(z.number()),
  icsUid: text,
  metadata: described(z.record(z.string(), z.unknown())),
  bookingFieldsResponses: described(z.record(z.string(), z.unknown())),
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

const listedAttendeeSchema = z.extend(attendeeSchema, { id: described(z.number()) });

/** The people of a booking. */
export const attendeesAnswerSchema = z.looseObject({ data: z.array(listedAttendeeSchema) });

/** Somebody who was added to a booking. */
export const attendeeAnswerSchema = z.looseObject({ data: listedAttendeeSchema });

/** Who has taken a booking over (recording 0250). */
export const reassignedAnswerSchema = z.looseObject({
  data: z.looseObject({
    reassignedTo: z.looseObject({
      id: z.number(),
      email: maybe(z.string()),
      name: text,
      displayEmail: text,
    }),
  }),
});

/** A booking as Cal.com describes it; fields not named here are kept. */
export type Booking = Frozen<z.infer<typeof bookingSchema>>;

/** Somebody a booking is for. Cal.com also lists a collective booking's other hosts here. */
export type BookingAttendee = Frozen<z.infer<typeof attendeeSchema>>;

/** The same with Cal.com's own number, where the server gives it. */
export type ListedAttendee = Frozen<z.infer<typeof listedAttendeeSchema>>;

/** Who has taken a booking over. */
export type NewHost = Frozen<z.infer<typeof reassignedAnswerSchema>["data"]["reassignedTo"]>;

/** A booking whose attendees have seats. */
export type SeatedBooking = Booking & {
  readonly attendees: readonly (BookingAttendee & { readonly seatUid: string })[];
};

/**
 * Whether a booking is one of seats, so that each attendee's `seatUid` is known. Of a cancelled one
 * Cal.com may list nobody; then this is `false`.
 *
 * @example
 * ```ts
 * import { CalcomClient, isSeatedBooking } from "calcom-coherent";
 *
 * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
 * const booking = await calcom.bookings.get("uid");
 * if (isSeatedBooking(booking)) console.log(booking.attendees.map(({ seatUid }) => seatUid));
 * ```
 */
export function isSeatedBooking(booking: Booking): booking is SeatedBooking {
  const { attendees } = booking;
  return attendees.length > 0 && attendees.every(({ seatUid }) => typeof seatUid === "string");
}
