import { deepFreeze } from "../freeze.ts";
import { type BookingFacts, mergeFacts, NO_FACTS, namesHosts } from "../invalidation/changes.ts";
import {
  type ReassignBookingInput,
  reassignBookingSchema,
} from "../schemas/booking-change-inputs.ts";
import { type NewHost, reassignedAnswerSchema } from "../schemas/bookings.ts";
import { parseAnswer, parseInput } from "../schemas/validate.ts";
import { isText } from "./booking-facts.ts";
import { bookingPath, bookingsReader } from "./booking-reads.ts";
import type { ReassignResult } from "./booking-results.ts";
import { type BookingWriteDeps, indexed } from "./booking-writes.ts";
import type { HttpAnswer } from "./refusals.ts";
import { senderOf } from "./resource-write.ts";
import type { WriteOptions } from "./write-path.ts";

const NAME = "bookings.reassign";

/** Gives a booking to another host: the old one's times and the new one's change. */
export async function reassignBooking(
  deps: BookingWriteDeps,
  uid: string,
  input: ReassignBookingInput | undefined,
  options: WriteOptions | undefined,
): Promise<ReassignResult> {
  const { userId, ...body } =
    input === undefined ? {} : parseInput(reassignBookingSchema, input, NAME);
  const path = `${bookingPath(uid, NAME)}/reassign`;
  const { signal, timeoutMs } = deps.readOptions(options);
  const until = deps.clock.monotonic() + timeoutMs;
  const kind = "booking-reassigned";
  let previous: BookingFacts | undefined;
  const { answer, coherence } = await deps.writes.run<NewHost>(
    {
      name: NAME,
      method: "POST",
      path,
      expected: (booking) => ({ kind, booking, previousKnown: namesHosts(previous) }),
      facts: async () => {
        previous = await indexed(deps, uid);
        const known = previous ?? NO_FACTS;
        return userId === undefined ? known : { ...known, hostIds: [...known.hostIds, userId] };
      },
      send: senderOf(deps.http, {
        name: NAME,
        method: "POST",
        path: userId === undefined ? path : `${path}/${userId}`,
        version: deps.versions.bookings,
        ...(userId === undefined ? {} : { body }),
        parse: ({ body: data, status, requestId }: HttpAnswer) => {
          const about = { what: "POST /bookings/reassign", status, requestId };
          return parseAnswer(reassignedAnswerSchema, data, about).data.reassignedTo;
        },
      }),
      changed: async (host, expected) => {
        const booking = await withHost(deps, host, expected);
        await deps.index.remember([uid], booking);
        return { kind, booking, previousKnown: namesHosts(previous) };
      },
      clues: { bookingUid: uid },
    },
    { signal, timeoutMs },
  );
  // The change has happened and is acknowledged, whatever becomes of reading it.
  const leftMs = Math.max(1, until - deps.clock.monotonic());
  const booking = await bookingsReader(deps)
    .get(uid, { signal, timeoutMs: leftMs })
    .catch(() => undefined);
  return { booking, reassignedTo: deepFreeze(answer), coherence, reconciled: false };
}

async function withHost(
  { emailHashes }: BookingWriteDeps,
  { id, email }: NewHost,
  expected: BookingFacts,
): Promise<BookingFacts> {
  const hashes = await emailHashes.all([email].filter(isText));
  const { hostsComplete } = expected;
  return mergeFacts(expected, { ...NO_FACTS, hostIds: [id], emailHashes: hashes, hostsComplete });
}
