const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
/** No zone is further from UTC, days that Samoa and others have left out included. */
const FURTHEST_MS = 26 * 3_600_000;
/** Of years whose neighbours have four digits, and whose offsets have whole minutes. */
const DATE = /^(?:19|2\d)\d\d-\d\d-\d\d$/;
/** Offsets such as `+01:00` name a zone on Node 22, and not on Node 20 or at Cal.com. */
const NAME = /^[A-Za-z][\w+/-]{0,63}$/;
const MOST_ZONES = 1_000;

/** A zone, and how its calendar reads. */
export interface Zone {
  /** The one spelling of it, so that `europe/berlin` is no other question than `Europe/Berlin`. */
  readonly name: string;
  /** The date that its calendar shows, as `2026-12-07`. */
  dateAt(instant: number): string;
}

const zones = new Map<string, Zone>();

/** @returns `undefined` for a name that is no IANA zone this machine knows */
export function zoneOf(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known !== undefined || !NAME.test(name)) return known;
  let format: Intl.DateTimeFormat;
  try {
    // Swedish dates are ISO 8601.
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: name, dateStyle: "short" });
  } catch {
    return undefined;
  }
  const { timeZone } = format.resolvedOptions();
  const dateAt = (instant: number) => format.format(instant);
  // One of 40 KB for all its spellings, of which visitors can make up thousands.
  const zone: Zone = zones.get(timeZone) ?? { name: timeZone, dateAt };
  if (zones.size >= MOST_ZONES) zones.clear();
  zones.set(timeZone, zone).set(name, zone);
  return zone;
}

/** Whether a text is a date of the calendar, such as `2026-12-07`. */
export function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && dateAt(midnight) === text;
}

/** The date so many days after another. */
export function addDays(date: string, days: number): string {
  return dateAt(Date.parse(date) + days * DAY_MS);
}

/** How many days it is from one date to another. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS);
}

/**
 * The first instant, in epoch milliseconds, at which a zone's calendar shows a date or a later one:
 * not every day begins at 00:00 (Cairo in April, Beirut in March), and not every day is there.
 */
export function beginningOf(date: string, { dateAt: dateIn }: Zone): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let before = midnight - FURTHEST_MS;
  let after = midnight + FURTHEST_MS;
  while (after - before > MINUTE_MS) {
    const between = before + Math.round((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (dateIn(between) >= date) after = between;
    else before = between;
  }
  return after;
}

function dateAt(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
