import { overlaps, type TimeRange } from "./availability.ts";
import { hostIdsOf } from "./hosts.ts";
import type { BookingStatus, FakeBooking, FakeEventType, FakeReservation } from "./model.ts";
import { refuse } from "./replies.ts";
import { findSeated, isSeated, seatsTaken } from "./seats-taken.ts";
import { mustGet, type State } from "./state.ts";
import { toMillis } from "./virtual-clock.ts";

const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 5;
const RESERVED =
  "This time slot is already reserved by another user. Please choose a different time.";

/** A reservation to put straight into the state. */
export interface ReservationInput {
  readonly eventTypeId: number;
  readonly start: string | number | Date;
  /** How long it lasts, in minutes; default 5. */
  readonly minutes?: number;
}

/** What is asked for when a slot is to be held. */
export interface ReservationDraft {
  readonly slot: TimeRange;
  /** How long it lasts, in minutes; default 5. */
  readonly minutes?: number | undefined;
}

/** The reservations that have not run out; those that have are as if they never were. */
export const liveReservations = ({ reservations }: State, now: number): FakeReservation[] =>
  [...reservations.values()].filter(({ until }) => until > now);

/** The times nobody is offered in an event type because one of its hosts is reserved. */
export function reservedTimes(state: State, eventType: FakeEventType, now: number): TimeRange[] {
  const hosts = hostIdsOf(eventType);
  return liveReservations(state, now).filter(({ userId, eventTypeId }) => {
    const reserved = state.eventTypes.get(eventTypeId);
    // A reservation of a seat takes the seat alone.
    return hosts.includes(userId) && (reserved === undefined || !isSeated(reserved));
  });
}

const HOLDING: readonly BookingStatus[] = ["accepted", "pending", "awaiting_host"];

/** Whether these bookings leave nobody to hold; of a round robin that takes every host (API.md 7). */
function isBooked(eventType: FakeEventType, bookings: readonly FakeBooking[]): boolean {
  const holding = bookings.filter(({ status }) => HOLDING.includes(status));
  if (eventType.schedulingType !== "roundRobin") return holding.length > 0;
  return hostIdsOf(eventType).every((id) => holding.some(({ userId }) => userId === id));
}

/** Refuses a slot that is booked or held already; only the same event type counts. */
export function refuseTaken(
  state: State,
  eventType: FakeEventType,
  slot: TimeRange,
  now: number,
): void {
  const inTheWay = (other: TimeRange & { eventTypeId: number }) =>
    other.eventTypeId === eventType.id && overlaps(other, slot);
  if (isSeated(eventType)) {
    const booking = findSeated(state, eventType, slot.start);
    const { seatsPerTimeSlot } = eventType.seats;
    if (booking !== undefined && seatsTaken(booking) >= seatsPerTimeSlot) {
      const at = new Date(slot.start).toISOString();
      throw refuse(422, `Booking with id=${eventType.id} at ${at} has no more seats left.`);
    }
  }
  if (!isSeated(eventType) && isBooked(eventType, [...state.bookings.values()].filter(inTheWay))) {
    throw refuse(422, "Can't reserve a slot if the event is already booked.");
  }
  if (liveReservations(state, now).some(inTheWay)) throw refuse(422, RESERVED);
}

/** Writes a reservation; of a team's event type it holds the first host alone (0257-0259). */
export function reserve(
  state: State,
  eventType: FakeEventType,
  { slot, minutes = DEFAULT_MINUTES }: ReservationDraft,
  now: number,
  uid = state.ids.uuid(),
): FakeReservation {
  const [userId = eventType.ownerId] = hostIdsOf(eventType);
  const reservation: FakeReservation = {
    uid,
    eventTypeId: eventType.id,
    userId,
    start: slot.start,
    end: slot.end,
    minutes,
    until: now + minutes * MINUTE_MS,
  };
  state.reservations.set(uid, reservation);
  return reservation;
}

/** Puts a reservation into the state without asking whether it would be accepted. */
export function addReservation(
  state: State,
  { eventTypeId, start: at, minutes }: ReservationInput,
  now: number,
): FakeReservation {
  const eventType = mustGet(state.eventTypes, eventTypeId, "event type");
  const start = toMillis(at);
  const end = start + eventType.lengthInMinutes * MINUTE_MS;
  return reserve(state, eventType, { slot: { start, end }, minutes }, now);
}
