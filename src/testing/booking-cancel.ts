import type { ActionTools, Step } from "./booking-actions.ts";
import type { FakeBooking } from "./model.ts";
import { refuse } from "./replies.ts";
import { patch } from "./state.ts";

/** Cancels a booking: first tells the receivers and waits for them, then commits. */
export async function cancelBooking(
  { state, clock, send }: ActionTools,
  uid: string,
  reason: string | undefined,
  step: Step,
): Promise<FakeBooking> {
  const booking = state.bookings.get(uid);
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`);
  if (booking.status === "cancelled") {
    const advice = "Please provide uid of a booking that is not cancelled.";
    const text = `Can't cancel booking with uid=${uid} because it has been cancelled already.`;
    throw refuse(400, `${text} ${advice}`);
  }
  // Recorded (0211): receivers hear of it, and answer, while the booking still holds its time.
  await send({ trigger: "BOOKING_CANCELLED", booking, reason });
  await step("beforeCommit");
  const cancelled = patch(state.bookings, uid, "booking", {
    ...(reason === undefined ? {} : { cancellationReason: reason }),
    status: "cancelled",
    updatedAt: clock.now(),
  });
  await step("afterCommit");
  return cancelled;
}
