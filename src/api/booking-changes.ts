import { deepFreeze } from "../freeze.ts";
import type { BookingFacts } from "../invalidation/changes.ts";
import {
  type AddAttendeeInput,
  type AddGuestsInput,
  addAttendeeSchema,
  addGuestsSchema,
  type RequestRescheduleInput,
  requestRescheduleSchema,
} from "../schemas/booking-change-inputs.ts";
import { type NewLocationInput, newLocationSchema } from "../schemas/booking-locations.ts";
import { attendeeAnswerSchema } from "../schemas/bookings.ts";
import { doneAnswerSchema } from "../schemas/reservations.ts";
import { parseAnswer, parseInput } from "../schemas/validate.ts";
import {
  type BookingsAnswer,
  namesEverybody,
  namesWholeSeries,
  rememberPeople,
} from "./booking-answers.ts";
import { bookingPath } from "./booking-reads.ts";
import {
  type AttendeeResult,
  type BookingResult,
  type ChangeResult,
  resultOf,
} from "./booking-results.ts";
import {
  type BookingRequest,
  type BookingWriteDeps,
  bookingSender,
  factsAfter,
  knownFacts,
} from "./booking-writes.ts";
import { lookForCancelled, lookForChange } from "./outcome-changes.ts";
import type { Look } from "./outcome-search.ts";
import type { HttpAnswer } from "./refusals.ts";
import { senderOf } from "./resource-write.ts";
import type { Write, WriteOptions, Written } from "./write-path.ts";

/** A change of a booking that keeps its uid. */
interface BookingChange<T> {
  readonly name: string;
  readonly uid: string;
  /** @default POST */
  readonly method?: "POST" | "PATCH";
  /** Below the base URL. */
  readonly path: string;
  readonly kind: "booking-cancelled" | "booking-confirmed" | "booking-updated";
  /** E-mail addresses that it brings in: whose they are may be a host elsewhere (API.md 8.6). */
  readonly newcomers?: readonly string[];
  readonly send: Write<T>["send"];
  /** What the answer adds. @default nothing */
  readonly said?: (answer: T, expected: BookingFacts) => Promise<BookingFacts>;
  /** Whether the answer names everybody who was part of the booking. @default it does not */
  readonly namesAll?: (answer: T) => boolean;
  readonly look?: Look<T> | undefined;
}

async function run<T>(
  deps: BookingWriteDeps,
  { name, uid, method = "POST", path, kind, newcomers = [], ...rest }: BookingChange<T>,
  options: WriteOptions | undefined,
): Promise<Written<T>> {
  const { look, send, said, namesAll } = rest;
  const write: Write<T> = {
    ...{ name, method, path },
    // Of a series more may happen than to the booking that is named, and no answer may come.
    expected: (booking) => ({
      kind,
      booking,
      previousKnown: namesAll !== undefined && booking.isSingle,
    }),
    facts: () => knownFacts(deps, uid, newcomers),
    send,
    changed: async (answer, expected) => {
      if (newcomers.length > 0) await rememberPeople(deps, uid, newcomers);
      const booking = (await said?.(answer, expected)) ?? expected;
      return { kind, booking, previousKnown: namesAll?.(answer) ?? false };
    },
    look,
    clues: { bookingUid: uid },
  };
  return deps.writes.run(write, options);
}

/** What a change is sent as, below the booking's path. */
export type ChangeRequest = Omit<
  BookingChange<BookingsAnswer>,
  "path" | "send" | "said" | "namesAll" | "look"
> &
  Pick<BookingRequest, "body" | "version"> & {
    readonly action: string;
    /** One seat is given back; the answer names those who stay. */
    readonly ofSeat?: boolean;
  };

/** A change that is answered by the booking, or by the occurrences of a series. */
export async function changeBooking(
  deps: BookingWriteDeps,
  request: ChangeRequest,
  options: WriteOptions | undefined,
): Promise<BookingResult> {
  const { action, body, ofSeat = false, method = "POST", ...rest } = request;
  const { version = deps.versions.bookings, ...change } = rest;
  const { name, uid } = change;
  const path = `${bookingPath(uid, name)}/${action}`;
  const send = bookingSender(deps, { name, method, path, version, body });
  const said = (answer: BookingsAnswer, expected: BookingFacts) =>
    factsAfter(deps, answer, expected);
  const namesAll = change.kind === "booking-confirmed" ? namesWholeSeries : namesEverybody;
  const named = ofSeat ? {} : { namesAll };
  const look = lookForChange(deps, uid, { action, body });
  const changing = { ...change, method, path, ...named, send, said, look };
  const { answer, ...outcome } = await run(deps, changing, options);
  return resultOf(answer, outcome);
}

/** It cancels at once; Cal.com answers that it is done, and no more (API.md 8.4). */
export async function requestReschedule(
  deps: BookingWriteDeps,
  uid: string,
  input: RequestRescheduleInput,
  options: WriteOptions | undefined,
): Promise<ChangeResult> {
  const name = "bookings.requestReschedule";
  const path = `${bookingPath(uid, name)}/request-reschedule`;
  const send = senderOf(deps.http, {
    name,
    method: "POST",
    path,
    version: deps.versions.bookings,
    body: parseInput(requestRescheduleSchema, input, name),
    parse: ({ body, status, requestId }: HttpAnswer) => {
      parseAnswer(doneAnswerSchema, body, { what: name, status, requestId });
    },
  });
  const find = lookForCancelled(deps, uid, {});
  const look: Look<void> = async (until) => {
    const sighting = await find(until);
    return sighting.seen === "found" ? { seen: "found", answer: undefined } : sighting;
  };
  const change = { name, uid, path, kind: "booking-cancelled", send, look } as const;
  const { coherence, reconciled } = await run(deps, change, options);
  return { coherence, reconciled };
}

export async function addAttendee(
  deps: BookingWriteDeps,
  uid: string,
  input: AddAttendeeInput,
  options: WriteOptions | undefined,
): Promise<AttendeeResult> {
  const name = "bookings.addAttendee";
  const path = `${bookingPath(uid, name)}/attendees`;
  const body = parseInput(addAttendeeSchema, input, name);
  const send = senderOf(deps.http, {
    name,
    method: "POST",
    path,
    version: deps.versions.bookings,
    body,
    parse: ({ body: data, status, requestId }: HttpAnswer) =>
      parseAnswer(attendeeAnswerSchema, data, { what: name, status, requestId }).data,
  });
  const newcomers = [body.email];
  const change = { name, uid, path, kind: "booking-updated", newcomers, send } as const;
  const { answer, coherence } = await run(deps, change, options);
  return { attendee: deepFreeze(answer), coherence, reconciled: false };
}

export async function addGuests(
  deps: BookingWriteDeps,
  uid: string,
  input: AddGuestsInput,
  options: WriteOptions | undefined,
): Promise<BookingResult> {
  const name = "bookings.addGuests";
  const body = parseInput(addGuestsSchema, input, name);
  const newcomers = body.guests.map(({ email }) => email);
  const kind = "booking-updated";
  return changeBooking(deps, { name, uid, kind, newcomers, action: "guests", body }, options);
}

// The newer versions of the other calls are not documented for this one (API.md 2).
const LOCATION_VERSION = "2024-08-13";

export async function updateLocation(
  deps: BookingWriteDeps,
  uid: string,
  input: NewLocationInput,
  options: WriteOptions | undefined,
): Promise<BookingResult> {
  const name = "bookings.updateLocation";
  const location = parseInput(newLocationSchema, input, name);
  const about = { name, uid, kind: "booking-updated", action: "location" } as const;
  const request = { method: "PATCH", version: LOCATION_VERSION, body: { location } } as const;
  return changeBooking(deps, { ...about, ...request }, options);
}
