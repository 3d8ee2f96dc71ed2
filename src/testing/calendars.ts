import type { TimeRange } from "./availability.ts";
import type { FakeBusyTime } from "./model.ts";
import { mustGet, type State } from "./state.ts";
import { toMillis } from "./virtual-clock.ts";

/** A time at which a user's external calendar is busy. */
export interface BusyInput {
  readonly userId: number;
  readonly start: string | number | Date;
  readonly end: string | number | Date;
}

export function addBusy(state: State, { userId, start, end }: BusyInput): FakeBusyTime {
  mustGet(state.users, userId, "user");
  const id = state.ids.number("busy");
  const busy: FakeBusyTime = { id, userId, start: toMillis(start), end: toMillis(end) };
  if (busy.start >= busy.end) throw new Error("A busy time must start before it ends");
  state.busyTimes.set(id, busy);
  return busy;
}

/** What a user's calendar holds in a window. */
export const calendarBusy = (
  { busyTimes }: State,
  userId: number,
  window: TimeRange,
): FakeBusyTime[] =>
  [...busyTimes.values()].filter(
    (busy) => busy.userId === userId && busy.start < window.end && window.start < busy.end,
  );
