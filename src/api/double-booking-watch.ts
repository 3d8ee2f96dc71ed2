import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import type { CalcomEvents } from "../events.ts";
import type { Booking } from "../schemas/bookings.ts";
import type { BookingResult } from "./booking-results.ts";
import type { Bookings } from "./bookings.ts";
import { doublesOf } from "./double-bookings.ts";

/** Both sides of a race are committed by then, and Cal.com's replicas know of them (API.md 13). */
const LOOK_AFTER_MS = 3_000;
/** As long as any event is, and as long before. */
const AROUND_MS = 24 * 3_600_000;
/** The other move of a booking was on its way at the same time as this one. */
const ABOUT_THEN_MS = 60_000;
const MOST_BOOKINGS = 1_000;

export interface DoubleBookingWatchOptions {
  readonly clock: Clock;
  readonly onFound: (found: CalcomEvents["double-booked"]) => void;
  /** Looking was not possible. */
  readonly onError: (error: unknown) => void;
}

/** Looks, a while after a booking was made or moved, whether Cal.com has taken another beside it. */
export class DoubleBookingWatch {
  readonly #options: DoubleBookingWatchOptions;
  readonly #timers = new Set<TimerHandle>();

  constructor(options: DoubleBookingWatchOptions) {
    this.#options = options;
  }

  /** The same bookings, with an eye on what they make. */
  over(bookings: Bookings): Bookings {
    const watched = async (changing: Promise<BookingResult>) => {
      const result = await changing;
      this.#lookLater(bookings, result);
      return result;
    };
    return {
      ...bookings,
      create: (...call) => watched(bookings.create(...call)),
      reschedule: (...call) => watched(bookings.reschedule(...call)),
      confirm: (...call) => watched(bookings.confirm(...call)),
    };
  }

  close(): void {
    for (const timer of this.#timers) cancelTimer(timer);
    this.#timers.clear();
  }

  #lookLater(bookings: Bookings, { booking, occurrences = [booking] }: BookingResult): void {
    const timer = this.#options.clock.setTimeout(() => {
      this.#timers.delete(timer);
      this.#look(bookings, occurrences).catch(this.#options.onError);
    }, LOOK_AFTER_MS);
    this.#timers.add(timer);
  }

  async #look(bookings: Bookings, made: readonly Booking[]): Promise<void> {
    const starts = made.map(({ start }) => Date.parse(start));
    const ends = made.map(({ end }) => Date.parse(end));
    const options = { priority: "prefetch" } as const;
    const around = {
      afterStart: iso(Math.min(...starts) - AROUND_MS),
      beforeEnd: iso(Math.max(...ends) + AROUND_MS),
    };
    const others = [...(await bookings.list(around, options).toArray({ limit: MOST_BOOKINGS }))];
    const moved = made.find(({ rescheduledFromUid }) => rescheduledFromUid != null);
    if (moved?.createdAt != null) {
      const createdAt = Date.parse(moved.createdAt);
      const aboutThen = {
        afterCreatedAt: iso(createdAt - ABOUT_THEN_MS),
        beforeCreatedAt: iso(createdAt + ABOUT_THEN_MS),
      };
      others.push(...(await bookings.list(aboutThen, options).toArray({ limit: MOST_BOOKINGS })));
    }
    for (const { uid } of made) {
      // It may have been called off meanwhile, perhaps for this very reason.
      const now = others.find((other) => other.uid === uid);
      if (now !== undefined) doublesOf(now, others).forEach(this.#options.onFound);
    }
  }
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString();
