import type { Clock } from "../clock.ts";
import { createActionLog } from "./action-log.ts";
import type { ActionTools, Step } from "./booking-actions.ts";
import type { RequestInfo } from "./matching.ts";
import type { WebhookSender } from "./webhooks.ts";

/** A booking that was changed. Of one that somebody else answers for not all may be known. */
export interface ChangedBooking {
  readonly uid: string;
  readonly eventTypeId: number | undefined;
  /** The organizer. */
  readonly userId: number | undefined;
}

/** One commit of bookings. */
export interface BookingChange {
  /** As they were committed; several where a series was decided on, or called off, at once. */
  readonly bookings: readonly ChangedBooking[];
  /** When it was committed, in milliseconds since the epoch. */
  readonly at: number;
  /** When it was committed, as a number of {@link BookingJournal.tick}. */
  readonly committed: number;
  /**
   * From when on a webhook may have told of it: its commit, but a cancellation is told before, unless
   * webhooks go out from a queue.
   */
  readonly announced: number;
}

/** An API request that may change something, or a visit of the booking page. */
export interface BookingAction {
  /** The visit of a booking page has the method `PAGE`. */
  readonly by: RequestInfo;
  /** What it has committed so far; nothing when it was refused, or was not about bookings. */
  readonly changes: readonly BookingChange[];
  /** When it came in, as a number of {@link BookingJournal.tick}. */
  readonly began: number;
  /** When all was done, its answer included; `undefined` before. */
  readonly ended: number | undefined;
  /** Whether it is not done, or one of its webhooks is queued, held or being sent. */
  readonly isUnderWay: boolean;
}

/** What was done to bookings. What `fake.bookings.add` puts there counts as having been there. */
export interface BookingJournal {
  /** Oldest first. */
  readonly actions: readonly BookingAction[];
  /** Tells of every action as it begins. @returns a function that stops it */
  subscribe(listener: (action: BookingAction) => void): () => void;
  /** A number above all given so far, here and in actions: what came first has the smaller one. */
  tick(): number;
  /** The uids of bookings whose webhooks are at a receiver that has not answered. */
  told(): readonly string[];
}

/** An action with what it needs to be written down. */
export interface Written {
  readonly tools: ActionTools;
  readonly step: Step;
  end(): void;
}

export interface JournalControl {
  readonly journal: BookingJournal;
  begin(by: RequestInfo, tools: ActionTools, step: Step): Written;
  clear(): void;
}

export function createJournal(
  clock: Clock,
  { isOnTheWay, beingSent }: Pick<WebhookSender, "isOnTheWay" | "beingSent">,
): JournalControl {
  const { open, clear, ...log } = createActionLog();
  return {
    journal: { ...log, told: beingSent },
    begin(by, tools, step) {
      if (by.method === "GET") return { tools, step, end: () => {} };
      const uids = new Set<string>();
      const { commit, end } = open(by, () => [...uids].some(isOnTheWay));
      let announced: number | undefined;
      return {
        tools: {
          ...tools,
          send(subject) {
            // Before the commit of what it tells, or else it is known already.
            if (!uids.has(subject.booking.uid)) announced = log.tick();
            uids.add(subject.booking.uid);
            return tools.send(subject);
          },
        },
        step(phase, committed) {
          if (committed !== undefined) {
            commit(committed, clock.now(), announced);
            announced = undefined;
            for (const { uid } of committed) uids.add(uid);
          }
          return step(phase);
        },
        end,
      };
    },
    clear,
  };
}
