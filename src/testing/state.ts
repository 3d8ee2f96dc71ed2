import { createIds, type Ids } from "./ids.ts";
import type {
  FakeAbsence,
  FakeBooking,
  FakeBusyTime,
  FakeEventType,
  FakeReservation,
  FakeSchedule,
  FakeTeam,
  FakeUser,
} from "./model.ts";
import type { Subscription } from "./subscriptions.ts";

/** Everything the fake server knows. Both fronts and the booking page share one. */
export interface State {
  readonly users: Map<number, FakeUser>;
  readonly teams: Map<number, FakeTeam>;
  readonly schedules: Map<number, FakeSchedule>;
  readonly eventTypes: Map<number, FakeEventType>;
  /** By uid, in the order of creation. */
  readonly bookings: Map<string, FakeBooking>;
  /** By uid; those that have run out stay in here. */
  readonly reservations: Map<string, FakeReservation>;
  readonly absences: Map<number, FakeAbsence>;
  /** Of external calendars. */
  readonly busyTimes: Map<number, FakeBusyTime>;
  /** By id, in the order of creation. */
  readonly subscriptions: Map<string, Subscription>;
  ids: Ids;
}

export function createState(): State {
  return {
    users: new Map(),
    teams: new Map(),
    schedules: new Map(),
    eventTypes: new Map(),
    bookings: new Map(),
    reservations: new Map(),
    absences: new Map(),
    busyTimes: new Map(),
    subscriptions: new Map(),
    ids: createIds(),
  };
}

export function clearState(state: State): void {
  state.users.clear();
  state.teams.clear();
  state.schedules.clear();
  state.eventTypes.clear();
  state.bookings.clear();
  state.reservations.clear();
  state.absences.clear();
  state.busyTimes.clear();
  state.subscriptions.clear();
  state.ids = createIds();
}

/** Looks up what must be there; a miss is a mistake of the test, so it throws. */
export function mustGet<K, V>(map: ReadonlyMap<K, V>, key: K, what: string): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The fake has no ${what} ${String(key)}`);
  return value;
}

/** Changes a stored record and returns its new version. */
export function patch<K, V extends object>(
  map: Map<K, V>,
  key: K,
  what: string,
  changes: Partial<NoInfer<V>>,
): V {
  const next = { ...mustGet(map, key, what), ...changes };
  map.set(key, next);
  return next;
}

/** The schedule a host's hours come from: the event type's own, or else the host's default. */
export function scheduleOf(
  state: State,
  eventType: FakeEventType,
  hostId: number,
): FakeSchedule | undefined {
  const owner = state.users.get(hostId);
  const own = [...state.schedules.values()].filter(({ ownerId }) => ownerId === hostId);
  return (
    state.schedules.get(eventType.scheduleId ?? owner?.defaultScheduleId ?? -1) ??
    own.find(({ isDefault }) => isDefault) ??
    own[0]
  );
}
