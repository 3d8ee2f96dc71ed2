/** A date of the calendar, `YYYY-MM-DD`, in no zone. */
export type CalendarDate = string;

const DAY_MS = 86_400_000;

/** Nobody books farther ahead, and calendars end somewhere. */
const FARTHEST_DAYS = 730;

const utc = (date: CalendarDate): number => Date.parse(`${date}T00:00:00Z`);
const dateOf = (ms: number): CalendarDate => new Date(ms).toISOString().slice(0, 10);

/** Whether a text from outside is a date that the calendar has. */
export function isDate(text: unknown): text is CalendarDate {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = utc(text);
  return !Number.isNaN(ms) && dateOf(ms) === text;
}

/** The date that a zone's calendar shows at an instant. */
export function dateIn(zone: string, instant: string | number): CalendarDate {
  // Swedish dates are ISO 8601.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(
    new Date(instant),
  );
}

/** Whether two texts name one instant, which can be written with any offset. */
export const isSameTime = (one: string, other: string | undefined): boolean =>
  Date.parse(one) === Date.parse(other ?? "");

/** The date so many days later. */
export const addDays = (date: CalendarDate, days: number): CalendarDate =>
  dateOf(utc(date) + days * DAY_MS);

/** The seven dates of the week a date is in, from Monday on. */
export function weekOf(date: CalendarDate): CalendarDate[] {
  const sinceMonday = (new Date(utc(date)).getUTCDay() + 6) % 7;
  const monday = addDays(date, -sinceMonday);
  return Array.from({ length: 7 }, (_, day) => addDays(monday, day));
}

/** Whether a text from outside is a date whose week pages show: this one, or one ahead. */
export const isShown = (text: unknown, today: CalendarDate): text is CalendarDate =>
  isDate(text) && text >= `${weekOf(today)[0]}` && text < addDays(today, FARTHEST_DAYS);

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetIn(zone: string, instant: number): number {
  const wall = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(instant);
  const seconds = Math.floor(instant / 1_000) * 1_000;
  return Date.parse(`${wall.replace(" ", "T")}Z`) - seconds;
}

/** Where a date begins in a zone, in milliseconds since the epoch. */
function beginningOf(date: CalendarDate, zone: string): number {
  const guess = utc(date) - offsetIn(zone, utc(date));
  // The clocks may have changed between UTC's midnight and the zone's.
  return utc(date) - offsetIn(zone, guess);
}

/**
 * The week as a window to ask for slots: the practice's own days, whole, wherever it is. It is the
 * one `createSlotsHandler` asks for, so that a page's first paint and its script share an answer.
 */
export function weekWindow(
  week: readonly CalendarDate[],
  zone: string,
): { readonly start: string; readonly end: string } {
  const [first = "", last = first] = [week[0], week.at(-1)];
  const end = beginningOf(addDays(last, 1), zone) - 1;
  return {
    start: new Date(beginningOf(first, zone)).toISOString(),
    end: new Date(end).toISOString(),
  };
}
