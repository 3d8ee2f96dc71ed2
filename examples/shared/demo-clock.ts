import { type Clock, systemClock } from "calcom-coherent";

/** A clock that begins at an instant and goes on ticking: the same pictures on any day. */
export function tickingClock(start: string | number): Clock {
  const ahead = new Date(start).getTime() - systemClock.now();
  return { ...systemClock, now: () => systemClock.now() + ahead };
}
