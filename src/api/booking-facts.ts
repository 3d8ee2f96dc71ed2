import type { BookingFacts } from "../invalidation/changes.ts";
import { mergeFacts, NO_FACTS } from "../invalidation/changes.ts";
import type { EmailHashes } from "../invalidation/email-hashes.ts";
import type { Booking } from "../schemas/bookings.ts";

const isNumber = (value: unknown): value is number => typeof value === "number";
export const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "";

/**
 * What a booking answer says about whom it touches. It never names all hosts: of a collective
 * booking the others appear among the attendees (FACTS, recording 0252).
 */
export async function factsOfBooking(booking: Booking, hashes: EmailHashes): Promise<BookingFacts> {
  const people = [...booking.hosts, ...booking.attendees].map(({ email }) => email);
  const emails = [...people, ...(booking.guests ?? [])].filter(isText);
  return {
    eventTypeIds: [booking.eventTypeId ?? booking.eventType?.id].filter(isNumber),
    hostIds: booking.hosts.map(({ id }) => id).filter(isNumber),
    teamIds: [],
    emailHashes: await hashes.all(new Set(emails)),
    hostsComplete: false,
    isSingle: booking.recurringBookingUid == null,
  };
}

/** The facts of all occurrences of a series. */
export async function factsOfBookings(
  bookings: readonly Booking[],
  hashes: EmailHashes,
): Promise<BookingFacts> {
  const facts = await Promise.all(bookings.map((booking) => factsOfBooking(booking, hashes)));
  return facts.reduce(mergeFacts, NO_FACTS);
}

/** Every e-mail address that a booking to be made names. */
export function emailsIn(input: {
  readonly attendee: { readonly email?: string | undefined };
  readonly guests?: readonly string[] | undefined;
  readonly bookingFieldsResponses?: unknown;
}): ReadonlySet<string> {
  const fields = input.bookingFieldsResponses as Record<string, unknown> | undefined;
  const named = [input.attendee.email, ...(input.guests ?? []), fields?.email];
  const guests = Array.isArray(fields?.guests) ? fields.guests : [];
  return new Set([...named, ...guests].filter(isText));
}
