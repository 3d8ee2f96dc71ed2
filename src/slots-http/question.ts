import type { Clock } from "../clock.ts";
import type { SlotsById, SlotsWindow } from "../schemas/slots.ts";
import { addDays, daysBetween, zoneOf } from "./days.ts";
import { BadQuestion } from "./problems.ts";
import { wholeDays } from "./whole-days.ts";

/** What may be asked. */
export interface Bounds {
  readonly eventTypeIds: readonly number[];
  readonly maxDays: number;
  readonly maxDaysAhead: number;
  readonly clock: Clock;
}

/** A question for Cal.com, and the dates its answer may have. */
export interface AskedQuestion {
  readonly query: SlotsById & SlotsWindow;
  readonly first: string;
  readonly last: string;
}

const PARAMETERS = ["eventTypeId", "start", "end", "timeZone", "duration"] as const;
const NUMBER = /^[1-9]\d{0,14}$/;
const MOST_MINUTES = 24 * 60;

/**
 * The question in an address: dates are days of the zone asked for, and `end` is the last of them.
 *
 * @throws BadQuestion or SchemaError, and nothing else, for an address that holds none
 */
export function questionIn({ searchParams }: URL, bounds: Bounds): AskedQuestion {
  refuseOthers(searchParams);
  const given = (name: (typeof PARAMETERS)[number]) => searchParams.get(name) ?? undefined;
  const eventTypeId = numberOf("eventTypeId", given("eventTypeId"));
  if (!bounds.eventTypeIds.includes(eventTypeId)) {
    throw new BadQuestion(404, "There is no such event type here.");
  }
  const [first, last] = [given("start") ?? "", given("end") ?? ""];
  const window = wholeDays({ start: first, end: last, timeZone: given("timeZone") });
  refuseFarDays(first, last, window.timeZone, bounds);
  const duration = given("duration");
  const length = duration === undefined ? {} : { duration: minutesOf(duration) };
  return { query: { eventTypeId, ...window, ...length }, first, last };
}

function refuseOthers(searchParams: URLSearchParams): void {
  const names = [...searchParams.keys()];
  const isOnce = new Set(names).size === names.length;
  if (isOnce && names.every((name) => (PARAMETERS as readonly string[]).includes(name))) return;
  throw new BadQuestion(400, `Give each of ${PARAMETERS.join(", ")} once, and nothing else.`);
}

// Each day and length of window is a question of its own, and costs Cal.com's rate budget.
function refuseFarDays(first: string, last: string, timeZone: string, bounds: Bounds): void {
  const { clock, maxDays, maxDaysAhead } = bounds;
  if (daysBetween(first, last) >= maxDays) {
    throw new BadQuestion(400, `Ask for ${maxDays} days at most.`);
  }
  const today = zoneOf(timeZone)?.dateAt(clock.now()) ?? first;
  // A calendar shows the whole month, and an open page still the day on which it was opened.
  if (first >= addDays(today, -maxDays) && last <= addDays(today, maxDaysAhead)) return;
  const [from, to] = [`${maxDays} days ago`, `${maxDaysAhead} days ahead`];
  throw new BadQuestion(400, `Ask for days from ${from} until ${to}.`);
}

function numberOf(name: string, text: string | undefined): number {
  if (text !== undefined && NUMBER.test(text)) return Number(text);
  throw new BadQuestion(400, `Give \`${name}\` as a whole number such as 30.`);
}

function minutesOf(text: string): number {
  const minutes = numberOf("duration", text);
  if (minutes <= MOST_MINUTES) return minutes;
  throw new BadQuestion(400, `Give a \`duration\` of ${MOST_MINUTES} minutes at most.`);
}
