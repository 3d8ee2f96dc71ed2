import type { Booking } from "calcom-coherent";
import type { BookingView } from "./outcome.ts";

/** Of a booking only what its page shows: neither addresses nor what others have noted. */
export function bookingView(booking: Booking, now: number): BookingView {
  const { uid, start, attendees, rescheduledToUid } = booking;
  return {
    uid,
    start,
    name: attendees[0]?.name ?? "",
    state: stateOf(booking, now),
    successor: rescheduledToUid ?? undefined,
  };
}

function stateOf({ status, end, rescheduledToUid }: Booking, now: number): BookingView["state"] {
  if (typeof rescheduledToUid === "string") return "moved";
  if (status === "cancelled" || status === "rejected") return "cancelled";
  return Date.parse(end) <= now ? "over" : "booked";
}
