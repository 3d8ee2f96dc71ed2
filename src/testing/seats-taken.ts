import type { FakeBooking, FakeEventType, FakeSeats } from "./model.ts";
import type { State } from "./state.ts";

/** The booking whose seats are taken at a start. */
export const findSeated = (
  { bookings }: State,
  eventType: FakeEventType,
  start: number,
): FakeBooking | undefined =>
  [...bookings.values()].find(
    (booking) =>
      booking.eventTypeId === eventType.id &&
      booking.start === start &&
      ["accepted", "pending"].includes(booking.status),
  );

export const seatsTaken = ({ attendees }: FakeBooking): number => attendees.length;

export const isSeated = (
  eventType: FakeEventType,
): eventType is FakeEventType & { readonly seats: FakeSeats } => eventType.seats !== null;

/** What a slot of an event type with seats says of them; a full one is still listed (0276). */
export function seatsOf(
  state: State,
  eventType: FakeEventType,
  start: number,
  now: number,
): object {
  if (!isSeated(eventType)) return {};
  const booking = findSeated(state, eventType, start);
  const held = [...state.reservations.values()].filter(
    (one) => one.eventTypeId === eventType.id && one.start === start && one.until > now,
  );
  const seatsBooked = (booking === undefined ? 0 : seatsTaken(booking)) + held.length;
  const seatsTotal = eventType.seats.seatsPerTimeSlot;
  return {
    seatsBooked,
    seatsRemaining: Math.max(0, seatsTotal - seatsBooked),
    seatsTotal,
    ...(booking === undefined ? {} : { bookingUid: booking.uid }),
  };
}
