import type { Clock } from "../clock.ts";
import type { TimeRange } from "./availability.ts";
import type { BookingInput } from "./booking-input.ts";
import type { Phase } from "./gates.ts";
import type { FakeBooking, FakeEventType } from "./model.ts";
import { internalError, refuse, refuseBare } from "./replies.ts";
import { bookableUntil, isAvailable } from "./slots.ts";
import { mustGet, patch, type State } from "./state.ts";
import type { WebhookSubject } from "./webhook-payloads.ts";

const MINUTE_MS = 60_000;
const UNAVAILABLE = "User either already has booking at this time or is not available";
const OUT_OF_BOUNDS =
  "The event type can't be booked at the \"start\" time provided. This could be because it's " +
  "too soon (violating the minimum booking notice) or too far in the future (outside the " +
  "event's scheduling window). Try fetching available slots first using the GET /v2/slots " +
  'endpoint and then make a booking with "start" time equal to one of the available slots: ' +
  "https://cal.com/docs/api-reference/v2/slots";

/** What the actions need from the server around them. */
export interface ActionTools {
  readonly state: State;
  readonly clock: Clock;
  readonly send: (subject: WebhookSubject) => Promise<void>;
}

/** Stops the action where a test wants it to stop. */
export type Step = (phase: Phase) => Promise<void>;

/** Reads the state as a write does before it commits; nothing is locked until then. */
function check(
  { state, clock }: ActionTools,
  eventType: FakeEventType,
  wanted: TimeRange,
  ignoredUid?: string,
): void {
  const now = clock.now();
  if (wanted.start < now) throw refuse(400, "Attempting to book a meeting in the past.");
  const earliest = now + eventType.minimumBookingNotice * MINUTE_MS;
  if (wanted.start < earliest || wanted.start > bookableUntil(eventType, now)) {
    throw refuse(400, OUT_OF_BOUNDS);
  }
  if (!isAvailable(state, eventType, wanted, ignoredUid)) throw refuse(400, UNAVAILABLE);
}

/** The database's unique key: one accepted booking per host, start and end, and no other guard. */
function guard({ state }: ActionTools, booking: FakeBooking, replacedUid?: string): void {
  if (booking.status !== "accepted") return;
  for (const other of state.bookings.values()) {
    const same =
      other.uid !== replacedUid &&
      other.status === "accepted" &&
      other.userId === booking.userId &&
      other.start === booking.start &&
      other.end === booking.end;
    if (same) throw refuseBare(409, "booking_conflict_error");
  }
}

function touch({ state, clock }: ActionTools, uid: string): FakeBooking {
  return patch(state.bookings, uid, "booking", { updatedAt: clock.now() });
}

export async function createBooking(
  tools: ActionTools,
  eventType: FakeEventType,
  input: BookingInput,
  step: Step,
): Promise<FakeBooking> {
  const { state, clock } = tools;
  const length = input.lengthInMinutes ?? eventType.lengthInMinutes;
  const wanted = { start: input.start, end: input.start + length * MINUTE_MS };
  check(tools, eventType, wanted);
  await step("beforeCommit");

  const { attendee, guests } = input;
  const host = mustGet(state.users, eventType.ownerId, "user");
  const uid = state.ids.uid();
  const booking: FakeBooking = {
    ...wanted,
    id: state.ids.number("booking"),
    uid,
    eventTypeId: eventType.id,
    userId: host.id,
    title: `${eventType.title} between ${host.name} and ${attendee.name}`,
    description: typeof input.fields.notes === "string" ? input.fields.notes : "",
    status: eventType.requiresConfirmation ? "pending" : "accepted",
    location: eventType.location ?? "integrations:daily",
    attendees: [attendee, ...guests.map((email) => ({ ...attendee, name: "", email }))],
    guests,
    responses: {
      email: attendee.email,
      name: attendee.name,
      ...(guests.length > 0 ? { guests } : {}),
      ...input.fields,
    },
    metadata: input.metadata,
    icsUid: `${uid}@Cal.com`,
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
  guard(tools, booking);
  state.bookings.set(uid, booking);
  await step("afterCommit");
  const trigger = booking.status === "pending" ? "BOOKING_REQUESTED" : "BOOKING_CREATED";
  await tools.send({ trigger, booking });
  return touch(tools, uid);
}

export interface RescheduleInput {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly reason?: string | undefined;
  /** Whether the owner does it, who needs nobody's confirmation. */
  readonly byOwner?: boolean;
}

export async function rescheduleBooking(
  tools: ActionTools,
  uid: string,
  input: RescheduleInput,
  step: Step,
): Promise<FakeBooking> {
  const { state, clock } = tools;
  const old = state.bookings.get(uid);
  // Recorded (0119): the server does not expect this case.
  if (old === undefined) throw internalError();
  refuseCancelled(old);
  const eventType = mustGet(state.eventTypes, old.eventTypeId, "event type");
  const wanted = { start: input.start, end: input.start + old.end - old.start };
  check(tools, eventType, wanted, uid);
  await step("beforeCommit");

  const { rescheduledReason: _, ...responses } = old.responses;
  const { cancellationReason: __, rescheduledToUid: ___, ...kept } = old;
  const newUid = state.ids.uid();
  const booking: FakeBooking = {
    ...kept,
    ...wanted,
    id: state.ids.number("booking"),
    uid: newUid,
    status: eventType.requiresConfirmation && !input.byOwner ? "pending" : "accepted",
    responses:
      input.reason === undefined ? responses : { ...responses, rescheduledReason: input.reason },
    rescheduledFromUid: uid,
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
  const { reschedulingReason: ____, ...unreasoned } = booking;
  guard(tools, booking, uid);
  const replacement =
    input.reason === undefined ? unreasoned : { ...unreasoned, reschedulingReason: input.reason };
  state.bookings.set(newUid, replacement);
  patch(state.bookings, uid, "booking", {
    status: "cancelled",
    rescheduledToUid: newUid,
    updatedAt: clock.now(),
  });
  await step("afterCommit");
  const trigger = booking.status === "pending" ? "BOOKING_REQUESTED" : "BOOKING_RESCHEDULED";
  await tools.send({ trigger, booking: replacement, previous: old });
  return touch(tools, newUid);
}

function refuseCancelled({ uid, status, rescheduledToUid: next }: FakeBooking): void {
  if (status !== "cancelled") return;
  const why =
    next === undefined
      ? "cancelled. Please provide uid of a booking that is not cancelled."
      : `cancelled and rescheduled already to booking with uid=${next}. You probably want to ` +
        `reschedule ${next} instead by passing it within the request URL.`;
  throw refuse(400, `Can't reschedule booking with uid=${uid} because it has been ${why}`);
}

export async function cancelBooking(
  tools: ActionTools,
  uid: string,
  reason: string | undefined,
  step: Step,
): Promise<FakeBooking> {
  const { state, clock } = tools;
  const booking = state.bookings.get(uid);
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`);
  if (booking.status === "cancelled") {
    const advice = "Please provide uid of a booking that is not cancelled.";
    const text = `Can't cancel booking with uid=${uid} because it has been cancelled already.`;
    throw refuse(400, `${text} ${advice}`);
  }
  // Recorded (0211): receivers hear of it, and answer, while the booking still holds its time.
  await tools.send({ trigger: "BOOKING_CANCELLED", booking, reason });
  await step("beforeCommit");
  const changes = reason === undefined ? {} : { cancellationReason: reason };
  const cancelled = patch(state.bookings, uid, "booking", {
    ...changes,
    status: "cancelled",
    updatedAt: clock.now(),
  });
  await step("afterCommit");
  return cancelled;
}
