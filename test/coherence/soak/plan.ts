import { createRandom, shuffled } from "../../../src/testing/random.ts";

/** A booking that somebody wants, and what they do with it later. */
export interface Wish {
  /** Its own in the whole run; the attendee's name. */
  readonly id: string;
  readonly eventTypeId: number;
  /** ISO 8601. */
  readonly start: string;
  readonly email: string;
  /** To when it is moved afterwards, if it is. */
  readonly movedTo: string | undefined;
  readonly isCancelled: boolean;
}

export const SLOT_MINUTES = 15;
const SLOT_MS = SLOT_MINUTES * 60_000;
/** Slots for each booking: enough, and still one wish in ten or so meets another one. */
const SLOTS_PER_BOOKING = 3;
const MOVED = 0.1;
const CANCELLED = 0.1;
/** Callers who share one address were given each other's bookings: half of them do so here. */
const SHARED = 0.5;
const PLACEHOLDER = "guest@example.test";

/** What every booker wants: the same for the same seed, whoever is faster. */
export function plan({
  bookings,
  processes,
  seed,
  firstStart,
  eventTypeIds,
}: {
  readonly bookings: number;
  readonly processes: number;
  readonly seed: number;
  readonly firstStart: number;
  readonly eventTypeIds: readonly number[];
}): readonly (readonly Wish[])[] {
  const random = createRandom(seed);
  const slots = bookings * SLOTS_PER_BOOKING;
  const anyStart = () =>
    new Date(firstStart + Math.floor(random() * slots) * SLOT_MS).toISOString();
  const wishes = Array.from({ length: bookings }, (_, number): Wish => {
    const id = `wish-${number}`;
    const [eventTypeId = 0] = shuffled(eventTypeIds, random);
    return {
      ...{ id, eventTypeId, start: anyStart() },
      email: random() < SHARED ? PLACEHOLDER : `${id}@example.test`,
      movedTo: random() < MOVED ? anyStart() : undefined,
      isCancelled: random() < CANCELLED,
    };
  });
  return Array.from({ length: processes }, (_, process) =>
    wishes.filter((_wish, number) => number % processes === process),
  );
}
