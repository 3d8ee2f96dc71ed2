import {
  type ActionTools,
  findOrganizer,
  refuseDuplicate,
  type Step,
  touch,
} from "./booking-actions.ts";
import { titleOf } from "./hosts.ts";
import type { FakeBooking, FakeEventType } from "./model.ts";
import { internalError, refuse } from "./replies.ts";
import { mustGet, patch } from "./state.ts";

export interface RescheduleInput {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly reason?: string | undefined;
  /** Whether the owner does it, who needs nobody's confirmation. */
  readonly byOwner?: boolean;
}

/** Refuses to move what is not on (API.md 8.4). */
export function refuseGone({ uid, status, rescheduledToUid: next }: FakeBooking): void {
  if (status === "rejected" || status === "awaiting_host") {
    const reason = status === "rejected" ? "it has been rejected" : "it awaits its host";
    throw refuse(400, `Can't reschedule booking with uid=${uid} because ${reason}.`);
  }
  if (status !== "cancelled") return;
  const why =
    next === undefined
      ? "cancelled. Please provide uid of a booking that is not cancelled."
      : `cancelled and rescheduled already to booking with uid=${next}. You probably want to ` +
        `reschedule ${next} instead by passing it within the request URL.`;
  throw refuse(400, `Can't reschedule booking with uid=${uid} because it has been ${why}`);
}

function replacement(
  { state, clock }: ActionTools,
  old: FakeBooking,
  { start, reason }: RescheduleInput,
  status: FakeBooking["status"],
): FakeBooking {
  const { reschedulingReason: _oldReason, responses, ...kept } = old;
  const { rescheduledReason: _oldAnswer, ...answers } = responses;
  return {
    ...kept,
    id: state.ids.number("booking"),
    uid: state.ids.uid(),
    status,
    start,
    end: start + old.end - old.start,
    responses: reason === undefined ? answers : { ...answers, rescheduledReason: reason },
    rescheduledFromUid: old.uid,
    ...(reason === undefined ? {} : { reschedulingReason: reason }),
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
}

/** A round robin booking whose host is not free gets another one, who is named in the title. */
function organizedBy(
  { state }: ActionTools,
  eventType: FakeEventType,
  old: FakeBooking,
  userId: number,
): Partial<FakeBooking> {
  if (userId === old.userId) return {};
  const host = mustGet(state.users, userId, "user");
  return { userId, title: titleOf(state, eventType, host, old.attendees[0]?.name ?? "") };
}

/** Moves a booking: a new one takes its place, the old one is cancelled in the same commit. */
export async function rescheduleBooking(
  tools: ActionTools,
  uid: string,
  input: RescheduleInput,
  step: Step,
): Promise<FakeBooking> {
  const { state, clock, send } = tools;
  const old = state.bookings.get(uid);
  // Recorded (0119): the server does not expect this case.
  if (old === undefined) throw internalError();
  refuseGone(old);
  const eventType = state.eventTypes.get(old.eventTypeId);
  if (eventType === undefined) throw internalError();
  const wanted = { start: input.start, end: input.start + old.end - old.start };
  const organizerId = findOrganizer(tools, eventType, wanted, uid);
  await step("beforeCommit");

  const status = eventType.requiresConfirmation && !input.byOwner ? "pending" : "accepted";
  const booking = {
    ...replacement(tools, old, input, status),
    ...organizedBy(tools, eventType, old, organizerId),
  };
  refuseDuplicate(tools, booking, uid);
  state.bookings.set(booking.uid, booking);
  patch(state.bookings, uid, "booking", {
    status: "cancelled",
    rescheduledToUid: booking.uid,
    updatedAt: clock.now(),
  });
  await step("afterCommit", [booking]);
  const trigger = status === "pending" ? "BOOKING_REQUESTED" : "BOOKING_RESCHEDULED";
  await send({ trigger, booking, previous: old });
  return touch(tools, booking.uid);
}
