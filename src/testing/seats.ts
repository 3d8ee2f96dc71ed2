import type { ActionTools, Step } from "./booking-actions.ts";
import { createBooking } from "./booking-create.ts";
import type { BookingInput } from "./booking-input.ts";
import { numbered } from "./booking-people.ts";
import type { FakeBooking, FakeEventType, FakeSeats } from "./model.ts";
import { refuse } from "./replies.ts";
import { findSeated, seatsTaken } from "./seats-taken.ts";
import { mustGet, patch } from "./state.ts";

const FULL = "No more seats left at this seated booking.";
const UNKNOWN = "Invalid seatUid: this seat does not exist or has already been cancelled.";

/** Takes a seat: the first makes the booking, the others join it under the same uid. */
export async function bookSeat(
  tools: ActionTools,
  eventType: FakeEventType & { readonly seats: FakeSeats },
  input: BookingInput,
  step: Step,
): Promise<FakeBooking> {
  const { state, clock, send } = tools;
  const seatUid = state.ids.uuid();
  const attendee = { ...input.attendee, seatUid, metadata: input.metadata };
  const found = findSeated(state, eventType, input.start);
  if (found === undefined) {
    return createBooking(tools, eventType, { ...input, attendee, guests: [] }, step);
  }
  if (seatsTaken(found) >= eventType.seats.seatsPerTimeSlot) throw refuse(409, FULL);
  await step("beforeCommit");
  const { uid, attendees } = mustGet(state.bookings, found.uid, "booking");
  const joined = patch(state.bookings, uid, "booking", {
    attendees: [...attendees, ...numbered(state, [attendee])],
    updatedAt: clock.now(),
  });
  await step("afterCommit", [joined]);
  await send({ trigger: "BOOKING_CREATED", booking: joined, seatUid });
  return joined;
}

/** Gives a seat back; the booking goes with the last one. Receivers hear of it first, except from a queue. */
export async function cancelSeat(
  { state, clock, send, queuesWebhooks }: ActionTools,
  uid: string,
  seatUid: string,
  step: Step,
): Promise<FakeBooking> {
  const booking = state.bookings.get(uid);
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`);
  if (!booking.attendees.some((attendee) => attendee.seatUid === seatUid)) {
    throw refuse(400, UNKNOWN);
  }
  const subject = { trigger: "BOOKING_CANCELLED", booking, seatUid } as const;
  if (!queuesWebhooks) await send(subject);
  await step("beforeCommit");
  const current = mustGet(state.bookings, uid, "booking");
  const attendees = current.attendees.filter((attendee) => attendee.seatUid !== seatUid);
  const left = patch(state.bookings, uid, "booking", {
    attendees,
    ...(attendees.length === 0 ? { status: "cancelled" as const } : {}),
    updatedAt: clock.now(),
  });
  await step("afterCommit", [left]);
  if (queuesWebhooks) await send(subject);
  return left;
}
