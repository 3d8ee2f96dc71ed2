import type { TimeRange } from "./availability.ts";
import {
  type ActionTools,
  findOrganizer,
  refuseDuplicate,
  type Step,
  touch,
} from "./booking-actions.ts";
import type { BookingInput } from "./booking-input.ts";
import { numbered } from "./booking-people.ts";
import { otherHosts, titleOf } from "./hosts.ts";
import type { FakeAttendee, FakeBooking, FakeEventType } from "./model.ts";
import { refuse } from "./replies.ts";
import { mustGet } from "./state.ts";

const MINUTE_MS = 60_000;

/** A booking as it would be made, with ids of its own. */
export function draft(
  { state, clock }: ActionTools,
  eventType: FakeEventType,
  input: BookingInput,
  wanted: TimeRange,
  organizerId: number,
): FakeBooking {
  const { attendee, guests, fields } = input;
  const host = mustGet(state.users, organizerId, "user");
  // Recorded (0252): the hosts who come along are among the attendees.
  const along = otherHosts(state, eventType, organizerId).map(
    ({ name, email, timeZone }): FakeAttendee => ({ name, email, timeZone, language: "en" }),
  );
  const uid = state.ids.uid();
  return {
    id: state.ids.number("booking"),
    uid,
    eventTypeId: eventType.id,
    userId: host.id,
    title: titleOf(state, eventType, host, attendee.name),
    description: typeof fields.notes === "string" ? fields.notes : "",
    status: eventType.requiresConfirmation ? "pending" : "accepted",
    start: wanted.start,
    end: wanted.end,
    location: eventType.location ?? "integrations:daily",
    attendees: numbered(state, [
      attendee,
      ...guests.map((email) => ({ ...attendee, name: "", email })),
      ...along,
    ]),
    guests,
    responses: {
      email: attendee.email,
      name: attendee.name,
      ...(guests.length > 0 ? { guests } : {}),
      ...fields,
    },
    metadata: input.metadata,
    icsUid: `${uid}@Cal.com`,
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
}

function lengthOf(
  { lengthInMinutes, lengthInMinutesOptions: options }: FakeEventType,
  asked?: number,
) {
  if (asked === undefined) return lengthInMinutes;
  if (options.length === 0) {
    const text =
      "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths.";
    throw refuse(400, `${text} Please, remove the 'lengthInMinutes' field from the request.`);
  }
  if (!options.includes(asked)) {
    const text =
      "Provided 'lengthInMinutes' is not one of the possible lengths for the event type.";
    throw refuse(400, `${text} The possible lengths are: ${options.join(", ")}`);
  }
  return asked;
}

/** The series a booking is made for; once it has an organizer, nothing is checked any more. */
export interface Series {
  readonly uid: string;
  readonly organizerId: number | undefined;
}

/** Makes a booking: checks, commits, then tells the receivers and waits for them. */
export async function createBooking(
  tools: ActionTools,
  eventType: FakeEventType,
  input: BookingInput,
  step: Step,
  series?: Series,
): Promise<FakeBooking> {
  const length = lengthOf(eventType, input.lengthInMinutes);
  const wanted = { start: input.start, end: input.start + length * MINUTE_MS };
  const organizerId = series?.organizerId ?? findOrganizer(tools, eventType, wanted);
  await step("beforeCommit");
  const booking: FakeBooking = {
    ...draft(tools, eventType, input, wanted, organizerId),
    ...(series === undefined ? {} : { recurringBookingUid: series.uid }),
  };
  refuseDuplicate(tools, booking);
  tools.state.bookings.set(booking.uid, booking);
  await step("afterCommit", [booking]);
  const trigger = booking.status === "pending" ? "BOOKING_REQUESTED" : "BOOKING_CREATED";
  await tools.send({ trigger, booking, seatUid: input.attendee.seatUid });
  return touch(tools, booking.uid);
}
