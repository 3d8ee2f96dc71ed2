import { type Booking, CalcomApiError, type CalcomClient } from "calcom-coherent";

/** Whose bookings are shown and changed. */
export interface BookingSource {
  readonly calcom: CalcomClient;
  readonly eventTypeId: number;
}

/**
 * The booking of a uid, which is all that its owner has to show. The key reaches every booking of the
 * account; this page does only those of its own event type.
 *
 * @throws CalcomApiError with status 404 for one of another event type, and what `bookings.get` throws
 */
export async function bookingOf(
  { calcom, eventTypeId }: BookingSource,
  uid: string,
): Promise<Booking> {
  const booking = await calcom.bookings.get(uid);
  if ((booking.eventTypeId ?? booking.eventType?.id) === eventTypeId) return booking;
  const asked = { method: "GET", path: "/bookings/{uid}", status: 404 };
  throw new CalcomApiError("There is no such booking here.", asked);
}
