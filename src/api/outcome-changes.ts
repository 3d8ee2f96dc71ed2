import type { Booking } from "../schemas/bookings.ts";
import type { BookingsAnswer } from "./booking-answers.ts";
import { isText } from "./booking-facts.ts";
import type { BookingsReader } from "./booking-reads.ts";
import type { BookingWriteDeps } from "./booking-writes.ts";
import { found, ifKnown, NOT_FOUND, outcomeReader, successorsOf } from "./outcome-reads.ts";
import type { Look, Sighting } from "./outcome-search.ts";

/** What of a cancel says which bookings are meant. */
interface Cancellation {
  readonly seatUid?: string | undefined;
  readonly cancelSubsequentBookings?: boolean | undefined;
  readonly cancellationReason?: string | undefined;
}

/** What a change of a booking can be recognised by; `undefined`: by nothing that is read. */
export function lookForChange(
  deps: BookingWriteDeps,
  uid: string,
  { action, body }: { readonly action: string; readonly body: object },
): Look<BookingsAnswer> | undefined {
  if (action === "confirm") return lookForStatus(deps, uid, "accepted");
  if (action === "decline") return lookForStatus(deps, uid, "rejected");
  return action === "cancel" ? lookForCancelled(deps, uid, body) : undefined;
}

function lookForStatus(
  deps: BookingWriteDeps,
  uid: string,
  status: "accepted" | "rejected",
): Look<BookingsAnswer> {
  return async (until) => {
    const bookings = (await ifKnown(outcomeReader(deps, until).getSeries(uid))) ?? [];
    const isSo = bookings.length > 0 && bookings.every((booking) => booking.status === status);
    return isSo ? found(bookings, !isNamedBy(uid)(bookings[0])) : NOT_FOUND;
  };
}

/** Looks whether what was to be called off is: a booking, what a series still has, or one seat. */
export function lookForCancelled(
  deps: BookingWriteDeps,
  uid: string,
  input: Cancellation,
): Look<BookingsAnswer> {
  const askedAt = deps.clock.now();
  return async (until) => {
    const reader = outcomeReader(deps, until);
    const bookings = (await ifKnown(reader.getSeries(uid))) ?? [];
    const named = bookings.find(isNamedBy(uid));
    if (named === undefined) return seriesFrom(bookings, askedAt);
    if (input.seatUid !== undefined) return withoutSeat(reader, named, input.seatUid);
    const { recurringBookingUid, start } = named;
    if (input.cancelSubsequentBookings === true && isText(recurringBookingUid)) {
      const series = (await ifKnown(reader.getSeries(recurringBookingUid))) ?? [];
      return seriesFrom(series, Date.parse(start));
    }
    return calledOff(reader, named, input.cancellationReason);
  };
}

const isNamedBy = (uid: string) => (booking: Booking | undefined) => booking?.uid === uid;
const isCancelled = ({ status }: Booking) => status === "cancelled";

/** From an instant on; of one that is asked for by its own uid from now on (API.md 8.5). */
function seriesFrom(series: readonly Booking[], fromMs: number): Sighting<BookingsAnswer> {
  const concerned = series.filter(({ start }) => Date.parse(start) >= fromMs);
  return concerned.length > 0 && concerned.every(isCancelled) ? found(series, true) : NOT_FOUND;
}

async function withoutSeat(
  reader: BookingsReader,
  booking: Booking,
  seatUid: string,
): Promise<Sighting<BookingsAnswer>> {
  if (!isCancelled(booking)) {
    const seats = booking.attendees.map((person) => person.seatUid).filter(isText);
    // To whom it does not show its attendees Cal.com lists none at all; and it may not have seats.
    if (seats.length === 0) return { seen: "unclear", found: [booking] };
    if (seats.includes(seatUid)) return NOT_FOUND;
  }
  // A seat that was moved is not here either, and goes on in another booking.
  const there = await ifKnown(reader.getBySeat(seatUid));
  const isGone = there === undefined || isCancelled(there);
  return isGone ? found([booking]) : { seen: "unclear", found: [there] };
}

/** A booking that was moved is cancelled as well, and goes on under another uid. */
async function calledOff(
  reader: BookingsReader,
  booking: Booking,
  reason: string | undefined,
): Promise<Sighting<BookingsAnswer>> {
  if (!isCancelled(booking)) return NOT_FOUND;
  if (isText(reason) && booking.cancellationReason === reason) return found([booking]);
  const successors = isText(booking.rescheduledToUid)
    ? [booking]
    : await successorsOf(reader, booking);
  return successors.length === 0 ? found([booking]) : { seen: "unclear", found: successors };
}
