import type { ActionTools, Step } from "./booking-actions.ts";
import { createBooking } from "./booking-create.ts";
import type { BookingInput } from "./booking-input.ts";
import type { FakeBooking, FakeEventType, FakeRecurrence } from "./model.ts";
import { refuse } from "./replies.ts";
import { bookSeat } from "./seats.ts";
import { isSeated } from "./seats-taken.ts";
import { instantOf, offsetAt } from "./zone.ts";

const WEEK_MS = 7 * 86_400_000;

/** The start of an occurrence: the same time of day on the wall clock of the attendee. */
function startOf(
  { frequency, interval }: FakeRecurrence,
  first: number,
  occurrence: number,
  zone: string,
): number {
  const wall = first + offsetAt(zone, first);
  const steps = occurrence * interval;
  if (frequency === "weekly") return instantOf(zone, wall + steps * WEEK_MS);
  const date = new Date(wall);
  if (frequency === "monthly") date.setUTCMonth(date.getUTCMonth() + steps);
  else date.setUTCFullYear(date.getUTCFullYear() + steps);
  return instantOf(zone, date.getTime());
}

/**
 * Makes the bookings of a series one after another, or the single one of an event type without.
 * Only the first is checked: the others are made even over what is booked already.
 */
export async function createSeries(
  tools: ActionTools,
  eventType: FakeEventType,
  input: BookingInput,
  step: Step,
): Promise<FakeBooking[]> {
  const { recurrence } = eventType;
  if (isSeated(eventType)) return [await bookSeat(tools, eventType, input, step)];
  if (recurrence === null) return [await createBooking(tools, eventType, input, step)];
  const count = input.recurrenceCount ?? recurrence.occurrences;
  if (count > recurrence.occurrences) {
    const text = "Provided recurrence count is higher than the event type's recurring event count.";
    throw refuse(400, `${text} The event type has ${recurrence.occurrences} occurrences.`);
  }
  const uid = tools.state.ids.uuid();
  const made: FakeBooking[] = [];
  for (let occurrence = 0; occurrence < count; occurrence++) {
    const start = startOf(recurrence, input.start, occurrence, input.attendee.timeZone);
    const series = { uid, organizerId: made[0]?.userId };
    made.push(await createBooking(tools, eventType, { ...input, start }, step, series));
  }
  return made;
}

/** The bookings of a series from an instant on, earliest first. */
export const seriesFrom = (
  bookings: Iterable<FakeBooking>,
  uid: string | undefined,
  from: number,
): FakeBooking[] =>
  [...bookings].filter(
    ({ recurringBookingUid, start }) =>
      uid !== undefined && recurringBookingUid === uid && start >= from,
  );
