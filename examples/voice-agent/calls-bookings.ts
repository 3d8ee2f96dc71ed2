import type { Booking, CalcomClient } from "calcom-coherent";
import type { BookArgs, FunctionCall } from "./agent-call.ts";
import type { Moment } from "./office-time.ts";

type BookCall = FunctionCall<BookArgs>;

/** By what a phone call's bookings are known. */
export interface CallsBookings {
  /** The caller's address, or one of the call's own. */
  addressOf(call: BookCall): string;
  /** Whether a booking is the one that the call has asked for, and stands. */
  isOf(call: BookCall, wish: Moment, booking: Booking): boolean;
  /** The booking that the call has made of that time. @throws what `bookings.list` throws */
  find(call: BookCall, wish: Moment): Promise<Booking | undefined>;
}

/** Under it a booking's metadata say which phone call has made it. */
export const CALL_KEY = "phoneCall";

/** @param callerDomain where callers without an address have one */
export function callsBookings(calcom: CalcomClient, callerDomain: string): CallsBookings {
  // One address for all callers would have Cal.com take their bookings for one another's.
  const addressOf = ({ callId, args }: BookCall) => args.email ?? `call-${callId}@${callerDomain}`;

  const isOf = ({ callId }: BookCall, { at }: Moment, { metadata, start, status }: Booking) =>
    metadata?.[CALL_KEY] === callId &&
    Date.parse(start) === at &&
    (status === "accepted" || status === "pending");

  return {
    addressOf,
    isOf,
    async find(call, wish) {
      const filter = { attendeeEmail: addressOf(call), afterStart: wish.start };
      for await (const booking of calcom.bookings.list(filter)) {
        if (isOf(call, wish, booking)) return booking;
      }
      return undefined;
    },
  };
}
