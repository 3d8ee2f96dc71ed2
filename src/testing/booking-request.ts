import type { ActionTools, Step } from "./booking-actions.ts";
import { knownBooking } from "./booking-people.ts";
import type { FakeBooking } from "./model.ts";
import { refuse } from "./replies.ts";
import { patch } from "./state.ts";

/**
 * Asks the attendee for another time: the booking is cancelled at once (API.md 8.4), before the
 * receivers hear of it.
 */
export async function requestReschedule(
  { state, clock, send }: ActionTools,
  uid: string,
  reason: string | undefined,
  step: Step,
): Promise<FakeBooking> {
  const { status } = knownBooking(state, uid);
  if (status === "cancelled" || status === "rejected") {
    throw refuse(400, `Can't request to reschedule booking with uid=${uid}: it is ${status}.`);
  }
  await step("beforeCommit");
  const booking = patch(state.bookings, uid, "booking", {
    status: "cancelled",
    ...(reason === undefined ? {} : { cancellationReason: reason }),
    updatedAt: clock.now(),
  });
  await step("afterCommit", [booking]);
  await send({ trigger: "BOOKING_CANCELLED", booking, reason, requestReschedule: true });
  return booking;
}
