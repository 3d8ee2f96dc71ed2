import type { Caller } from "./auth.ts";
import type { ActionTools, Step } from "./booking-actions.ts";
import { seriesFrom } from "./booking-series.ts";
import type { FakeBooking } from "./model.ts";
import { refuse, refuseInner } from "./replies.ts";
import { mustGet, patch, type State } from "./state.ts";

export interface Decision {
  readonly verdict: "confirm" | "decline";
  readonly caller: Caller;
  readonly reason: string | undefined;
}

/** With one of a series all that wait like it are decided (API.md 8.6), and one webhook tells of it. */
function decidedWith({ bookings }: State, booking: FakeBooking): FakeBooking[] {
  const { recurringBookingUid, status, uid } = booking;
  if (status !== "pending") return [booking];
  return [
    booking,
    ...seriesFrom(bookings.values(), recurringBookingUid, -Infinity).filter(
      (one) => one.status === "pending" && one.uid !== uid,
    ),
  ];
}

/** The owner's answer to a booking that needs one. */
export async function decideBooking(
  tools: ActionTools,
  uid: string,
  { verdict, caller, reason }: Decision,
  step: Step,
): Promise<FakeBooking> {
  const { state, clock, send } = tools;
  const booking = state.bookings.get(uid);
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`);
  if (caller.user?.id !== booking.userId) {
    throw refuseInner(401, "TRPCError", "You are not authorized to access this resource");
  }
  const confirmed = verdict === "confirm";
  // Recorded (0137, 0141): only confirming twice is refused.
  if (confirmed && booking.status === "accepted") {
    throw refuseInner(400, "TRPCError", "Booking already confirmed");
  }
  await step("beforeCommit");
  const together = decidedWith(state, mustGet(state.bookings, uid, "booking")).map((one) =>
    patch(state.bookings, one.uid, "booking", {
      status: confirmed ? "accepted" : "rejected",
      updatedAt: clock.now(),
    }),
  );
  const decided = mustGet(state.bookings, uid, "booking");
  await step("afterCommit", together);
  const trigger = confirmed ? "BOOKING_CREATED" : "BOOKING_REJECTED";
  await send({ trigger, booking: decided, confirmed, reason });
  return decided;
}
