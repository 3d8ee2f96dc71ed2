import type { Clock } from "../clock.ts";
import type { SlotsById, SlotsWindow } from "../schemas/slots.ts";
import { addDays, beginningOf, daysBetween, isDate, type Zone, zoneOf } from "./days.ts";
import { BadQuestion } from "./problems.ts";

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
 * @throws BadQuestion, and nothing else, for an address that holds none
 */
export function questionOf({ searchParams }: URL, bounds: Bounds): AskedQuestion {
  const given = (name: (typeof PARAMETERS)[number]) => searchParams.get(name) ?? undefined;
  for (const name of new Set(searchParams.keys())) {
    const isKnown = (PARAMETERS as readonly string[]).includes(name);
    if (!isKnown || searchParams.getAll(name).length > 1) {
      throw new BadQuestion(400, `Give each of ${PARAMETERS.join(", ")} once, and nothing else.`);
    }
  }
  const eventTypeId = numberOf("eventTypeId", given("eventTypeId"));
  if (!bounds.eventTypeIds.includes(eventTypeId)) {
    throw new BadQuestion(404, "There is no such event type here.");
  }
  const zone = zoneOf(given("timeZone") ?? "UTC");
  if (zone === undefined) {
    throw new BadQuestion(400, "Give an IANA time zone as `timeZone`, such as Europe/Berlin.");
  }
  const [first, last] = [given("start") ?? "", given("end") ?? ""];
  refuseDays(first, last, zone, bounds);
  const duration = given("duration");
  const query = {
    eventTypeId,
    ...windowOf(first, last, zone),
    timeZone: zone.name,
    ...(duration === undefined ? {} : { duration: minutesOf(duration) }),
  };
  return { query, first, last };
}

function refuseDays(first: string, last: string, zone: Zone, bounds: Bounds): void {
  const { clock, maxDays, maxDaysAhead } = bounds;
  if (!isDate(first) || !isDate(last) || last < first) {
    throw new BadQuestion(
      400,
      "Give `start` and `end` as dates such as 2026-12-07, `end` not before `start`.",
    );
  }
  if (daysBetween(first, last) >= maxDays) {
    throw new BadQuestion(400, `Ask for ${maxDays} days at most.`);
  }
  const today = zone.dateAt(clock.now());
  // The rest of a month, or of an evening in front of an open page.
  if (first < addDays(today, -maxDays) || last > addDays(today, maxDaysAhead)) {
    throw new BadQuestion(
      400,
      `Ask for days from ${maxDays} days ago until ${maxDaysAhead} days ahead.`,
    );
  }
}

// Up to the last millisecond: of an end at exactly 00:00:00 Cal.com makes that whole date (API.md 6.1).
function windowOf(first: string, last: string, zone: Zone): { start: string; end: string } {
  const begins = beginningOf(first, zone);
  const ends = beginningOf(addDays(last, 1), zone) - 1;
  if (ends > begins) {
    return { start: new Date(begins).toISOString(), end: new Date(ends).toISOString() };
  }
  throw new BadQuestion(400, "The calendar of this time zone has left these days out.");
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
