import { asObject } from "./booking-input.ts";
import { locationOf } from "./booking-location.ts";
import { addPeople, changeableBooking } from "./booking-people.ts";
import { peopleIn } from "./booking-people-input.ts";
import { reassignBookingTo } from "./booking-reassign.ts";
import { requestReschedule } from "./booking-request.ts";
import type { FakeAttendee, FakeBooking } from "./model.ts";
import { type Reply, refuse, success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { serializeBooking } from "./serialize-booking.ts";
import { patch } from "./state.ts";

const VERSION = "2024-08-13";

/** The booking in the path, for those who may change it. */
const changeable = ({ tools, id, caller }: RouteContext, orAttendee = false): FakeBooking =>
  changeableBooking(tools.state, id, caller.user, orAttendee);

function bySeat({ tools, id }: RouteContext): Reply {
  const found = [...tools.state.bookings.values()].find(({ attendees }) =>
    attendees.some(({ seatUid }) => seatUid === id),
  );
  if (found !== undefined) return success(serializeBooking(tools, found));
  throw refuse(404, `Booking with seatUid=${id} was not found in the database`);
}

async function requestOther(context: RouteContext): Promise<Reply> {
  const { uid } = changeable(context);
  const reason = asObject(context.body)?.rescheduleReason;
  const said = typeof reason === "string" ? reason : undefined;
  await requestReschedule(context.tools, uid, said, context.step);
  return { status: 200, body: { status: "success" } };
}

async function reassignTo(context: RouteContext): Promise<Reply> {
  const { tools, ids, body, step } = context;
  const { uid } = changeable(context);
  const wanted = tools.state.users.get(Number(ids[1]));
  if (wanted === undefined) throw refuse(404, `User with id=${ids[1]} was not found`);
  const { id, name, email } = wanted;
  await reassignBookingTo(tools, uid, id, step);
  const { reason } = asObject(body) ?? {};
  const said = typeof reason === "string" ? { reason } : {};
  return success({ bookingUid: uid, reassignedTo: { id, name, email }, ...said });
}

const listed = ({ id: bookingId }: FakeBooking, person: FakeAttendee): object => {
  const { id, name, email, timeZone, language, absent = false } = person;
  return { id, bookingId, name, email, displayEmail: email, timeZone, language, absent };
};

function attendees(context: RouteContext): Reply {
  const booking = changeable(context, true);
  return success(booking.attendees.map((person) => listed(booking, person)));
}

function attendee(context: RouteContext): Reply {
  const booking = changeable(context, true);
  const found = booking.attendees.find(({ id }) => id === Number(context.ids[1]));
  if (found !== undefined) return success(listed(booking, found));
  throw refuse(404, `Attendee with id ${context.ids[1]} not found in booking ${booking.uid}`);
}

async function addAttendee(context: RouteContext): Promise<Reply> {
  const { uid, attendees: known } = changeable(context, true);
  const people = peopleIn([asObject(context.body) ?? {}], known[0], true);
  const booking = await addPeople(context.tools, uid, people, context.step, false);
  const added = booking.attendees.at(-1);
  return success(added && listed(booking, added), 201);
}

async function addGuests(context: RouteContext): Promise<Reply> {
  const { uid, attendees: known } = changeable(context, true);
  const { guests } = asObject(context.body) ?? {};
  const asked = (Array.isArray(guests) ? guests : []).map((guest) => asObject(guest) ?? {});
  const people = peopleIn(asked, known[0], false);
  const booking = await addPeople(context.tools, uid, people, context.step, true);
  return success(serializeBooking(context.tools, booking));
}

async function relocate(context: RouteContext): Promise<Reply> {
  const { tools, body, step } = context;
  const { uid, location: previousLocation } = changeable(context);
  const location = locationOf(body);
  await step("beforeCommit");
  const changes = { location, updatedAt: tools.clock.now() };
  const booking = patch(tools.state.bookings, uid, "booking", changes);
  await step("afterCommit", [booking]);
  await tools.send({ trigger: "BOOKING_LOCATION_UPDATED", booking, previousLocation });
  return success(serializeBooking(tools, booking));
}

const route = (method: string, path: string, run: Route["run"]): Route => ({
  method,
  pattern: new RegExp(`^/v2/bookings/${path}$`),
  version: VERSION,
  access: "permission",
  run,
});

/** What can be done with a booking besides making, moving and cancelling it. */
export const bookingChangeRoutes: readonly Route[] = [
  { ...route("GET", "by-seat/([^/]+)", bySeat), access: "public", readsReplica: true },
  { ...route("GET", "([^/]+)/attendees", attendees), readsReplica: true },
  { ...route("GET", "([^/]+)/attendees/([^/]+)", attendee), readsReplica: true },
  route("POST", "([^/]+)/attendees", addAttendee),
  { ...route("POST", "([^/]+)/guests", addGuests), ownLimit: { name: "guests", limit: 5 } },
  route("PATCH", "([^/]+)/location", relocate),
  route("POST", "([^/]+)/request-reschedule", requestOther),
  route("POST", "([^/]+)/reassign/([^/]+)", reassignTo),
];
