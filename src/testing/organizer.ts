import type { TimeRange } from "./availability.ts";
import { freeHosts } from "./free-time.ts";
import { hostIdsOf } from "./hosts.ts";
import type { FakeEventType } from "./model.ts";
import type { State } from "./state.ts";

function lastBooked({ bookings }: State, eventType: FakeEventType, hostId: number): number {
  const made = [...bookings.values()].filter(
    ({ eventTypeId, userId, status }) =>
      eventTypeId === eventType.id && userId === hostId && status === "accepted",
  );
  return Math.max(0, ...made.map(({ createdAt }) => createdAt));
}

/** Of several hosts the one whose last booking is longest ago; the first of those without any. */
export function leastRecentlyBooked(
  state: State,
  eventType: FakeEventType,
  hosts: readonly number[],
): number | undefined {
  const waited = (id: number) => lastBooked(state, eventType, id);
  return [...hosts].sort((left, right) => waited(left) - waited(right))[0];
}

/**
 * Who organizes a booking at this time, or nobody because a host it needs is not free. A booking
 * that is moved keeps its host if it can (recorded: 0249 and delivery 50).
 */
export function organizerFor(
  state: State,
  eventType: FakeEventType,
  wanted: TimeRange,
  movedUid?: string,
): number | undefined {
  const free = freeHosts(state, eventType, wanted, movedUid);
  if (eventType.schedulingType === "roundRobin") {
    const current = state.bookings.get(movedUid ?? "")?.userId;
    return free.find((id) => id === current) ?? leastRecentlyBooked(state, eventType, free);
  }
  const hosts = hostIdsOf(eventType);
  return free.length === hosts.length ? hosts[0] : undefined;
}
