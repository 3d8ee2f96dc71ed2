import { attendee, BOOKER_URL, organizer, responses, withoutMillis } from "./webhook-parts.ts";
import type { Parts } from "./webhook-payloads.ts";

function absencePayload({ booking, marks = [] }: Parts): object {
  const emails = marks.map(({ email }) => email).join(", ");
  const verb = marks.some(({ absent }) => absent) ? "marked" : "unmarked";
  return {
    message: `${emails} ${verb} as no-show`,
    attendees: marks.map(({ email, absent }) => ({ email, noShow: absent })),
    bookingUid: booking.uid,
    bookingId: booking.id,
  };
}

/** What the hosts' browsers show; it does not say which booking it is about (API.md 11.4). */
const instantPayload = ({ user, booking, eventType }: Parts): object => ({
  title: "Instant Meeting",
  body: `${booking.attendees[0]?.name ?? ""} wants to meet about ${eventType.title}`,
  icon: `${BOOKER_URL}/logo.png`,
  url: `${BOOKER_URL}/connect-and-join?host=${user.username}`,
  type: "INSTANT_MEETING",
});

/** Whose meeting it has become (API.md 11.4). */
const acceptedPayload = ({ booking, user }: Parts): object => ({
  bookingId: booking.id,
  bookingUid: booking.uid,
  eventTypeId: booking.eventTypeId,
  status: booking.status.toUpperCase(),
  title: booking.title,
  startTime: withoutMillis(booking.start),
  endTime: withoutMillis(booking.end),
  organizer: organizer(user, booking.start, true),
  attendees: booking.attendees.map((person) => attendee(person, booking.start, true)),
  responses: responses(booking, true),
  location: booking.location,
  metadata: booking.metadata,
});

/** Payloads that are not a whole booking; nothing for the triggers that tell of one. */
export function noticePayload(parts: Parts): object | undefined {
  if (parts.trigger === "BOOKING_NO_SHOW_UPDATED") return absencePayload(parts);
  if (parts.trigger === "INSTANT_MEETING") return instantPayload(parts);
  return parts.trigger === "INSTANT_MEETING_ACCEPTED" ? acceptedPayload(parts) : undefined;
}
