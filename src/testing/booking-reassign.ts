import { type ActionTools, refuseDuplicate, type Step } from "./booking-actions.ts";
import { knownBooking } from "./booking-people.ts";
import { freeHosts } from "./free-time.ts";
import { hostIdsOf, titleOf } from "./hosts.ts";
import type { FakeBooking, FakeEventType } from "./model.ts";
import { leastRecentlyBooked } from "./organizer.ts";
import { internalError, refuse } from "./replies.ts";
import { mustGet, patch } from "./state.ts";

const NOBODY = "Can't reassign the booking because no other host is available at that time.";

function booked({ state }: ActionTools, uid: string): readonly [FakeBooking, FakeEventType] {
  const booking = knownBooking(state, uid);
  const eventType = state.eventTypes.get(booking.eventTypeId);
  if (eventType === undefined) throw internalError();
  return [booking, eventType];
}

/** The uid stays. Recorded (0250): self-hosted builds send no webhook of it. */
async function handOver(
  tools: ActionTools,
  [booking, eventType]: readonly [FakeBooking, FakeEventType],
  userId: number,
  step: Step,
): Promise<FakeBooking> {
  const { state, clock } = tools;
  await step("beforeCommit");
  const host = mustGet(state.users, userId, "user");
  const reassigned = patch(state.bookings, booking.uid, "booking", {
    userId,
    title: titleOf(state, eventType, host, booking.attendees[0]?.name ?? ""),
    updatedAt: clock.now(),
  });
  await step("afterCommit", [reassigned]);
  const hosts = { previousHostId: booking.userId, hostId: userId };
  await tools.send({ trigger: "BOOKING_REASSIGNED", booking: reassigned, ...hosts });
  return reassigned;
}

/** Gives a round robin booking to another host who is free. */
export async function reassignBooking(
  tools: ActionTools,
  uid: string,
  step: Step,
): Promise<FakeBooking> {
  const { state } = tools;
  const [booking, eventType] = booked(tools, uid);
  const others = freeHosts(state, eventType, booking).filter((id) => id !== booking.userId);
  const userId =
    eventType.schedulingType === "roundRobin"
      ? leastRecentlyBooked(state, eventType, others)
      : undefined;
  if (userId === undefined) throw refuse(400, NOBODY);
  return handOver(tools, [booking, eventType], userId, step);
}

/** Gives a round robin booking to a host of the caller's choice, who need not be free. */
export async function reassignBookingTo(
  tools: ActionTools,
  uid: string,
  userId: number,
  step: Step,
): Promise<FakeBooking> {
  const [booking, eventType] = booked(tools, uid);
  if (eventType.schedulingType !== "roundRobin" || !hostIdsOf(eventType).includes(userId)) {
    throw refuse(400, `User with id=${userId} is not a valid Round Robin host`);
  }
  refuseDuplicate(tools, { ...booking, userId }, uid);
  return handOver(tools, [booking, eventType], userId, step);
}
