import type { ActionTools } from "./booking-actions.ts";
import type { FakeAttendee, FakeBooking } from "./model.ts";
import { mustGet } from "./state.ts";

/** The state that bookings are told from, and which server tells. */
export type BookingTeller = Pick<ActionTools, "state" | "isHosted">;

const MINUTE_MS = 60_000;
/** As Cal.com writes a host who is not there (its source; no recording has one). */
const NOBODY = { id: "unknown", name: "unknown", email: "unknown", username: "unknown" };
const iso = (instant: number): string => new Date(instant).toISOString();

export const minutesLong = (booking: FakeBooking): number =>
  (booking.end - booking.start) / MINUTE_MS;

const attendee = ({ name, email, timeZone, language, absent = false }: FakeAttendee) => ({
  name,
  email,
  timeZone,
  language,
  absent,
});

const attended = (booking: FakeBooking) => ({
  attendees: booking.attendees.map(attendee),
  ...(booking.guests.length > 0 ? { guests: booking.guests } : {}),
  bookingFieldsResponses: booking.responses,
});

/** Recorded (0353): of a cancelled booking with seats no attendee is told. */
function seats({ status, attendees }: FakeBooking, isHosted: boolean): object[] {
  if (status === "cancelled") return [];
  return attendees.map((person) => ({
    ...attendee(person),
    seatUid: person.seatUid,
    bookingFieldsResponses: { email: person.email, name: person.name },
    ...(isHosted && person.metadata !== undefined ? { metadata: person.metadata } : {}),
  }));
}

/** A booking in the shape of API version 2024-08-13. */
export function serializeBooking(
  { state, isHosted }: BookingTeller,
  booking: FakeBooking,
): Record<string, unknown> {
  const host = mustGet(state.users, booking.userId, "user");
  const eventType = state.eventTypes.get(booking.eventTypeId);
  const { cancellationReason, reschedulingReason, recurringBookingUid } = booking;
  const { rescheduledFromUid, rescheduledToUid } = booking;
  const seated = eventType?.seats != null;
  return {
    id: booking.id,
    uid: booking.uid,
    title: booking.title,
    description: seated ? booking.description || null : booking.description,
    hosts:
      booking.status === "awaiting_host"
        ? [NOBODY]
        : [
            {
              id: host.id,
              name: host.name,
              email: host.email,
              username: host.username,
              timeZone: host.timeZone,
            },
          ],
    status: booking.status,
    ...(cancellationReason === undefined ? {} : { cancellationReason }),
    ...(reschedulingReason === undefined ? {} : { reschedulingReason }),
    ...(rescheduledFromUid === undefined ? {} : { rescheduledFromUid }),
    // Recorded (0113): the older server did not say what has taken a booking's place.
    ...(isHosted && rescheduledToUid !== undefined ? { rescheduledToUid } : {}),
    start: iso(booking.start),
    end: iso(booking.end),
    duration: minutesLong(booking),
    eventTypeId: booking.eventTypeId,
    eventType: { id: booking.eventTypeId, slug: eventType?.slug ?? "" },
    meetingUrl: booking.location,
    location: booking.location,
    absentHost: booking.absentHost ?? false,
    createdAt: iso(booking.createdAt),
    updatedAt: iso(booking.updatedAt),
    rating: null,
    icsUid: booking.icsUid,
    // Recorded (0353): with seats it has none, neither of the booking nor of a seat.
    ...(isHosted || !seated ? { metadata: booking.metadata } : {}),
    ...(seated ? { attendees: seats(booking, isHosted) } : attended(booking)),
    ...(recurringBookingUid === undefined ? {} : { recurringBookingUid }),
  };
}

/** A booking in the shape that requests without a version header still get. */
export function serializeOldBooking(
  { state }: BookingTeller,
  booking: FakeBooking,
): Record<string, unknown> {
  const { id, name, email, username, timeZone } = mustGet(state.users, booking.userId, "user");
  const eventType = state.eventTypes.get(booking.eventTypeId);
  return {
    title: booking.title,
    id: booking.id,
    uid: booking.uid,
    description: booking.description,
    customInputs: {},
    smsReminderNumber: null,
    recurringEventId: null,
    startTime: iso(booking.start),
    endTime: iso(booking.end),
    location: booking.location,
    status: booking.status.toUpperCase(),
    metadata: booking.metadata,
    cancellationReason: booking.cancellationReason ?? null,
    responses: booking.responses,
    rejectionReason: null,
    userPrimaryEmail: email,
    fromReschedule: booking.rescheduledFromUid ?? null,
    rescheduled: booking.rescheduledToUid === undefined ? null : true,
    rescheduledBy: null,
    user: { id, name, email, username, timeZone, avatarUrl: null },
    attendees: booking.attendees.map((attendee) => ({
      name: attendee.name,
      email: attendee.email,
      timeZone: attendee.timeZone,
      phoneNumber: null,
    })),
    eventTypeId: booking.eventTypeId,
    eventType: {
      eventName: null,
      slug: eventType?.slug ?? "",
      timeZone: null,
      schedulingType: null,
      hideOrganizerEmail: false,
    },
    seatsReferences: [],
    tracking: null,
  };
}
