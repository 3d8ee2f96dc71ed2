import type { Clock } from "../clock.ts";
import { asHeard, type BookingFacts, mergeFacts, NO_FACTS } from "../invalidation/changes.ts";
import { type BookingsAnswer, bookingsIn, rememberBookings } from "./booking-answers.ts";
import type { BookingReadDeps } from "./booking-reads.ts";
import { refuseInvented } from "./booking-replays.ts";
import type { HttpAnswer } from "./refusals.ts";
import { senderOf } from "./resource-write.ts";
import type { Write, WritePath } from "./write-path.ts";

export interface BookingWriteDeps extends BookingReadDeps {
  readonly writes: WritePath;
  readonly clock: Clock;
}

/** A request that is answered by bookings. */
export interface BookingRequest {
  /** As the caller knows it, such as `bookings.create`. */
  readonly name: string;
  /** @default POST */
  readonly method?: "POST" | "PATCH";
  readonly path: string;
  /** @default that of bookings */
  readonly version?: string;
  readonly body: object;
}

/** How the request is sent; what cannot be sent is refused at once. */
export function bookingSender(
  { http, versions }: BookingWriteDeps,
  request: BookingRequest,
): Write<BookingsAnswer>["send"] {
  const { method = "POST", path, version = versions.bookings } = request;
  const parse = (answer: HttpAnswer) => {
    const said = bookingsIn(answer, `${method} /${path}`);
    refuseInvented(said, answer, { method, path: `/${path}` });
    return said;
  };
  return senderOf(http, { ...request, method, version, parse });
}

/** What an answer adds to what was expected; noted in the index as well. */
export async function factsAfter(
  deps: BookingWriteDeps,
  answer: BookingsAnswer,
  expected: BookingFacts,
): Promise<BookingFacts> {
  return mergeFacts(expected, await rememberBookings(deps, answer));
}

/** What the index knows of a booking. */
export async function indexed(
  { index }: BookingWriteDeps,
  uid: string,
): Promise<BookingFacts | undefined> {
  const known = await index.find(uid);
  return known && asHeard(known);
}

/** The same, with people who are named beside it. */
export async function knownFacts(
  deps: BookingWriteDeps,
  uid: string,
  addresses: Iterable<string> = [],
): Promise<BookingFacts> {
  const { emailHashes } = deps;
  const known = (await indexed(deps, uid)) ?? NO_FACTS;
  const hashes = await emailHashes.all(addresses);
  return { ...known, emailHashes: [...new Set([...known.emailHashes, ...hashes])] };
}
