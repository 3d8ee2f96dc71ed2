import type { CalendarDate } from "./days.ts";
import { offsetIn } from "./days.ts";
import type { Language } from "./languages.ts";

/** Both languages count hours to 24: nobody has to know what 12 a.m. is. */
const LOCALES: Readonly<Record<Language, string>> = { de: "de-DE", en: "en-GB" };

type Instant = string | number;

const made = new Map<string, Intl.DateTimeFormat>();

/** Formats are dear to make and cheap to use. */
function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const known = made.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], options);
  made.set(key, known);
  return known;
}

/** `08:30`. */
export const formatTime = (instant: Instant, timeZone: string, language: Language): string =>
  format(language, { timeZone, hour: "2-digit", minute: "2-digit" }).format(new Date(instant));

/** `Montag, 7. Dezember`. */
export const formatDay = (date: CalendarDate, language: Language): string =>
  format(language, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" }).format(
    noonOf(date),
  );

/** `Mo`, `Mon`. */
export const formatWeekday = (date: CalendarDate, language: Language): string =>
  format(language, { timeZone: "UTC", weekday: "short" }).format(noonOf(date));

/** `7.–13. Dezember 2026`. */
export const formatWeek = (week: readonly CalendarDate[], language: Language): string =>
  format(language, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" }).formatRange(
    noonOf(week[0] ?? ""),
    noonOf(week.at(-1) ?? ""),
  );

/** `Montag, 7. Dezember 2026, 08:30`. */
export function formatMoment(instant: Instant, timeZone: string, language: Language): string {
  const day = format(language, {
    ...{ timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric" },
  }).format(new Date(instant));
  return `${day}, ${formatTime(instant, timeZone, language)}`;
}

/** `Mo., 7. Dez., 08:30`, where there is little room and nobody doubts the year. */
export function formatShortMoment(instant: Instant, timeZone: string, language: Language): string {
  const day = format(language, { timeZone, weekday: "short", day: "numeric", month: "short" });
  return `${day.format(new Date(instant))}, ${formatTime(instant, timeZone, language)}`;
}

/** How people call a zone: `Mitteleuropäische Normalzeit`, and `Berlin` beside it. */
export function formatZone(instant: Instant, timeZone: string, language: Language): string {
  const parts = format(language, { timeZone, timeZoneName: "long" }).formatToParts(
    new Date(instant),
  );
  const long = parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
  const place = timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
  return `${place} (${long})`;
}

/** Whether two zones' clocks show different times at an instant. */
export const differ = (one: string, other: string, instant: Instant): boolean =>
  offsetIn(one, new Date(instant).getTime()) !== offsetIn(other, new Date(instant).getTime());

const noonOf = (date: CalendarDate): Date => new Date(`${date}T12:00:00Z`);
