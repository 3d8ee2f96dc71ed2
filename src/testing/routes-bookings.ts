import { markAbsent } from "./booking-absence.ts";
import type { ActionTools } from "./booking-actions.ts";
import { cancelBooking } from "./booking-cancel.ts";
import { listBookingsByCursor } from "./booking-cursors.ts";
import { decideBooking } from "./booking-decisions.ts";
import { asObject, type BookingInput, parseBookingBody } from "./booking-input.ts";
import { createInstant } from "./booking-instant.ts";
import { listBookings } from "./booking-list.ts";
import { reassignBooking } from "./booking-reassign.ts";
import { rescheduleBooking } from "./booking-reschedule.ts";
import { createSeries, seriesFrom } from "./booking-series.ts";
import { findBySlug } from "./hosts.ts";
import type { FakeBooking, FakeEventType } from "./model.ts";
import { dateProblem, refuseProblems, unknownKeys, utcMillis } from "./problems.ts";
import { internalError, type Reply, refuse, refuseInvalid, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { moveSeat } from "./seat-move.ts";
import { cancelSeat } from "./seats.ts";
import { isSeated } from "./seats-taken.ts";
import { serializeBooking, serializeOldBooking } from "./serialize-booking.ts";
import { OLD_VERSIONS } from "./served-version.ts";
import { mustGet, type State } from "./state.ts";

const VERSION = "2024-08-13";
const ONE = /^\/v2\/bookings\/([^/]+)$/;
const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** The event type a booking is for, or the server's refusal. */
export function bookedEventType(state: State, input: BookingInput): FakeEventType {
  const { eventTypeId, eventTypeSlug, username, teamSlug } = input;
  const owner = [...state.users.values()].find((user) => user.username === username);
  const team = [...state.teams.values()].find(({ slug }) => slug === teamSlug);
  const found =
    eventTypeId === undefined
      ? findBySlug(state, eventTypeSlug, { userId: owner?.id ?? -1, teamId: team?.id })
      : state.eventTypes.get(eventTypeId);
  if (found !== undefined) return found;
  const what = eventTypeId === undefined ? `slug ${eventTypeSlug}` : `id ${eventTypeId}`;
  throw refuse(404, `Event type with ${what} not found.`);
}

/** A series answers with an array, also when it has one booking. */
function oneOrAll(tools: ActionTools, bookings: readonly FakeBooking[], series: boolean): unknown {
  const data = bookings.map((booking) => serializeBooking(tools, booking));
  return series ? data : data[0];
}

/** A booking as the answer to a write shows it; a replica may not have it (API.md 8.2). */
function answered({ readBack }: RouteContext, { uid }: FakeBooking): FakeBooking {
  const found = readBack.bookings.get(uid);
  if (found === undefined) throw internalError();
  return found;
}

async function create(context: RouteContext): Promise<Reply> {
  const { tools, body, step } = context;
  const { input, inspect } = parseBookingBody(body);
  const eventType = bookedEventType(tools.state, input);
  inspect();
  const written = input.instant
    ? [await createInstant(tools, eventType, input, step)]
    : await createSeries(tools, eventType, input, step);
  const made = written.map((booking) => answered(context, booking));
  if (!isSeated(eventType)) {
    return success(oneOrAll(tools, made, eventType.recurrence !== null), 201);
  }
  // The seat is known from the write; only the booking around it is read back.
  const [seat] = written.map(({ attendees }) =>
    attendees.findLast(({ email }) => email === input.attendee.email),
  );
  const [booking] = made.map((one) => serializeBooking(tools, one));
  return success({ ...booking, seatUid: seat?.seatUid }, 201);
}

/** Without the version header the old API answers, whose input looks different. */
function createOld({ body }: RouteContext): Reply {
  const { attendee: _, ...target } = asObject(body) ?? {};
  const wrong = (property: string, rule: string, message: string) =>
    target[property] === undefined
      ? [{ target, property, children: [], constraints: { [rule]: `${property} ${message}` } }]
      : [];
  throw refuseInvalid([
    ...wrong("timeZone", "isTimeZone", "must be a valid IANA time-zone"),
    ...wrong("language", "isString", "must be a string"),
    ...wrong("metadata", "isObject", "must be an object"),
  ]);
}

function refuseSeatless(state: State, uid: string): void {
  const eventType = state.eventTypes.get(state.bookings.get(uid)?.eventTypeId ?? -1);
  if (eventType === undefined || !isSeated(eventType)) return;
  const why = `Booking with uid=${uid} is a seated booking which means you have to provide seatUid`;
  throw refuse(400, `${why} in the request body to say which seat you want to reschedule.`);
}

async function reschedule(context: RouteContext): Promise<Reply> {
  const { tools, caller, body, id, step } = context;
  const input = asObject(body) ?? {};
  const seatUid = text(input.seatUid);
  const allowed = ["start", "rescheduledBy", "emailVerificationCode"];
  const more = seatUid === undefined ? "reschedulingReason" : "seatUid";
  refuseProblems([...unknownKeys(input, [...allowed, more]), ...dateProblem("start", input.start)]);
  if (seatUid !== undefined) {
    const start = utcMillis(String(input.start));
    const moved = answered(context, await moveSeat(tools, id, { seatUid, start }, step));
    return success({ ...serializeBooking(tools, moved), seatUid }, 201);
  }
  refuseSeatless(tools.state, id);
  const organizerId = tools.state.bookings.get(id)?.userId;
  const byOwner =
    caller.user !== undefined &&
    caller.user.id === organizerId &&
    input.rescheduledBy === caller.user.email;
  const booking = await rescheduleBooking(
    tools,
    id,
    { start: utcMillis(String(input.start)), reason: text(input.reschedulingReason), byOwner },
    step,
  );
  return success(serializeBooking(tools, answered(context, booking)), 201);
}

async function cancel(context: RouteContext): Promise<Reply> {
  const { tools, body, id, step } = context;
  const input = asObject(body) ?? {};
  const seatUid = text(input.seatUid);
  const allowed = ["cancellationReason", "cancelSubsequentBookings"];
  // Recorded (0352): a seat is given back without a reason.
  refuseProblems(unknownKeys(input, seatUid === undefined ? allowed : ["seatUid"]));
  if (seatUid !== undefined) {
    const left = await cancelSeat(tools, id, seatUid, step);
    return success(serializeBooking(tools, answered(context, left)));
  }
  const subsequent = input.cancelSubsequentBookings === true;
  const reason = text(input.cancellationReason);
  const written = await cancelBooking(tools, id, { reason, subsequent }, step);
  const cancelled = written.map((booking) => answered(context, booking));
  return success(oneOrAll(tools, cancelled, subsequent || cancelled[0]?.uid !== id));
}

function read(serialize: typeof serializeBooking): Route["run"] {
  return ({ tools, id }) => {
    const { bookings } = tools.state;
    const booking = bookings.get(id);
    const series = seriesFrom(bookings.values(), id, 0);
    if (series.length > 0) return success(series.map((one) => serialize(tools, one)));
    if (booking === undefined) {
      throw refuse(404, `Booking with uid=${id} was not found in the database`);
    }
    return success(serialize(tools, booking));
  };
}

const decide = (verdict: "confirm" | "decline"): Route => ({
  method: "POST",
  pattern: new RegExp(`^/v2/bookings/([^/]+)/${verdict}$`),
  version: VERSION,
  access: "permission",
  async run(context) {
    const { tools, caller, body, id, step } = context;
    const reason = text(asObject(body)?.reason);
    const booking = await decideBooking(tools, id, { verdict, caller, reason }, step);
    return success(serializeBooking(tools, answered(context, booking)));
  },
});

async function reassign({ tools, id, step }: RouteContext): Promise<Reply> {
  const { uid, userId } = await reassignBooking(tools, id, step);
  const { name, email } = mustGet(tools.state.users, userId, "user");
  return success({ bookingUid: uid, reassignedTo: { id: userId, name, email } });
}

async function absence({ tools, body, id, step }: RouteContext): Promise<Reply> {
  const { host, attendees } = asObject(body) ?? {};
  const marks = (Array.isArray(attendees) ? attendees : []).map((mark) => {
    const { email, absent } = asObject(mark) ?? {};
    return { email: String(email), absent: absent === true };
  });
  const marked = { host: typeof host === "boolean" ? host : undefined, attendees: marks };
  const booking = await markAbsent(tools, id, marked, step);
  return success(serializeBooking(tools, booking));
}

const post = (pattern: RegExp, run: Route["run"]): Route => ({
  method: "POST",
  pattern,
  version: VERSION,
  access: "public",
  run,
});

export const bookingRoutes: readonly Route[] = [
  post(/^\/v2\/bookings$/, create),
  { ...post(/^\/v2\/bookings$/, createOld), version: OLD_VERSIONS },
  post(/^\/v2\/bookings\/([^/]+)\/reschedule$/, reschedule),
  post(/^\/v2\/bookings\/([^/]+)\/cancel$/, cancel),
  { ...post(/^\/v2\/bookings\/([^/]+)\/reassign$/, reassign), access: "permission" },
  { ...post(/^\/v2\/bookings\/([^/]+)\/mark-absent$/, absence), access: "permission" },
  decide("confirm"),
  decide("decline"),
  {
    method: "GET",
    pattern: /^\/v2\/bookings$/,
    version: VERSION,
    access: "permission",
    readsReplica: true,
    run: listBookings,
  },
  {
    method: "GET",
    pattern: /^\/v2\/bookings$/,
    version: "2026-05-01",
    access: "permission",
    readsReplica: true,
    run: listBookingsByCursor,
  },
  {
    method: "GET",
    pattern: ONE,
    version: VERSION,
    access: "public",
    readsReplica: true,
    run: read(serializeBooking),
  },
  {
    method: "GET",
    pattern: ONE,
    version: OLD_VERSIONS,
    access: "public",
    readsReplica: true,
    run: read(serializeOldBooking),
  },
];
