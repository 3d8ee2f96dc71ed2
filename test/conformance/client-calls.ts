import type {
  ApiRequest,
  BookingResult,
  BookingsFilter,
  CalcomClient,
  CancelBookingInput,
  CreateBookingInput,
  MarkAbsentInput,
  RescheduleBookingInput,
  ReservationInput,
  SlotsQuery,
} from "../../src/index.ts";

/** What was sent, taken apart. */
export interface Asked {
  /** What the pattern captured of the path, such as a uid. */
  readonly of: readonly string[];
  readonly query: Readonly<Record<string, string | number>>;
  readonly body: unknown;
}

/** The client's method for a call, and what a success is read into. */
export interface ClientCall {
  readonly method: string;
  /** Of what follows `/v2`. */
  readonly path: RegExp;
  readonly call: (client: CalcomClient, asked: Asked) => Promise<unknown>;
  /** What the method gives for the recorded `data`; by itself when absent. */
  readonly gives?: (data: unknown) => unknown;
  /** A valid input, for recordings whose own the client refuses before it sends anything. */
  readonly standIn?: Partial<Asked>;
}

const DAY = { start: "2026-12-07", end: "2026-12-07" };
const BOOKING = {
  eventTypeId: 1,
  start: "2026-12-07T10:00:00Z",
  attendee: { name: "Ann", email: "ann@example.test", timeZone: "Europe/London" },
};

/** Which booking, or which of a series, without what the client adds. */
function bookingsIn({ booking, occurrences }: BookingResult): unknown {
  return occurrences ?? booking;
}

/** A list in a query is a text with commas, and a number a text. */
function filterOf({ query }: Asked): BookingsFilter {
  const { eventTypeId, eventTypeIds, skip: _skip, status, take, ...rest } = query;
  return {
    ...rest,
    ...(status === undefined ? {} : { status: String(status).split(",") }),
    ...(eventTypeId === undefined ? {} : { eventTypeId: Number(eventTypeId) }),
    ...(eventTypeIds === undefined
      ? {}
      : { eventTypeIds: String(eventTypeIds).split(",").map(Number) }),
    ...(take === undefined ? {} : { pageSize: Number(take) }),
  } as BookingsFilter;
}

/** The calls that have no method of their own, by `request()`. */
const byRequest = (method: ApiRequest["method"], path: RegExp): ClientCall => ({
  method,
  path,
  call: async (client, { body, of, query }) => {
    const request = { method, path: `/${of[0]}`, query, changes: "nothing" } as const;
    const answer = await client.request(
      method === "GET" || body === null ? request : { ...request, body: body as object },
    );
    return (answer.body as { data?: unknown }).data;
  },
});

const SLOTS: readonly ClientCall[] = [
  {
    method: "GET",
    path: /^\/slots$/,
    call: async (client, { query }) => {
      const { duration, eventTypeId, format, usernames, ...rest } = query;
      const { slots } = await client.slots.list({
        ...rest,
        ...(eventTypeId === undefined ? {} : { eventTypeId: Number(eventTypeId) }),
        ...(duration === undefined ? {} : { duration: Number(duration) }),
        ...(usernames === undefined ? {} : { usernames: String(usernames).split(",") }),
        // What Cal.com does without being told, the client does when told so.
        format: format ?? "time",
      } as SlotsQuery);
      return slots;
    },
    standIn: { query: { eventTypeId: 1, ...DAY } },
  },
];

const BOOKINGS: readonly ClientCall[] = [
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
    call: (client, { of }) => client.bookings.get(String(of[0])),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/reschedule$/,
    call: async (client, { body, of }) =>
      bookingsIn(await client.bookings.reschedule(String(of[0]), body as RescheduleBookingInput)),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/cancel$/,
    call: async (client, { body, of }) =>
      bookingsIn(
        await client.bookings.cancel(String(of[0]), (body ?? undefined) as CancelBookingInput),
      ),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/confirm$/,
    call: async (client, { of }) => bookingsIn(await client.bookings.confirm(String(of[0]))),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/decline$/,
    call: async (client, { body, of }) =>
      bookingsIn(await client.bookings.decline(String(of[0]), (body ?? undefined) as object)),
  },
  {
    method: "POST",
    path: /^\/bookings\/([^/]+)\/mark-absent$/,
    call: async (client, { body, of }) =>
      bookingsIn(await client.bookings.markAbsent(String(of[0]), body as MarkAbsentInput)),
  },
  byRequest("POST", /^\/(bookings\/[^/]+\/reassign)$/),
];

const RESERVATIONS: readonly ClientCall[] = [
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
    call: (client, { of }) => client.reservations.get(String(of[0])),
  },
  {
    method: "PATCH",
    path: /^\/slots\/reservations\/([^/]+)$/,
    call: async (client, { body, of }) =>
      (await client.reservations.update(String(of[0]), body as ReservationInput)).reservation,
  },
  {
    method: "DELETE",
    path: /^\/slots\/reservations\/([^/]+)$/,
    call: (client, { of }) => client.reservations.delete(String(of[0])),
    gives: () => ({ coherence: "confirmed" }),
  },
];

const OTHERS: readonly ClientCall[] = [
  byRequest("GET", /^\/(me)$/),
  byRequest("GET", /^\/((?:event-types|schedules|webhooks|teams)(?:\/.*)?)$/),
  byRequest("POST", /^\/((?:event-types|schedules|webhooks|teams)(?:\/.*)?)$/),
  byRequest("PATCH", /^\/((?:event-types|schedules|webhooks)\/.*)$/),
  byRequest("DELETE", /^\/((?:event-types|schedules|webhooks)\/.*)$/),
];

/** Every call that was recorded, and how the client makes it. */
export const CLIENT_CALLS: readonly ClientCall[] = [
  ...SLOTS,
  ...BOOKINGS,
  ...RESERVATIONS,
  ...OTHERS,
];
