import type { Booking } from "../schemas/bookings.ts";
import type { BookingsAnswer } from "./booking-answers.ts";
import { isText } from "./booking-facts.ts";
import type { BookingsReader } from "./booking-reads.ts";
import type { BookingWriteDeps } from "./booking-writes.ts";
import {
  found,
  ifKnown,
  isOver,
  NOT_FOUND,
  outcomeReader,
  startsAt,
  successorsOf,
} from "./outcome-reads.ts";
import type { Look, Sighting } from "./outcome-search.ts";

/** Looks whether a booking, or one seat of it, is at the time it was to be moved to. */
export function lookForMoved(
  deps: BookingWriteDeps,
  uid: string,
  { seatUid, start }: { readonly start: string; readonly seatUid?: string | undefined },
): Look<BookingsAnswer> {
  return async (until) => {
    const reader = outcomeReader(deps, until);
    return seatUid === undefined ? successorAt(reader, uid, start) : seatAt(reader, seatUid, start);
  };
}

async function successorAt(
  reader: BookingsReader,
  uid: string,
  start: string,
): Promise<Sighting<BookingsAnswer>> {
  const old = await ifKnown(reader.get(uid));
  if (old?.status !== "cancelled") return NOT_FOUND;
  const isThen = startsAt(start);
  // Whoever was told of a successor that is over as well would come to nothing.
  const isThere = (booking: Booking) => !isOver(booking) && isThen(booking);
  const { rescheduledToUid } = old;
  const named = isText(rescheduledToUid) ? await ifKnown(reader.get(rescheduledToUid)) : undefined;
  if (named !== undefined && isThere(named)) return found([named]);
  const successors = await successorsOf(reader, old);
  const moved = successors.find(isThere);
  if (moved !== undefined) return found([moved]);
  // Somebody else has moved it elsewhere or on, and this move may still come about beside that one.
  const others = successors.length === 0 && named !== undefined ? [named] : successors;
  return others.length === 0 ? NOT_FOUND : { seen: "unclear", found: others };
}

async function seatAt(
  reader: BookingsReader,
  seatUid: string,
  start: string,
): Promise<Sighting<BookingsAnswer>> {
  const booking = await ifKnown(reader.getBySeat(seatUid));
  const isMoved = booking !== undefined && !isOver(booking) && startsAt(start)(booking);
  return isMoved ? found([{ ...booking, seatUid }]) : NOT_FOUND;
}
