import type { Clock } from "../clock.ts";
import type { ActionTools, Step } from "./booking-actions.ts";
import type { RequestInfo } from "./matching.ts";
import type { FakeBooking } from "./model.ts";
import type { WebhookSender } from "./webhooks.ts";

/** One commit of bookings. */
export interface BookingChange {
  /** As they were committed; several where a series was decided on, or called off, at once. */
  readonly bookings: readonly FakeBooking[];
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
  const actions: BookingAction[] = [];
  const listeners = new Set<(action: BookingAction) => void>();
  const breakOff = new Set<() => void>();
  let ticks = 0;
  const tick = (): number => ++ticks;

  return {
    journal: {
      actions,
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      tick,
      told: beingSent,
    },
    begin(by, tools, step) {
      if (by.method === "GET") return { tools, step, end: () => {} };
      const changes: BookingChange[] = [];
      let ended: number | undefined;
      const end = () => {
        ended ??= tick();
      };
      let announced: number | undefined;
      const uids = new Set<string>();
      const action: BookingAction = {
        by,
        changes,
        began: tick(),
        get ended() {
          return ended;
        },
        get isUnderWay() {
          return ended === undefined || [...uids].some(isOnTheWay);
        },
      };
      actions.push(action);
      breakOff.add(() => {
        // Nobody will see what becomes of it.
        if (action.isUnderWay) changes.length = 0;
        end();
      });
      for (const listener of [...listeners]) listener(action);
      return {
        tools: {
          ...tools,
          send(subject) {
            // Before the commit of what it tells, or else it is known already.
            if (!uids.has(subject.booking.uid)) announced = tick();
            uids.add(subject.booking.uid);
            return tools.send(subject);
          },
        },
        step(phase, committed) {
          if (committed !== undefined) {
            const at = tick();
            const change = { bookings: committed, at: clock.now(), committed: at };
            changes.push({ ...change, announced: announced ?? at });
            announced = undefined;
            for (const { uid } of committed) uids.add(uid);
          }
          return step(phase);
        },
        end,
      };
    },
    clear() {
      for (const stop of breakOff) stop();
      breakOff.clear();
      actions.length = 0;
    },
  };
}
