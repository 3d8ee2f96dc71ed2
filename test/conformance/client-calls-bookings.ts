import type {
  BookingResult,
  BookingsFilter,
  CancelBookingInput,
  CreateBookingInput,
  MarkAbsentInput,
  RescheduleBookingInput,
  ReservationInput,
  SlotsQuery,
} from "../../src/index.ts";
import type { Asked, ClientCall } from "./client-calls.ts";

const DAY = { start: "2026-12-07", end: "2026-12-07" };
const BOOKING = {
  eventTypeId: 1,
  start: "2026-12-07T10:00:00Z",
  attendee: { name: "Ann", email: "ann@example.test", timeZone: "Europe/London" },
};

const uidIn = ({ of }: Asked) => String(of[0]);

/** Which booking, or which of a series, without what the client adds. */
function bookingsIn({ booking, occurrences }: BookingResult): unknown {
  return occurrences ?? booking;
}

/** A list in a query is a text with commas, and a number a text. */
function filterOf({ query }: Asked): BookingsFilter {
  const { eventTypeId, skip: _skip, status, take, ...rest } = query;
  return {
    ...rest,
    ...(status === undefined ? {} : { status: String(status).split(",") }),
    ...(eventTypeId === undefined ? {} : { eventTypeId: Number(eventTypeId) }),
    ...(take === undefined ? {} : { pageSize: Number(take) }),
  } as BookingsFilter;
}

/** Slots, bookings and reservations. */
export const BOOKING_CALLS: readonly ClientCall[] = [
  {
    method: "GET",
    path: /^\/slots$/,
    call: async (client, { query }) => {
      const { eventTypeId, format, usernames, ...rest } = query;
      const { slots } = await client.slots.list({
        ...rest,
        ...(eventTypeId === undefined ? {} : { eventTypeId: Number(eventTypeId) }),
        ...(usernames === undefined ? {} : { usernames: String(usernames).split(",") }),
        // What Cal.com does without being told, the client does when told so.
        format: format ?? "time",
      } as SlotsQuery);
      return slots;
    },
    standIn: { query: { eventTypeId: 1, ...DAY } },
  },
  {
    method: "POST",
    path: /^\/bookings$/,
    call: async (client, { body }) =>
      bookingsIn(await client.bookings.create(body as CreateBookingInput)),
    standIn: { body: BOOKING },
  },
  {
    method: "GET",
    path: /^\/bookings$/,
    // The page that was asked for, and not the next one, which was never recorded.
    call: (client, asked) =>
      client.bookings.list(filterOf(asked)).toArray({ limit: Number(asked.query.take ?? 100) }),
    standIn: { query: {} },
  },
  {
    method: "GET",
    path: /^\/bookings\/([^/]+)$/,
    call: (client, asked) => client.bookings.get(uidIn(asked)),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/reschedule$/,
    call: async (client, asked) => {
      const input = asked.body as RescheduleBookingInput;
      return bookingsIn(await client.bookings.reschedule(uidIn(asked), input));
    },
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/cancel$/,
    call: async (client, asked) => {
      const input = (asked.body ?? undefined) as CancelBookingInput | undefined;
      return bookingsIn(await client.bookings.cancel(uidIn(asked), input));
    },
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/confirm$/,
    call: async (client, asked) => bookingsIn(await client.bookings.confirm(uidIn(asked))),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/decline$/,
    call: async (client, asked) =>
      bookingsIn(await client.bookings.decline(uidIn(asked), asked.body as { reason: string })),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/mark-absent$/,
    call: async (client, asked) =>
      bookingsIn(await client.bookings.markAbsent(uidIn(asked), asked.body as MarkAbsentInput)),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/reassign$/,
    call: async (client, asked) => (await client.bookings.reassign(uidIn(asked))).reassignedTo,
    gives: (data) => (data as { reassignedTo: unknown }).reassignedTo,
  },
  {
    method: "POST",
    path: /^\/slots\/reservations$/,
    call: async (client, { body }) =>
      (await client.reservations.create(body as ReservationInput)).reservation,
    standIn: { body: { eventTypeId: 1, slotStart: BOOKING.start } },
  },
  {
    method: "GET",
    path: /^\/slots\/reservations\/([^/]+)$/,
    call: (client, asked) => client.reservations.get(uidIn(asked)),
  },
  {
    method: "PATCH",
    path: /^\/slots\/reservations\/([^/]+)$/,
    call: async (client, asked) => {
      const input = asked.body as ReservationInput;
      return (await client.reservations.update(uidIn(asked), input)).reservation;
    },
  },
  {
    method: "DELETE",
    path: /^\/slots\/reservations\/([^/]+)$/,
    call: (client, asked) => client.reservations.delete(uidIn(asked)),
    gives: () => ({ coherence: "confirmed" }),
  },
];
