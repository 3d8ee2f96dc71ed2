import type { ActionTools, Step } from "./booking-actions.ts";
import { freeHosts } from "./free-time.ts";
import { titleOf } from "./hosts.ts";
import type { FakeBooking } from "./model.ts";
import { leastRecentlyBooked } from "./organizer.ts";
import { internalError, refuse } from "./replies.ts";
import { mustGet, patch } from "./state.ts";

const NOBODY = "Can't reassign the booking because no other host is available at that time.";

/** Gives a round robin booking to another host. Recorded (0250): no webhook tells of it. */
export async function reassignBooking(
  { state, clock }: ActionTools,
  uid: string,
  step: Step,
): Promise<FakeBooking> {
  const booking = state.bookings.get(uid);
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`);
  const eventType = state.eventTypes.get(booking.eventTypeId);
  if (eventType === undefined) throw internalError();
  const others = freeHosts(state, eventType, booking).filter((id) => id !== booking.userId);
  const userId =
    eventType.schedulingType === "roundRobin"
      ? leastRecentlyBooked(state, eventType, others)
      : undefined;
  if (userId === undefined) throw refuse(400, NOBODY);
  await step("beforeCommit");
  const host = mustGet(state.users, userId, "user");
  const reassigned = patch(state.bookings, uid, "booking", {
    userId,
    title: titleOf(state, eventType, host, booking.attendees[0]?.name ?? ""),
    updatedAt: clock.now(),
  });
  await step("afterCommit");
  return reassigned;
}
