import {
  cancelBookingSchema,
  declineBookingSchema,
  markAbsentSchema,
  rescheduleBookingSchema,
} from "../../src/schemas/booking-change-inputs.ts";
import { bookingsFilterSchema } from "../../src/schemas/booking-filters.ts";
import { createBookingSchema } from "../../src/schemas/booking-inputs.ts";
import {
  bookingAnswerSchema,
  bookingsPageSchema,
  seriesAnswerSchema,
} from "../../src/schemas/bookings.ts";
import { eventTypeAnswerSchema, meAnswerSchema } from "../../src/schemas/event-types.ts";
import {
  doneAnswerSchema,
  reservationAnswerSchema,
  reservationFoundSchema,
  reservationInputSchema,
} from "../../src/schemas/reservations.ts";
import { slotsAnswerSchema, slotsQuerySchema } from "../../src/schemas/slots.ts";
import type { ApiCall } from "./call.ts";

const SLOTS = { versioned: "slots" } as const;
const BOOKINGS = {
  versioned: "bookings",
  answer: [bookingAnswerSchema, seriesAnswerSchema],
} as const;
const RESERVATION = "/v2/slots/reservations/{uid}";

/** Every call the client makes. Whoever adds a call to `src/api` adds its line here. */
export const CALLS: readonly ApiCall[] = [
  {
    ...SLOTS,
    name: "slots.list",
    method: "GET",
    path: "/v2/slots",
    query: slotsQuerySchema,
    answer: slotsAnswerSchema,
    bare: true,
  },
  {
    ...BOOKINGS,
    name: "bookings.create",
    method: "POST",
    path: "/v2/bookings",
    body: createBookingSchema,
  },
  { ...BOOKINGS, name: "bookings.get", method: "GET", path: "/v2/bookings/{uid}" },
  {
    name: "bookings.list",
    method: "GET",
    path: "/v2/bookings",
    versioned: "bookingsList",
    query: bookingsFilterSchema,
    kept: ["pageSize"],
    added: ["take", "skip", "limit", "cursor"],
    answer: bookingsPageSchema,
  },
  {
    ...BOOKINGS,
    name: "bookings.reschedule",
    method: "POST",
    path: "/v2/bookings/{uid}/reschedule",
    body: rescheduleBookingSchema,
  },
  {
    ...BOOKINGS,
    name: "bookings.cancel",
    method: "POST",
    path: "/v2/bookings/{uid}/cancel",
    body: cancelBookingSchema,
  },
  { ...BOOKINGS, name: "bookings.confirm", method: "POST", path: "/v2/bookings/{uid}/confirm" },
  {
    ...BOOKINGS,
    name: "bookings.decline",
    method: "POST",
    path: "/v2/bookings/{uid}/decline",
    body: declineBookingSchema,
  },
  {
    ...BOOKINGS,
    name: "bookings.markAbsent",
    method: "POST",
    path: "/v2/bookings/{uid}/mark-absent",
    body: markAbsentSchema,
  },
  {
    ...SLOTS,
    name: "reservations.create",
    method: "POST",
    path: "/v2/slots/reservations",
    body: reservationInputSchema,
    answer: reservationAnswerSchema,
  },
  {
    ...SLOTS,
    name: "reservations.get",
    method: "GET",
    path: RESERVATION,
    answer: reservationFoundSchema,
  },
  {
    ...SLOTS,
    name: "reservations.update",
    method: "PATCH",
    path: RESERVATION,
    body: reservationInputSchema,
    answer: reservationAnswerSchema,
  },
  {
    ...SLOTS,
    name: "reservations.delete",
    method: "DELETE",
    path: RESERVATION,
    answer: doneAnswerSchema,
  },
  {
    name: "pools: event type",
    method: "GET",
    path: "/v2/event-types/{eventTypeId}",
    versioned: "eventTypes",
    answer: eventTypeAnswerSchema,
  },
  { name: "pools: me", method: "GET", path: "/v2/me", answer: meAnswerSchema },
];
