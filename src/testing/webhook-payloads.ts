import { otherHosts, teamOf } from "./hosts.ts";
import type { FakeBooking, FakeEventType, FakeTeam, FakeTrigger, FakeUser } from "./model.ts";
import { minutesLong } from "./serialize-booking.ts";
import { mustGet, type State } from "./state.ts";
import { noticePayload } from "./webhook-notices.ts";
import {
  attendee,
  BOOKER_URL,
  iso,
  organizer,
  responses,
  withOffset,
  withoutMillis,
} from "./webhook-parts.ts";

/** What a webhook is about. */
export interface WebhookSubject {
  readonly trigger: FakeTrigger;
  readonly booking: FakeBooking;
  /** The booking this one replaces; only with a reschedule. */
  readonly previous?: FakeBooking | undefined;
  /** True when the owner has just confirmed a request: a smaller payload, recorded as 17 and 43. */
  readonly confirmed?: boolean | undefined;
  readonly reason?: string | undefined;
  /** Whether the host asks for another time instead; only with a cancellation. */
  readonly requestReschedule?: boolean | undefined;
  /** The seat it is about: the others' attendees stay out of it. */
  readonly seatUid?: string | undefined;
  /** Who hosted it before; only with BOOKING_REASSIGNED. */
  readonly previousHostId?: number;
  /** Who hosts it since. */
  readonly hostId?: number;
  /** Only with BOOKING_LOCATION_UPDATED. */
  readonly previousLocation?: string;
  /** Whose absence was noted; only with BOOKING_NO_SHOW_UPDATED. */
  readonly marks?: readonly { readonly email: string; readonly absent: boolean }[];
}

/** Numbered as iCalendar libraries do. */
const FREQUENCIES = ["yearly", "monthly", "weekly"];
const SCHEDULING = { roundRobin: "ROUND_ROBIN", collective: "COLLECTIVE", none: null } as const;

export interface Parts extends WebhookSubject {
  /** Set for event types of a team; the members are the hosts besides the organizer. */
  readonly team: { readonly about: FakeTeam; readonly members: readonly FakeUser[] } | undefined;
  readonly user: FakeUser;
  readonly eventType: FakeEventType;
}

/** Hosts who come along are the team's members here, and no attendees. */
function attendees({ booking, team }: Parts, fresh: boolean): object[] {
  const hosts = team?.members.map(({ email }) => email) ?? [];
  return booking.attendees
    .filter(({ email }) => !hosts.includes(email))
    .map((person) => attendee(person, booking.start, fresh));
}

function teamField({ team }: Parts): object {
  if (team === undefined) return {};
  const { id, name } = team.about;
  const members = team.members.map((host) => ({
    id: host.id,
    email: host.email,
    name: host.name,
    firstName: "",
    lastName: "",
    timeZone: host.timeZone,
    language: { locale: "en" },
  }));
  return { team: { members, name, id } };
}

function shared({ booking, eventType }: Parts): Record<string, unknown> {
  return {
    bookerUrl: BOOKER_URL,
    title: booking.title,
    type: eventType.slug,
    eventTypeId: booking.eventTypeId,
    customInputs: {},
    userFieldsResponses: {},
    uid: booking.uid,
    bookingId: booking.id,
    location: booking.location,
    hideOrganizerEmail: false,
    customReplyToEmail: null,
    eventTitle: eventType.title,
    eventDescription: eventType.description || null,
    currency: "usd",
    length: minutesLong(booking),
    status: booking.status.toUpperCase(),
  };
}

function bookedPayload(parts: Parts): object {
  const { booking, previous, eventType, user } = parts;
  const replaced =
    previous === undefined
      ? { iCalUID: booking.icsUid }
      : {
          appsStatus: [],
          rescheduleId: previous.id,
          rescheduleUid: previous.uid,
          rescheduleStartTime: withoutMillis(previous.start),
          rescheduleEndTime: withoutMillis(previous.end),
        };
  return {
    ...shared(parts),
    startTime: withoutMillis(booking.start),
    endTime: withoutMillis(booking.end),
    additionalNotes: booking.description,
    description: eventType.description,
    hideCalendarNotes: false,
    hideCalendarEventDetails: false,
    schedulingType: SCHEDULING[eventType.schedulingType ?? "none"],
    seatsPerTimeSlot: eventType.seats?.seatsPerTimeSlot ?? null,
    seatsShowAttendees: eventType.seats?.showAttendeeInfo ?? true,
    ...(parts.seatUid === undefined ? {} : { attendeeSeatId: parts.seatUid }),
    seatsShowAvailabilityCount: true,
    organizer: organizer(user, booking.start, true),
    attendees: attendees(parts, true),
    responses: responses(booking, true),
    destinationCalendar: parts.team === undefined ? null : [],
    ...teamField(parts),
    ...replaced,
    // Recorded (8): Cal Video as location brings a field of its own.
    ...(eventType.location === null && previous === undefined ? { conferenceData: {} } : {}),
    iCalSequence: previous === undefined ? 0 : 1,
    ...(eventType.recurrence === null
      ? {}
      : {
          recurringEvent: {
            freq: FREQUENCIES.indexOf(eventType.recurrence.frequency),
            interval: eventType.recurrence.interval,
          },
        }),
    requiresConfirmation: eventType.requiresConfirmation,
    oneTimePassword: booking.status === "pending" ? `otp-${booking.uid}` : null,
    price: 0,
    metadata: booking.metadata,
  };
}

function cancelledPayload(parts: Parts): object {
  const { booking, eventType, user, reason } = parts;
  return {
    ...shared(parts),
    status: "CANCELLED",
    startTime: withOffset(booking.start),
    endTime: withOffset(booking.end),
    additionalNotes: booking.description,
    description: eventType.description,
    organizer: organizer(user, booking.start, true),
    attendees: attendees(parts, false),
    responses: responses(booking, false),
    destinationCalendar: [],
    ...teamField(parts),
    ...(reason === undefined ? {} : { cancellationReason: reason }),
    ...(parts.requestReschedule ? { requestReschedule: true } : {}),
    seatsPerTimeSlot: eventType.seats?.seatsPerTimeSlot ?? null,
    seatsShowAttendees: eventType.seats?.showAttendeeInfo ?? false,
    iCalUID: booking.icsUid,
    iCalSequence: 1,
    requiresConfirmation: eventType.requiresConfirmation || null,
    price: null,
  };
}

function decidedPayload(parts: Parts): object {
  const { booking, user, trigger, reason } = parts;
  return {
    ...shared(parts),
    startTime: iso(booking.start),
    endTime: iso(booking.end),
    organizer: organizer(user, booking.start, false),
    attendees: attendees(parts, false),
    responses: responses(booking, false),
    destinationCalendar: [],
    ...teamField(parts),
    requiresConfirmation: true,
    price: 0,
    ...(trigger === "BOOKING_REJECTED" ? { rejectionReason: reason ?? "" } : {}),
  };
}

function seatOf(booking: FakeBooking, seatUid: string | undefined): FakeBooking {
  const attendee = booking.attendees.find((one) => one.seatUid === seatUid);
  if (seatUid === undefined || attendee === undefined) return booking;
  const { email, name } = attendee;
  return { ...booking, attendees: [attendee], responses: { email, name } };
}

function bookingPayload(parts: Parts): object {
  const { confirmed, hostId, previousHostId, previousLocation, trigger } = parts;
  if (trigger === "BOOKING_CANCELLED") return cancelledPayload(parts);
  if (trigger === "BOOKING_REJECTED" || confirmed) return decidedPayload(parts);
  return {
    ...bookedPayload(parts),
    ...(previousHostId === undefined
      ? {}
      : { addedHostUserIds: [hostId], removedHostUserIds: [previousHostId] }),
    ...(previousLocation === undefined ? {} : { previousLocation }),
  };
}

/** The body of a delivery: its fields and time formats are those recorded for each trigger. */
export function webhookBody(state: State, subject: WebhookSubject, createdAt: number): string {
  const { trigger, booking } = subject;
  const eventType = mustGet(state.eventTypes, booking.eventTypeId, "event type");
  const about = teamOf(state, eventType);
  const members = otherHosts(state, eventType, booking.userId);
  const parts: Parts = {
    ...subject,
    booking: seatOf(booking, subject.seatUid),
    user: mustGet(state.users, booking.userId, "user"),
    eventType,
    team: about && { about, members },
  };
  const payload = noticePayload(parts) ?? bookingPayload(parts);
  return JSON.stringify({ triggerEvent: trigger, createdAt: iso(createdAt), payload });
}
