import { NONCE_KEY } from "../schemas/booking-inputs.ts";
import type { Booking } from "../schemas/bookings.ts";

/** What tells a booking made by this request from every other. */
export function withNonce(
  metadata: Readonly<Record<string, string>> | undefined,
  nonce: string,
): Readonly<Record<string, string>> {
  return { ...metadata, [NONCE_KEY]: nonce };
}

/** Whose a booking, or the seat in it, is. `untold`: it bears no nonce, and no metadata of its own. */
export type Maker = "us" | "another" | "untold";

/**
 * Who has made a booking, by its metadata. Of a seat only its own counts: the booking's are those of
 * whoever came first, and older servers keep none at all (recording 0353).
 *
 * @param seatUid the seat in question, where the booking is one of seats
 */
export function makerOf(booking: Booking, seatUid: string | undefined, nonce: string): Maker {
  const ofBooking = makerBy(booking.metadata, nonce);
  if (seatUid === undefined) return ofBooking;
  const seat = booking.attendees.find((attendee) => attendee.seatUid === seatUid);
  const ofSeat = makerBy(seat?.metadata, nonce);
  if (ofSeat !== "untold") return ofSeat;
  if (isFilled(seat?.metadata)) return "another";
  return ofBooking === "us" ? "us" : "untold";
}

function makerBy(metadata: unknown, nonce: string): Maker {
  const said = isFilled(metadata) ? metadata[NONCE_KEY] : undefined;
  if (said === undefined) return "untold";
  return said === nonce ? "us" : "another";
}

function isFilled(metadata: unknown): metadata is Readonly<Record<string, unknown>> {
  return typeof metadata === "object" && metadata !== null && Object.keys(metadata).length > 0;
}
