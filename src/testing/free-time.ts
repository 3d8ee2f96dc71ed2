import {
  busyTimes,
  type FreeRange,
  overlaps,
  subtract,
  type TimeRange,
  workingHours,
} from "./availability.ts";
import { fullPeriods } from "./booking-limits.ts";
import { hostIdsOf } from "./hosts.ts";
import type { FakeEventType } from "./model.ts";
import { isAway } from "./out-of-office.ts";
import { type State, scheduleOf } from "./state.ts";

/** When one host of an event type is free. */
function freeTimeOf(
  state: State,
  eventType: FakeEventType,
  hostId: number,
  window: TimeRange,
  ignoredUid?: string,
): FreeRange[] {
  const schedule = scheduleOf(state, eventType, hostId);
  if (schedule === undefined) return [];
  const hours = workingHours(schedule, window, (date) => isAway(state, hostId, date));
  return subtract(hours, [
    ...busyTimes(state, eventType, hostId, window, ignoredUid),
    ...fullPeriods(state, eventType, schedule.timeZone, ignoredUid),
  ]);
}

function intersect(left: readonly FreeRange[], right: readonly FreeRange[]): FreeRange[] {
  return left.flatMap((one) =>
    right
      .filter((other) => overlaps(one, other))
      .map((other) => ({
        start: Math.max(one.start, other.start),
        end: Math.min(one.end, other.end),
        roundingOffset: one.start >= other.start ? one.roundingOffset : other.roundingOffset,
      })),
  );
}

/**
 * The stretches an event type can be booked in: when all its hosts are free (collective), or those
 * of each host (round robin). The latter may overlap: no slot reaches from one host to another.
 */
export function freeTime(
  state: State,
  eventType: FakeEventType,
  window: TimeRange,
  ignoredUid?: string,
): FreeRange[] {
  const each = hostIdsOf(eventType).map((id) =>
    freeTimeOf(state, eventType, id, window, ignoredUid),
  );
  if (eventType.schedulingType === "collective") return each.reduce(intersect);
  return each.flat().sort((left, right) => left.start - right.start);
}

const DAY_MS = 86_400_000;

/** The hosts who are free all the time from `start` to `end`; the grid does not matter (0077). */
export function freeHosts(
  state: State,
  eventType: FakeEventType,
  wanted: TimeRange,
  ignoredUid?: string,
): number[] {
  const window = { start: wanted.start - DAY_MS, end: wanted.end + DAY_MS };
  return hostIdsOf(eventType).filter((id) =>
    freeTimeOf(state, eventType, id, window, ignoredUid).some(
      ({ start, end }) => start <= wanted.start && wanted.end <= end,
    ),
  );
}
