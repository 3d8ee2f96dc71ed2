import type { DifferenceKind } from "./compare.ts";

/** Differences that are known, and why they are right. */
export interface Expected {
  /** The calls they occur in, by name. */
  readonly calls: readonly string[];
  readonly kind: DifferenceKind;
  readonly at: readonly string[];
  readonly reason: string;
}

const LIST_BY_CURSOR =
  "belongs to 2026-05-01 of the list, by cursor; the file describes 2024-08-13, by offset (API.md 8.3)";

/** What is known of the file of 2026-03-11; one that no longer occurs is reported, and goes. */
export const EXPECTED: readonly Expected[] = [
  {
    calls: ["slots.list"],
    kind: "input-unknown",
    at: ["query rrHostSubsetIds"],
    reason: "taken by the server and not documented (API.md 6.1)",
  },
  {
    calls: ["slots.list"],
    kind: "answer-type",
    at: ["answer data.*[]"],
    reason: "texts come from no recorded server, which gives objects in both formats (0033, 0034)",
  },
  {
    calls: ["slots.list"],
    kind: "answer-optional",
    at: ["answer data.*[].start"],
    reason: "the file marks nothing of a slot as required; every recorded one has it",
  },
  {
    calls: ["slots.list"],
    kind: "answer-missing",
    at: ["seatsBooked", "seatsRemaining", "seatsTotal", "bookingUid"].map(
      (name) => `answer data.*[].${name}`,
    ),
    reason: "only in the file's prose; seated event types have them (API.md 6.2)",
  },
  {
    calls: ["bookings.list"],
    kind: "input-unknown",
    at: ["query limit", "query cursor"],
    reason: LIST_BY_CURSOR,
  },
  {
    calls: ["bookings.list"],
    kind: "answer-missing",
    at: ["answer pagination.hasMore", "answer pagination.nextCursor"],
    reason: LIST_BY_CURSOR,
  },
  {
    calls: ["reservations.get"],
    kind: "answer-missing",
    at: ["reservationUid", "eventTypeId", "slotStart", "slotEnd", "reservationUntil"].map(
      (name) => `answer data.${name}`,
    ),
    reason: "the file's schema contains itself, by a clash of names; recording 0162 has them all",
  },
  {
    calls: ["reservations.delete"],
    kind: "answer-missing",
    at: ["answer status"],
    reason: "the file gives it as an example only; recordings 0169 to 0173 have it",
  },
  {
    calls: ["pools: event type"],
    kind: "answer-type",
    at: ["answer data.users[]", "answer data.hosts[]"],
    reason: "the file says texts; recordings 0013 and 0233 have objects",
  },
  {
    calls: ["pools: event type"],
    kind: "answer-type",
    at: ["answer data.ownerId"],
    reason: "the file's generator could not tell; a number, or null for a team's (0013, 0233)",
  },
];
