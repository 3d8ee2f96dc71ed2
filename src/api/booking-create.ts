import { type BookingFacts, NO_FACTS } from "../invalidation/changes.ts";
import { type CreateBookingInput, createBookingSchema } from "../schemas/booking-inputs.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import { parseInput } from "../schemas/validate.ts";
import { emailsIn } from "./booking-facts.ts";
import { type BookingResult, resultOf } from "./booking-results.ts";
import { type BookingWriteDeps, bookingSender, factsAfter } from "./booking-writes.ts";
import type { WriteOptions } from "./write-path.ts";

export async function createBooking(
  deps: BookingWriteDeps,
  input: CreateBookingInput,
  options: WriteOptions | undefined,
): Promise<BookingResult> {
  const name = "bookings.create";
  const kind = "booking-created";
  const valid = parseInput(createBookingSchema, input, name);
  const { eventTypeId, teamSlug } = valid;
  const start = canonicalInstant(valid.start) as string;
  const { answer, coherence } = await deps.writes.run(
    {
      name,
      method: "POST",
      path: "bookings",
      ofTeam: eventTypeId === undefined && teamSlug !== undefined,
      expected: (booking) => ({ kind, booking }),
      // By a slug nobody knows which event type it is until the answer: then everything is fenced.
      facts: async (): Promise<BookingFacts> => ({
        ...NO_FACTS,
        eventTypeIds: eventTypeId === undefined ? [] : [eventTypeId],
        emailHashes: await deps.emailHashes.all(emailsIn(valid)),
      }),
      send: bookingSender(deps, { name, path: "bookings", body: { ...valid, start } }),
      changed: async (answer, expected) => ({
        kind,
        booking: await factsAfter(deps, answer, expected),
      }),
    },
    options,
  );
  return resultOf(answer, coherence);
}
