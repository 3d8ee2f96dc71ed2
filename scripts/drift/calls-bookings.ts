import * as z from "zod/mini";
import {
  addAttendeeSchema,
  addGuestsSchema,
  cancelBookingSchema,
  declineBookingSchema,
  markAbsentSchema,
  reassignBookingSchema,
  requestRescheduleSchema,
  rescheduleBookingSchema,
} from "../../src/schemas/booking-change-inputs.ts";
import { bookingsFilterSchema } from "../../src/schemas/booking-filters.ts";
import { createBookingSchema } from "../../src/schemas/booking-inputs.ts";
import { newLocationSchema } from "../../src/schemas/booking-locations.ts";
import {
  attendeeAnswerSchema,
  attendeesAnswerSchema,
  bookingAnswerSchema,
  bookingsPageSchema,
  reassignedAnswerSchema,
  seriesAnswerSchema,
} from "../../src/schemas/bookings.ts";
import {
  doneAnswerSchema,
  reservationAnswerSchema,
  reservationFoundSchema,
  reservationInputSchema,
} from "../../src/schemas/reservations.ts";
import { slotsAnswerSchema, slotsQuerySchema } from "../../src/schemas/slots.ts";
import type { ApiCall } from "./call.ts";

const BOOKINGS = "/v2/bookings";
const BOOKING = `${BOOKINGS}/{bookingUid}`;
const RESERVATIONS = "/v2/slots/reservations";
const RESERVATION = `${RESERVATIONS}/{uid}`;
const booking = {
  versioned: "bookings",
  answer: [bookingAnswerSchema, seriesAnswerSchema],
} as const;
const posted = { ...booking, method: "POST" } as const;
const reservation = { versioned: "slots", answer: reservationAnswerSchema } as const;

/** Slots, bookings and reservations. */
export const BOOKING_CALLS: readonly ApiCall[] = [
  {
    name: "slots.list",
    method: "GET",
    path: "/v2/slots",
    versioned: "slots",
    query: slotsQuerySchema,
    answer: slotsAnswerSchema,
    bare: true,
  },
  { ...posted, name: "bookings.create", path: BOOKINGS, body: createBookingSchema },
  { ...booking, name: "bookings.get", method: "GET", path: BOOKING },
  { ...booking, name: "bookings.getBySeat", method: "GET", path: `${BOOKINGS}/by-seat/{seatUid}` },
  {
    name: "bookings.attendees",
    method: "GET",
    path: `${BOOKING}/attendees`,
    versioned: "bookings",
    answer: attendeesAnswerSchema,
  },
  {
    name: "bookings.list",
    method: "GET",
    path: BOOKINGS,
    versioned: "bookingsList",
    query: bookingsFilterSchema,
    kept: ["pageSize"],
    added: ["take", "skip", "limit", "cursor"],
    answer: bookingsPageSchema,
  },
  {
    ...posted,
    name: "bookings.reschedule",
    path: `${BOOKING}/reschedule`,
    body: rescheduleBookingSchema,
  },
  {
    name: "bookings.requestReschedule",
    method: "POST",
    path: `${BOOKING}/request-reschedule`,
    versioned: "bookings",
    body: requestRescheduleSchema,
    answer: doneAnswerSchema,
  },
  { ...posted, name: "bookings.cancel", path: `${BOOKING}/cancel`, body: cancelBookingSchema },
  { ...posted, name: "bookings.confirm", path: `${BOOKING}/confirm` },
  { ...posted, name: "bookings.decline", path: `${BOOKING}/decline`, body: declineBookingSchema },
  {
    ...posted,
    name: "bookings.markAbsent",
    path: `${BOOKING}/mark-absent`,
    body: markAbsentSchema,
  },
  {
    ...posted,
    name: "bookings.reassign",
    path: `${BOOKING}/reassign`,
    answer: reassignedAnswerSchema,
  },
  {
    ...posted,
    name: "bookings.reassign to a user",
    path: `${BOOKING}/reassign/{userId}`,
    body: z.omit(reassignBookingSchema, { userId: true }),
    answer: reassignedAnswerSchema,
  },
  {
    ...posted,
    name: "bookings.addAttendee",
    path: `${BOOKING}/attendees`,
    body: addAttendeeSchema,
    answer: attendeeAnswerSchema,
  },
  { ...posted, name: "bookings.addGuests", path: `${BOOKING}/guests`, body: addGuestsSchema },
  {
    ...booking,
    name: "bookings.updateLocation",
    method: "PATCH",
    path: `${BOOKING}/location`,
    body: z.looseObject({ location: newLocationSchema }),
  },
  {
    ...reservation,
    name: "reservations.create",
    method: "POST",
    path: RESERVATIONS,
    body: reservationInputSchema,
  },
  {
    ...reservation,
    name: "reservations.get",
    method: "GET",
    path: RESERVATION,
    answer: reservationFoundSchema,
  },
  {
    ...reservation,
    name: "reservations.update",
    method: "PATCH",
    path: RESERVATION,
    body: reservationInputSchema,
  },
  {
    ...reservation,
    name: "reservations.delete",
    method: "DELETE",
    path: RESERVATION,
    answer: doneAnswerSchema,
  },
];
