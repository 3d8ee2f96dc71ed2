import type { Alternatives } from "./booking-flow/alternatives.ts";
import { knownInEveryCopy } from "./error-kinds.ts";
import {
  type ApiErrorDetails,
  CalcomApiError,
  CalcomError,
  type CalcomErrorDetails,
  ConfigurationError,
} from "./errors.ts";
import { redact } from "./redact.ts";
import type { AlternativesOptions } from "./schemas/alternatives.ts";
import type { Booking } from "./schemas/bookings.ts";

/** Looks for times that are left, once somebody wants to know. */
export type FindAlternatives = (options?: AlternativesOptions) => Promise<Alternatives>;

/** The time asked for is not free; every answer that listed it has been invalidated. */
export class SlotTakenError extends CalcomApiError {
  override readonly name = "SlotTakenError";
  /**
   * `maybe`: Cal.com failed in the way it does when no host of a team is free. Look for the booking
   * before anything is sent again: it may have been made all the same. `cause` is then the
   * {@link UnknownOutcomeError} that says how far it was looked for, and by what to recognise it.
   */
  readonly certainty: "certain" | "maybe";
  #findAlternatives: FindAlternatives | undefined;

  constructor(message: string, details: ApiErrorDetails & { certainty?: "certain" | "maybe" }) {
    super(message, details, "slot_taken");
    this.certainty = details.certainty ?? "certain";
  }

  /**
   * The free times nearest to the one that was refused, of after the refusal. The refused time is
   * never among them.
   *
   * @throws ConfigurationError where nobody knows of which event type, such as for an error that was
   * made by hand; what `slots.alternatives` throws; and of a refused move what `bookings.get` throws
   *
   * @example
   * ```ts
   * import { CalcomClient, SlotTakenError } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const attendee = { name: "Ann", email: "ann@example.test", timeZone: "Europe/Berlin" };
   * try {
   *   await calcom.bookings.create({ eventTypeId: 123, start: "2026-12-07T09:00:00Z", attendee });
   * } catch (error) {
   *   if (!(error instanceof SlotTakenError)) throw error;
   *   const { slots } = await error.alternatives({ max: 2 });
   *   console.log(slots.map(({ start }) => start));
   * }
   * ```
   */
  async alternatives(options?: AlternativesOptions): Promise<Alternatives> {
    if (this.#findAlternatives === undefined) {
      throw new ConfigurationError(
        "Nobody knows of which event type this time is; ask `slots.alternatives` for one.",
      );
    }
    return this.#findAlternatives(options);
  }

  /** Lets the error answer for what is left. For whoever throws it. */
  offering(findAlternatives: FindAlternatives): this {
    this.#findAlternatives = findAlternatives;
    return this;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), certainty: this.certainty };
  }
}

/** The booking has been moved before: the one to reschedule now is another. */
export class BookingRescheduledError extends CalcomApiError {
  override readonly name = "BookingRescheduledError";
  /** The uid of the booking that has taken its place; it may have been moved on as well. */
  readonly rescheduledToUid: string;

  constructor(message: string, details: ApiErrorDetails & { rescheduledToUid: string }) {
    super(message, details, "booking_rescheduled");
    this.rescheduledToUid = details.rescheduledToUid;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), rescheduledToUid: this.rescheduledToUid };
  }
}

/** Which booking came back in place of the one that was asked for. */
export interface ReplayDetails extends ApiErrorDetails {
  readonly reason: "earlier-booking" | "nothing-stored";
  readonly bookingUid?: string | undefined;
  readonly bookedAt?: string | undefined;
}

/**
 * Cal.com answered with success, and made nothing: it gave back a booking that was there before
 * (`earlier-booking`), perhaps somebody else's, or one that exists nowhere (`nothing-stored`).
 */
export class BookingReplayedError extends CalcomApiError {
  override readonly name = "BookingReplayedError";
  readonly reason: "earlier-booking" | "nothing-stored";
  /** The booking that was given back; it may be somebody else's, so show it to nobody unchecked. */
  readonly bookingUid: string | undefined;
  /** When that one was made, by Cal.com's clock (ISO 8601). */
  readonly bookedAt: string | undefined;

  constructor(message: string, details: ReplayDetails) {
    super(message, details, "booking_replayed");
    this.reason = details.reason;
    this.bookingUid = details.bookingUid;
    this.bookedAt = details.bookedAt;
  }

  override toJSON(): Record<string, unknown> {
    const { reason } = this;
    const bookingUid = printable(this.bookingUid);
    return { ...super.toJSON(), reason, bookingUid, bookedAt: printable(this.bookedAt) };
  }
}

/** How far the search for a write's outcome has come. */
export interface UnknownOutcomeDetails extends CalcomErrorDetails {
  readonly looked?: "not-found" | "not-possible" | "unclear" | "not-at-all";
  readonly nonce?: string | undefined;
  readonly bookingUid?: string | undefined;
  readonly found?: readonly Booking[];
}

/**
 * A booking change was sent and nobody knows whether it happened. Never send it again blindly:
 * look for the booking first. Until the fence ends, no cached answer that it could contradict is
 * served.
 */
export class UnknownOutcomeError extends CalcomError {
  override readonly name = "UnknownOutcomeError";
  /**
   * What looking for it has shown. `not-found`: nothing up to now, but it may still come about;
   * `not-possible`: this credential cannot see it; `unclear`: what was found may be of something else,
   * or is not all of it; `not-at-all`: nothing was looked for, or no look was answered.
   */
  readonly looked: "not-found" | "not-possible" | "unclear" | "not-at-all";
  /** Of a new booking: what its `metadata` says under `calcomCoherentNonce`, once it is there. */
  readonly nonce: string | undefined;
  /** Of a change: the booking that was to be changed. */
  readonly bookingUid: string | undefined;
  // Not an own property: loggers copy those, and bookings hold names and addresses.
  readonly #found: readonly Booking[];

  constructor(message: string, details: UnknownOutcomeDetails = {}) {
    super("unknown_outcome", message, details);
    this.looked = details.looked ?? "not-at-all";
    this.nonce = details.nonce;
    this.bookingUid = details.bookingUid;
    this.#found = details.found ?? [];
  }

  /** Bookings that may belong to it, where looking was `unclear`. Not part of what is printed. */
  get found(): readonly Booking[] {
    return this.#found;
  }

  override toJSON(): Record<string, unknown> {
    const { looked, nonce } = this;
    return { ...super.toJSON(), looked, nonce, bookingUid: printable(this.bookingUid) };
  }
}

knownInEveryCopy({
  SlotTakenError,
  BookingRescheduledError,
  BookingReplayedError,
  UnknownOutcomeError,
});

// Only what is printed is redacted: a uid has to stay what it is for whoever reads the booking by it.
function printable(said: string | undefined): string | undefined {
  return said && redact(said, 200);
}
