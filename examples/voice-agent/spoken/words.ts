/** A time of day that is named beside others. */
export interface NamedTime {
  /** Such as `08:30`. */
  readonly time: string;
  /** Says morning or afternoon too, where the clock's hands could mean both. */
  readonly exact: boolean;
}

/** A moment as it is named: its day is left out where the caller knows it. */
export interface NamedMoment extends NamedTime {
  readonly day: string | undefined;
}

/** What a caller can be asked for again; the time is day and hour. */
export const ASKABLE = ["time", "name", "email", "phone"] as const;

export type Askable = (typeof ASKABLE)[number];

/** What a language needs to speak of free times. Days are dates such as `2026-12-07`. */
export interface Words {
  /** Such as "um 8 Uhr 30" or "half past eight". */
  time(named: NamedTime): string;
  /** Such as "am Montag" or "on Monday", as of today. */
  on(day: string, today: string): string;
  /** Such as "am Montag um 8 Uhr 30" or "half past eight on Monday". */
  when(named: NamedMoment, today: string): string;
  /** The same among others that are offered; the day comes first. */
  offered(named: NamedMoment, today: string): string;
  /** Joins texts by commas and an "or". */
  or(texts: readonly string[]): string;

  isFree(when: string): string;
  isNotFree(when: string): string;
  /** Of a day on which nothing is free. */
  isFull(day: string): string;
  /** Of a time that was free when it was asked about. */
  hasJustGone(when: string): string;
  offer(times: string): string;
  offerOn(day: string, times: string): string;
  nothingElse(): string;
  isBooked(when: string): string;
  isRequested(when: string): string;
  /** Nobody knows whether it is booked. */
  isUnclear(when: string): string;
  /** It is certain that nothing was booked. */
  isNotBooked(): string;
  hold(): string;
  noCalendar(): string;
  /** Asks again, for what was not understood. */
  pardon(about: Askable): string;
}

/** The first letter in capitals, as sentences begin. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "a", "a or b", "a, b or c". */
export function joined(texts: readonly string[], or: string): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} ${or} ${last}`;
}

const WITHIN_A_WEEK = 6;

/** Whether the bare name of a weekday is understood: it is the next one of that name. */
export const isNear = (days: number): boolean => days > 1 && days <= WITHIN_A_WEEK;

/** A date written out by a locale's rules. */
export function written(day: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(new Date(day));
}
