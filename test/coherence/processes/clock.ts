import { type Clock, systemClock } from "../../../src/clock.ts";

/** When every run begins, whatever day it is: a Tuesday before the days that are asked for. */
const BEGINS = Date.parse("2026-12-01T08:00:00Z");

/** Where one run's time begins, in nanoseconds of the machine's monotonic clock, as a decimal. */
export type Origin = string;

export const newOrigin = (): Origin => String(process.hrtime.bigint());

/**
 * A clock that all processes of this machine agree on, to the microsecond: what one of them reads
 * before another does is earlier. It goes on while a process is stopped.
 */
export function clockFrom(origin: Origin): Clock {
  const zero = BigInt(origin);
  return {
    ...systemClock,
    now: () => BEGINS + Number(process.hrtime.bigint() - zero) / 1e6,
  };
}
