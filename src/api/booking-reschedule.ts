import { BookingRescheduledError } from "../booking-errors.ts";
import { type BookingFacts, NO_FACTS, namesHosts } from "../invalidation/changes.ts";
import {
  type RescheduleBookingInput,
  rescheduleBookingSchema,
} from "../schemas/booking-change-inputs.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import { parseInput } from "../schemas/validate.ts";
import { namesEverybody } from "./booking-answers.ts";
import { bookingPath } from "./booking-reads.ts";
import { type BookingResult, resultOf } from "./booking-results.ts";
import { type BookingWriteDeps, bookingSender, factsAfter, indexed } from "./booking-writes.ts";
import { lookForMoved } from "./outcome-reschedule.ts";
import type { WriteOptions } from "./write-path.ts";

const NAME = "bookings.reschedule";
const MOST_HOPS = 10;

/** Moves a booking, or what it has become by moves of others. */
export async function rescheduleBooking(
  deps: BookingWriteDeps,
  uid: string,
  input: RescheduleBookingInput,
  options: WriteOptions | undefined,
): Promise<BookingResult> {
  bookingPath(uid, NAME);
  const valid = parseInput(rescheduleBookingSchema, input, NAME);
  const body = { ...valid, start: canonicalInstant(valid.start) as string };
  const { signal, timeoutMs } = deps.readOptions(options);
  const until = deps.clock.monotonic() + timeoutMs;
  const seen = new Set([uid]);
  for (let current = uid, leftMs = timeoutMs; ; ) {
    try {
      return await move(deps, current, body, { signal, timeoutMs: leftMs });
    } catch (error) {
      // Cal.com has done nothing and says under which uid the booking lives (recording 0115), so
      // asking there is no repetition. It is a write of its own: another booking, other hosts.
      const next = error instanceof BookingRescheduledError ? error.rescheduledToUid : undefined;
      leftMs = until - deps.clock.monotonic();
      const isOver = next === undefined || seen.has(next) || seen.size > MOST_HOPS || leftMs < 1;
      if (isOver) throw error;
      seen.add(next);
      current = next;
    }
  }
}

async function move(
  deps: BookingWriteDeps,
  uid: string,
  body: { readonly start: string; readonly seatUid?: string | undefined },
  options: WriteOptions,
): Promise<BookingResult> {
  const kind = "booking-rescheduled";
  let previous: BookingFacts | undefined;
  const path = `${bookingPath(uid, NAME)}/reschedule`;
  const { answer, ...outcome } = await deps.writes.run(
    {
      name: NAME,
      method: "POST",
      path,
      expected: (booking) => ({ kind, booking, previousKnown: namesHosts(previous) }),
      facts: async () => {
        previous = await indexed(deps, uid);
        return previous ?? NO_FACTS;
      },
      send: bookingSender(deps, { name: NAME, path, body }),
      changed: async (answer, expected) => ({
        kind,
        booking: await factsAfter(deps, answer, expected),
        previousKnown: namesHosts(previous) && namesEverybody(answer),
      }),
      look: lookForMoved(deps, uid, body),
      clues: { bookingUid: uid },
    },
    options,
  );
  return resultOf(answer, outcome);
}
