import type { ActionTools, Step } from "./booking-actions.ts";
import { seriesFrom } from "./booking-series.ts";
import type { FakeBooking } from "./model.ts";
import { refuse } from "./replies.ts";
import { patch, type State } from "./state.ts";

export interface Cancellation {
  readonly reason?: string | undefined;
  /** Whether the later bookings of the series go as well. */
  readonly subsequent?: boolean;
}

const isLive = ({ status }: FakeBooking): boolean => status !== "cancelled";
const remaining = (state: State, now: number, series: string): FakeBooking[] =>
  seriesFrom(state.bookings.values(), series, now).filter(isLive);

/** The booking alone, or what the series still has: from it on, or from now on. */
function concerned(
  state: State,
  booking: FakeBooking,
  uid: string,
  { subsequent, now }: { readonly subsequent: boolean; readonly now: number },
): FakeBooking[] {
  if (booking.uid !== uid) return remaining(state, now, uid);
  if (!subsequent) return [booking];
  return seriesFrom(state.bookings.values(), booking.recurringBookingUid, booking.start).filter(
    isLive,
  );
}

/**
 * Cancels a booking, or a series by its uid: first tells the receivers, once, and waits for them,
 * then commits. With a queue it commits first.
 */
export async function cancelBooking(
  { state, clock, send, queuesWebhooks }: ActionTools,
  uid: string,
  { reason, subsequent = false }: Cancellation,
  step: Step,
): Promise<FakeBooking[]> {
  const booking = state.bookings.get(uid) ?? remaining(state, clock.now(), uid)[0];
  if (booking === undefined) throw refuse(404, `Booking with uid=${uid} not found`);
  if (booking.status === "cancelled") {
    const advice = "Please provide uid of a booking that is not cancelled.";
    const text = `Can't cancel booking with uid=${uid} because it has been cancelled already.`;
    throw refuse(400, `${text} ${advice}`);
  }
  const subject = { trigger: "BOOKING_CANCELLED", booking, reason } as const;
  // Recorded (0211): receivers hear of it, and answer, while the booking still holds its time.
  if (!queuesWebhooks) await send(subject);
  await step("beforeCommit");
  const cancelled = concerned(state, booking, uid, { subsequent, now: clock.now() }).map((one) =>
    patch(state.bookings, one.uid, "booking", {
      ...(reason === undefined ? {} : { cancellationReason: reason }),
      status: "cancelled",
      updatedAt: clock.now(),
    }),
  );
  await step("afterCommit", cancelled);
  // From a queue it is sent after the write (API.md 11.7).
  if (queuesWebhooks) await send(subject);
  return cancelled;
}
