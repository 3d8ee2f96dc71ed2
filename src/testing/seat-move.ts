import { type ActionTools, findOrganizer, refuseDuplicate, type Step } from "./booking-actions.ts";
import { refuseGone } from "./booking-reschedule.ts";
import type { FakeAttendee, FakeBooking, FakeEventType } from "./model.ts";
import { internalError, refuse } from "./replies.ts";
import { findSeated, isSeated, seatsTaken } from "./seats-taken.ts";
import { mustGet, patch } from "./state.ts";

const FULL = "No more seats left at this seated booking.";

/** One seat, and when it is to be. */
export interface SeatMove {
  readonly seatUid: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
}

/** The booking a seat that moves alone makes. */
function seatAlone(
  { state, clock }: ActionTools,
  eventType: FakeEventType,
  old: FakeBooking,
  attendee: FakeAttendee,
  start: number,
): FakeBooking {
  const uid = state.ids.uid();
  return {
    ...old,
    id: state.ids.number("booking"),
    uid,
    icsUid: `${uid}@Cal.com`,
    status: eventType.requiresConfirmation ? "pending" : "accepted",
    start,
    end: start + old.end - old.start,
    attendees: [attendee],
    responses: { email: attendee.email, name: attendee.name },
    rescheduledFromUid: old.uid,
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
}

const joined = (
  { clock }: ActionTools,
  { attendees, ...booking }: FakeBooking,
  attendee: FakeAttendee,
): FakeBooking => ({
  ...booking,
  attendees: [...attendees.filter(({ seatUid }) => seatUid !== attendee.seatUid), attendee],
  updatedAt: clock.now(),
});

function seatIn({ state }: ActionTools, uid: string, seatUid: string): FakeAttendee {
  const found = state.bookings.get(uid)?.attendees.find((one) => one.seatUid === seatUid);
  if (found !== undefined) return found;
  throw refuse(404, `Seat with uid=${seatUid} not found`);
}

function takeOut({ state, clock }: ActionTools, uid: string, seatUid: string): void {
  const { attendees } = mustGet(state.bookings, uid, "booking");
  const left = attendees.filter((one) => one.seatUid !== seatUid);
  patch(state.bookings, uid, "booking", {
    attendees: left,
    ...(left.length === 0 ? { status: "cancelled" as const } : {}),
    updatedAt: clock.now(),
  });
}

/**
 * Moves one attendee to another start: into the booking that is there, or a new one. The old
 * booking keeps its uid and the other seats, and goes with the last (API.md 8.4).
 */
export async function moveSeat(
  tools: ActionTools,
  uid: string,
  { seatUid, start }: SeatMove,
  step: Step,
): Promise<FakeBooking> {
  const { state, send } = tools;
  const old = state.bookings.get(uid);
  const eventType = state.eventTypes.get(old?.eventTypeId ?? -1);
  if (old === undefined || eventType === undefined) throw internalError();
  refuseGone(old);
  seatIn(tools, uid, seatUid);
  if (!isSeated(eventType)) throw refuse(404, `Seat with uid=${seatUid} not found`);
  const wanted = { start, end: start + old.end - old.start };
  const target = findSeated(state, eventType, start);
  // As with a seat that is taken: whoever joins a booking needs a free seat, and no free host.
  if (target === undefined) findOrganizer(tools, eventType, wanted);
  else if (target.uid !== uid && seatsTaken(target) >= eventType.seats.seatsPerTimeSlot) {
    throw refuse(409, FULL);
  }
  await step("beforeCommit");
  // Whoever moves it at the same moment may have been first, and nobody sits twice.
  const attendee = seatIn(tools, uid, seatUid);
  const there = state.bookings.get(target?.uid ?? "");
  const booking = there
    ? joined(tools, there, attendee)
    : seatAlone(tools, eventType, old, attendee, start);
  if (there === undefined) refuseDuplicate(tools, booking);
  if (booking.uid !== uid) takeOut(tools, uid, seatUid);
  state.bookings.set(booking.uid, booking);
  await step("afterCommit", [booking]);
  await send({ trigger: "BOOKING_RESCHEDULED", booking, previous: old, seatUid });
  return booking;
}
