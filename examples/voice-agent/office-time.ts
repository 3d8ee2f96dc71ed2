import { formatInTimeZone, fromZonedTime } from "date-fns-tz";

/** An instant, and how the office's wall clock shows it. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Such as `2026-12-07`. */
  readonly day: string;
  /** Such as `08:30`. */
  readonly time: string;
  /** With the office's offset, such as `2026-12-07T08:30:00.000+01:00`. */
  readonly start: string;
}

/** A moment by its text in the office's zone, as Cal.com lists it when it is asked in that zone. */
export function listed(start: string): Moment {
  return { at: Date.parse(start), day: start.slice(0, 10), time: start.slice(11, 16), start };
}

const DAY_MS = 24 * 3_600_000;

/** Callers name days and hours without a zone: they mean the office's. */
export interface OfficeTime {
  readonly timeZone: string;
  /** @param time such as `08:30` */
  wish(day: string, time: string): Moment;
  moment(instant: number | string): Moment;
}

export function officeTime(timeZone: string): OfficeTime {
  const moment = (instant: number | string): Moment =>
    listed(formatInTimeZone(instant, timeZone, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"));
  const wish = (day: string, time: string) =>
    moment(fromZonedTime(`${day}T${time}:00`, timeZone).getTime());
  return { timeZone, moment, wish };
}

/** A date so many days later, or earlier. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days lie between two dates. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
