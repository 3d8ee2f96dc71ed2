import { SchemaError } from "../errors.ts";
import { addDays, beginningOf, isDate, type Zone, zoneOf } from "./days.ts";

/** Days of a zone's calendar; `end` is the last of them. */
export interface DaysWindow {
  readonly start: string;
  readonly end: string;
  /** IANA zone. @default "UTC" */
  readonly timeZone?: string | undefined;
}

/** A window for `slots.list`. */
export interface WholeDays {
  readonly start: string;
  readonly end: string;
  readonly timeZone: string;
}

/**
 * The window of whole days of a zone, as `createSlotsHandler` asks for it: where a page's first
 * paint asks for it too, both share an answer. To `slots.list` itself dates are days of UTC.
 *
 * @returns instants, up to the last millisecond: of a window that ended at midnight Cal.com would make
 * a day more
 * @throws SchemaError for what is no date, no zone, or no day of that zone's calendar
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 * import { wholeDays } from "calcom-coherent/slots";
 *
 * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
 * const week = wholeDays({ start: "2026-12-07", end: "2026-12-13", timeZone: "Europe/Berlin" });
 * const { slots } = await calcom.slots.list({ eventTypeId: 123, ...week });
 * console.log(Object.keys(slots));
 * ```
 */
export function wholeDays({ start, end, timeZone = "UTC" }: DaysWindow): WholeDays {
  if (!isDate(start) || !isDate(end) || end < start) {
    throw wrong(
      "start",
      "Give `start` and `end` as dates such as 2026-12-07, `end` not before it.",
    );
  }
  const zone = zoneOf(timeZone);
  if (zone === undefined) {
    throw wrong("timeZone", "Give an IANA time zone as `timeZone`, such as Europe/Berlin.");
  }
  return windowOf(start, end, zone);
}

// Of an end at exactly 00:00:00 Cal.com makes that whole date (API.md 6.1).
function windowOf(first: string, last: string, zone: Zone): WholeDays {
  const begins = beginningOf(first, zone);
  const ends = beginningOf(addDays(last, 1), zone) - 1;
  if (ends < begins) throw wrong("start", "This time zone's calendar has left these days out.");
  const [start, end] = [new Date(begins).toISOString(), new Date(ends).toISOString()];
  return { start, end, timeZone: zone.name };
}

function wrong(path: string, message: string): SchemaError {
  return new SchemaError("invalid_input", message, { path });
}
