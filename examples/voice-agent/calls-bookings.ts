import type { Booking, CalcomClient } from "calcom-coherent";
import type { BookArgs, FunctionCall } from "./agent-call.ts";
import type { Moment } from "./office-time.ts";

type BookCall = FunctionCall<BookArgs>;

/** By what a phone call's bookings are known. */
export interface CallsBookings {
  /** The caller's address, or one of the call's own. */
  addressOf(call: BookCall): string;
  /** What Cal.com keeps with a booking. */
  metadataOf(call: BookCall): Record<string, string>;
  /** Whether a booking is of the call and the time it has asked for, and stands. */
  isOf(call: BookCall, wish: Moment, booking: Booking): boolean;
  /** Whether it is for the same person: agents may be set up to call everybody by one id. */
  isForCaller(call: BookCall, booking: Booking): boolean;
  /** The booking that the call has made of that time. @throws what `bookings.list` throws */
  find(call: BookCall, wish: Moment): Promise<Booking | undefined>;
}

export interface CallsBookingsOptions {
  readonly calcom: CalcomClient;
  readonly eventTypeId: number;
  /** Where callers without an address have one. */
  readonly callerDomain: string;
}

export function callsBookings(options: CallsBookingsOptions): CallsBookings {
  const { calcom, eventTypeId, callerDomain } = options;

  const isOf = ({ callId }: BookCall, { at }: Moment, { metadata, start, status }: Booking) =>
    metadata?.phoneCall === callId &&
    Date.parse(start) === at &&
    (status === "accepted" || status === "pending");

  return {
    // One address for all callers would have Cal.com take their bookings for one another's.
    addressOf: ({ callId, args }) => args.email ?? `call-${callId}@${callerDomain}`,
    metadataOf: ({ callId, args }) => ({ phoneCall: callId, caller: args.name }),
    isOf,
    isForCaller: ({ args }, { metadata }) => metadata?.caller === args.name,
    async find(call, wish) {
      // Not by address: callers name theirs when the booking is made already.
      const filter = { eventTypeId, afterStart: wish.start, sortStart: "asc" } as const;
      for await (const booking of calcom.bookings.list({ ...filter, pageSize: 10 })) {
        if (isOf(call, wish, booking)) return booking;
        if (Date.parse(booking.start) > wish.at) return undefined;
      }
      return undefined;
    },
  };
}
