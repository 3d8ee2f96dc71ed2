import type { FindArgs, Misheard } from "./agent-call.ts";
import { dayAfter, daysBetween, type OfficeTime } from "./office-time.ts";

/** Nobody plans further; whoever seems to was misheard. */
const MOST_DAYS = 365;

type Time = Pick<FindArgs, "day" | "hour">;

/** Why a time is none to come at, whatever is free; models know badly what day it is. */
export function timeProblem(
  { day, hour }: Time,
  { office, today }: { readonly office: OfficeTime; readonly today: string },
): Misheard | undefined {
  const days = daysBetween(today, day);
  if (days < 0 || days > MOST_DAYS) {
    const last = dayAfter(today, MOST_DAYS);
    return { about: "time", problem: `day takes a date from ${today}, today, to ${last}.` };
  }
  if (hour === undefined || office.wish(day, hour).time === hour) return undefined;
  return {
    about: "time",
    problem: "hour takes another time: clocks are put forward over this one.",
  };
}
