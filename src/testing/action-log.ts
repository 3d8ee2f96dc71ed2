import type { BookingAction, BookingChange, BookingJournal, ChangedBooking } from "./journal.ts";
import type { RequestInfo } from "./matching.ts";

/** An action that is being written down. */
export interface OpenAction {
  readonly action: BookingAction;
  /** @param announced from when on webhooks tell of it; default now */
  commit(bookings: readonly ChangedBooking[], at: number, announced?: number): void;
  end(): void;
}

export interface ActionLog extends Pick<BookingJournal, "actions" | "subscribe" | "tick"> {
  /** @param isGoingOn whether something of it is left to be done after its end */
  open(by: RequestInfo, isGoingOn: () => boolean): OpenAction;
  /** Forgets everything; what is under way ends as if it had changed nothing. */
  clear(): void;
}

export function createActionLog(): ActionLog {
  const actions: BookingAction[] = [];
  const listeners = new Set<(action: BookingAction) => void>();
  const breakOff = new Set<() => void>();
  let ticks = 0;
  const tick = (): number => ++ticks;

  return {
    actions,
    tick,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    open(by, isGoingOn) {
      const changes: BookingChange[] = [];
      let ended: number | undefined;
      const end = () => {
        ended ??= tick();
      };
      const action: BookingAction = {
        by,
        changes,
        began: tick(),
        get ended() {
          return ended;
        },
        get isUnderWay() {
          return ended === undefined || isGoingOn();
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
        action,
        commit(bookings, at, announced) {
          const committed = tick();
          changes.push({ bookings, at, committed, announced: announced ?? committed });
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
