import { type BookingFacts, NO_FACTS } from "../invalidation/changes.ts";
import { type CreateBookingInput, createBookingSchema } from "../schemas/booking-inputs.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import { parseInput } from "../schemas/validate.ts";
import { randomToken } from "../tokens.ts";
import { type BookingsAnswer, bookingsIn } from "./booking-answers.ts";
import { emailsIn } from "./booking-facts.ts";
import { withNonce } from "./booking-nonce.ts";
import { refuseReplay } from "./booking-replays.ts";
import { type BookingResult, resultOf } from "./booking-results.ts";
import { type BookingWriteDeps, factsAfter } from "./booking-writes.ts";
import { lookForCreated } from "./outcome-create.ts";
import type { HttpAnswer } from "./refusals.ts";
import { senderOf } from "./resource-write.ts";
import type { Write, WriteOptions } from "./write-path.ts";

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
  const nonce = randomToken();
  const body = { ...valid, start, metadata: withNonce(valid.metadata, nonce) };
  const { answer, ...outcome } = await deps.writes.run(
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
      send: createSender(deps, name, body, nonce),
      look: lookForCreated(deps, { ...valid, nonce, start }),
      clues: { nonce },
      changed: async (answer, expected) => ({
        kind,
        booking: await factsAfter(deps, answer, expected),
      }),
    },
    options,
  );
  return resultOf(answer, outcome);
}

/** As any other booking's answer is read, once it is certain that it is this one's. */
function createSender(
  deps: BookingWriteDeps,
  name: string,
  body: object,
  nonce: string,
): Write<BookingsAnswer>["send"] {
  const { clock, http, versions } = deps;
  const request = { name, method: "POST", path: "bookings", version: versions.bookings } as const;
  const send = senderOf(http, { ...request, body, parse: (answer: HttpAnswer) => answer });
  return async (call) => {
    const sentAt = { now: clock.now(), monotonic: clock.monotonic() };
    const answer = await send(call);
    const said = bookingsIn(answer, "POST /bookings");
    refuseReplay(said, answer, { nonce, sentAt, clock });
    return said;
  };
}
