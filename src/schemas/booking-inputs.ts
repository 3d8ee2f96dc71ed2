import * as z from "zod/mini";
import { type LocationInput, locationSchema } from "./booking-locations.ts";
import { dateTime, timeZone } from "./instants.ts";

const text = z.string().check(z.minLength(1));
const positive = z.int().check(z.positive());

/** The client's own key in a booking's metadata: how it knows again what it has made. */
export const NONCE_KEY = "calcomCoherentNonce";

/** Cal.com takes 50; one is the client's own. */
const MOST_METADATA = 49;
const LONGEST_KEY = 40;
const LONGEST_VALUE = 500;

/** Texts under keys, within Cal.com's bounds (API.md 8.1; recordings 0357, 0358). */
const metadataSchema = z
  .record(
    z.string(),
    z
      .string()
      .check(
        z.refine(
          ({ length }) => length <= LONGEST_VALUE,
          `a text of at most ${LONGEST_VALUE} characters`,
        ),
      ),
  )
  .check(
    z.refine(
      (all) => !Object.hasOwn(all, NONCE_KEY),
      `no \`${NONCE_KEY}\`, which the client sets,`,
    ),
    z.refine((all) => Object.keys(all).length <= MOST_METADATA, `at most ${MOST_METADATA} keys`),
    z.refine(
      (all) => Object.keys(all).every(({ length }) => length <= LONGEST_KEY),
      `keys of at most ${LONGEST_KEY} characters`,
    ),
  );

const routingSchema = z.looseObject({
  responseId: z.optional(z.nullable(z.int())),
  queuedResponseId: z.optional(z.nullable(z.string())),
  teamMemberIds: z.array(z.int()),
  teamMemberEmail: z.optional(z.string()),
  skipContactOwner: z.optional(z.boolean()),
  crmAppSlug: z.optional(z.string()),
  crmOwnerRecordType: z.optional(z.string()),
});

/** What `bookings.create` takes; fields not named here go to Cal.com as they are. */
export const createBookingSchema = z
  .looseObject({
    eventTypeId: z.optional(positive),
    eventTypeSlug: z.optional(text),
    username: z.optional(text),
    teamSlug: z.optional(text),
    organizationSlug: z.optional(text),
    start: dateTime,
    attendee: z.looseObject({
      name: text,
      timeZone,
      email: z.optional(z.string()),
      phoneNumber: z.optional(z.string()),
      language: z.optional(z.string()),
    }),
    guests: z.optional(z.array(z.string())),
    lengthInMinutes: z.optional(positive),
    recurrenceCount: z.optional(positive),
    instant: z.optional(z.boolean()),
    bookingFieldsResponses: z.optional(z.record(z.string(), z.unknown())),
    location: z.optional(locationSchema),
    metadata: z.optional(metadataSchema),
    routing: z.optional(routingSchema),
    emailVerificationCode: z.optional(z.string()),
    allowConflicts: z.optional(z.boolean()),
    allowBookingOutOfBounds: z.optional(z.boolean()),
    skipBookingLimits: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ eventTypeId, eventTypeSlug }) => (eventTypeId ?? eventTypeSlug) !== undefined, {
      error: "an event type, by id or by eventTypeSlug with username or teamSlug,",
      path: ["eventTypeId"],
    }),
    z.refine(
      (input) =>
        input.eventTypeId !== undefined || (input.username ?? input.teamSlug) !== undefined,
      { error: "whose slug it is, or teamSlug,", path: ["username"] },
    ),
  );

/** Who the booking is for. */
export interface AttendeeInput {
  readonly name: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** Required unless the event type's form asks for a telephone number. */
  readonly email?: string | undefined;
  /** With the country's code, such as `+491701234567`. */
  readonly phoneNumber?: string | undefined;
  /** Such as `en` or `pt-BR`. @default `en` */
  readonly language?: string | undefined;
}

/** Whom a routing form has chosen. */
export interface RoutingInput {
  readonly responseId?: number | null | undefined;
  readonly queuedResponseId?: string | null | undefined;
  readonly teamMemberIds: readonly number[];
  readonly teamMemberEmail?: string | undefined;
  readonly skipContactOwner?: boolean | undefined;
  readonly crmAppSlug?: string | undefined;
  readonly crmOwnerRecordType?: string | undefined;
}

/** What is booked: an event type by id, or by slug and whose it is. */
export type EventTypeChoice =
  | {
      readonly eventTypeId: number;
      readonly eventTypeSlug?: undefined;
      readonly username?: undefined;
      readonly teamSlug?: undefined;
    }
  | {
      readonly eventTypeId?: undefined;
      readonly eventTypeSlug: string;
      readonly username: string;
      readonly teamSlug?: undefined;
      readonly organizationSlug?: string | undefined;
    }
  | {
      readonly eventTypeId?: undefined;
      readonly eventTypeSlug: string;
      readonly username?: undefined;
      readonly teamSlug: string;
      readonly organizationSlug?: string | undefined;
    };

interface BookingWish {
  /** ISO 8601 date-time; without an offset it is UTC. */
  readonly start: string;
  readonly attendee: AttendeeInput;
  /** E-mail addresses. */
  readonly guests?: readonly string[] | undefined;
  /** One of the event type's lengths, where it has several. */
  readonly lengthInMinutes?: number | undefined;
  /** Answers to the event type's own questions, by slug. */
  readonly bookingFieldsResponses?: Readonly<Record<string, unknown>> | undefined;
  readonly location?: LocationInput | undefined;
  /**
   * At most 49 keys of 40 characters; values of at most 500. The client adds `calcomCoherentNonce`, by
   * which it knows the booking again.
   */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly routing?: RoutingInput | undefined;
  readonly emailVerificationCode?: string | undefined;
  /** Of a host alone; ignored for others. */
  readonly allowConflicts?: boolean | undefined;
  /** Of a host alone, on servers of version 2026-02-25. */
  readonly allowBookingOutOfBounds?: boolean | undefined;
  /** Of a host alone, on servers of version 2026-02-25. */
  readonly skipBookingLimits?: boolean | undefined;
  readonly [field: string]: unknown;
}

/**
 * A booking to be made. The event type decides whether it is a single one, a series, or a seat;
 * fields not named here go to Cal.com as they are.
 */
export type CreateBookingInput = BookingWish &
  EventTypeChoice &
  (
    | {
        /** Occurrences of a series. @default as many as the event type has */
        readonly recurrenceCount?: number | undefined;
        readonly instant?: false | undefined;
      }
    | {
        /** Asks a team's hosts to join at once. */
        readonly instant: true;
        readonly recurrenceCount?: undefined;
      }
  );
