import type { Tag } from "./tags.ts";

/** What is known about the bookings a change touches; e-mail addresses only as keyed hashes. */
export interface BookingFacts {
  readonly eventTypeIds: readonly number[];
  readonly hostIds: readonly number[];
  readonly teamIds: readonly number[];
  /** Organizer, co-hosts, attendees, guests: any of them may be a Cal.com user. */
  readonly emailHashes: readonly string[];
  /** Whether `hostIds` holds every host, not just those that happened to be named. */
  readonly hostsComplete: boolean;
  /** Whether it is known to be no part of a series, of which one webhook may tell everything. */
  readonly isSingle: boolean;
}

/** What happened, whoever told us. */
export type Change =
  | { readonly kind: "booking-created"; readonly booking: BookingFacts }
  | {
      readonly kind: "booking-rescheduled";
      readonly booking: BookingFacts;
      /** Whether the people of the old booking are known too; a reschedule may change its hosts. */
      readonly previousKnown: boolean;
    }
  | {
      readonly kind: "booking-cancelled";
      readonly booking: BookingFacts;
      /** Whether everybody is known whose time is free again. */
      readonly previousKnown: boolean;
    }
  | {
      readonly kind: "booking-confirmed";
      readonly booking: BookingFacts;
      /** Whether everybody is known whose time is taken from now on; of a series all it has. */
      readonly previousKnown: boolean;
    }
  /** Rejected, paid, marked absent: something about a booking has changed. */
  | { readonly kind: "booking-updated"; readonly booking: BookingFacts }
  | {
      /** Another host has taken a booking over; its uid stays. */
      readonly kind: "booking-reassigned";
      readonly booking: BookingFacts;
      /** Whether the host it was taken from is known. */
      readonly previousKnown: boolean;
    }
  /** A time is held, or no longer. */
  | {
      readonly kind: "reservation-changed";
      readonly booking: BookingFacts;
      /** Whether the event type of what was held before is known too. */
      readonly previousKnown: boolean;
    }
  /** Cal.com refused a time as taken: an answer that listed it was wrong. */
  | { readonly kind: "slot-refused"; readonly booking: BookingFacts }
  /** An event type was made, edited or deleted. */
  | { readonly kind: "event-type-changed" }
  /** Working hours were made, edited or deleted. */
  | { readonly kind: "schedule-changed" }
  /** Somebody is away, or no longer; or nobody can tell, because calendars cannot be read. */
  | { readonly kind: "absence-changed"; readonly hostIds: readonly number[] }
  /** Something was said that takes and frees nobody's time. */
  | { readonly kind: "noted"; readonly booking: BookingFacts }
  /** Signed by Cal.com, and about nobody knows what. */
  | { readonly kind: "unrecognised" }
  /** The application said so. */
  | { readonly kind: "requested"; readonly tags: readonly Tag[] };

/** Nothing known yet. */
export const NO_FACTS: BookingFacts = {
  eventTypeIds: [],
  hostIds: [],
  teamIds: [],
  emailHashes: [],
  hostsComplete: false,
  isSingle: false,
};

const union = <T>(left: readonly T[], right: readonly T[]) => [...new Set([...left, ...right])];

/**
 * Facts from several sources. They only add up; the hosts are complete only if every source says
 * so, because one of them may speak of an older host than the other. That a booking is single it is
 * enough to hear once.
 */
export function mergeFacts(left: BookingFacts, right: BookingFacts): BookingFacts {
  return {
    eventTypeIds: union(left.eventTypeIds, right.eventTypeIds),
    hostIds: union(left.hostIds, right.hostIds),
    teamIds: union(left.teamIds, right.teamIds),
    emailHashes: union(left.emailHashes, right.emailHashes),
    hostsComplete: left.hostsComplete && right.hostsComplete,
    isSingle: left.isSingle || right.isSingle,
  };
}

/**
 * What was heard of a booking before: another host of the team may have taken it over since, which no
 * webhook tells (recording 0250).
 */
export function asHeard(facts: BookingFacts): BookingFacts {
  return { ...facts, hostsComplete: facts.hostsComplete && facts.teamIds.length === 0 };
}

/** Whether a booking's hosts are known; a booking that was merely heard of is not enough. */
export function namesHosts(facts: BookingFacts | undefined): boolean {
  return facts !== undefined && facts.hostIds.length > 0;
}
