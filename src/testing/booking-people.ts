import type { ActionTools, Step } from "./booking-actions.ts";
import { hostIdsOf } from "./hosts.ts";
import type { FakeAttendee, FakeBooking, FakeUser } from "./model.ts";
import { refuse, refuseInner } from "./replies.ts";
import { mustGet, patch, type State } from "./state.ts";

const MAX_GUESTS = 30;

/** Gives attendees the number each has in the database. */
export const numbered = ({ ids }: State, people: readonly FakeAttendee[]): FakeAttendee[] =>
  people.map((person) => ({ ...person, id: person.id ?? ids.number("attendee") }));

export function knownBooking({ bookings }: State, uid: string): FakeBooking {
  const booking = bookings.get(uid);
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`);
  return booking;
}

/** Whether a user may change a booking: its organizer, another host, or somebody of the team. */
function isHost(state: State, booking: FakeBooking, userId: number): boolean {
  const eventType = state.eventTypes.get(booking.eventTypeId);
  const members = state.teams.get(eventType?.teamId ?? -1)?.memberIds ?? [];
  const hosts = eventType === undefined ? [] : hostIdsOf(eventType);
  return [booking.userId, ...hosts, ...members].includes(userId);
}

/** The booking, for those who may change it; attendees may where `orAttendee` says so. */
export function changeableBooking(
  state: State,
  uid: string,
  user: FakeUser | undefined,
  orAttendee = false,
): FakeBooking {
  const booking = knownBooking(state, uid);
  const attends = booking.attendees.some(({ email }) => email === user?.email);
  if (isHost(state, booking, user?.id ?? -1) || (orAttendee && attends)) return booking;
  throw refuseInner(401, "TRPCError", "You are not authorized to access this resource");
}

/**
 * Adds people to a booking; a Cal.com user among them loses the time. No webhook tells of it
 * (API.md 12.2, row 8b), and the booking's own row stays as it was, `updatedAt` included.
 */
export async function addPeople(
  { state }: ActionTools,
  uid: string,
  people: readonly FakeAttendee[],
  step: Step,
  asGuests: boolean,
): Promise<FakeBooking> {
  const known = knownBooking(state, uid).attendees.map(({ email }) => email.toLowerCase());
  const emails = people.map(({ email }) => email.toLowerCase());
  if (new Set([...known, ...emails]).size < known.length + emails.length) {
    throw refuseInner(400, "TRPCError", "emails_must_be_unique_valid");
  }
  if (asGuests && knownBooking(state, uid).guests.length + people.length > MAX_GUESTS) {
    throw refuse(400, `A booking has at most ${MAX_GUESTS} guests.`);
  }
  await step("beforeCommit");
  const { attendees, guests } = mustGet(state.bookings, uid, "booking");
  const changed = patch(state.bookings, uid, "booking", {
    attendees: [...attendees, ...numbered(state, people)],
    ...(asGuests ? { guests: [...guests, ...people.map(({ email }) => email)] } : {}),
  });
  await step("afterCommit", [changed]);
  return changed;
}
