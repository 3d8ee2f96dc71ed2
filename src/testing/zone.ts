import { formatInTimeZone } from "date-fns-tz";

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether `zone` is a time zone this runtime knows. */
export function isTimeZone(zone: unknown): zone is string {
  if (typeof zone !== "string" || zone === "") return false;
  try {
    formatFor(zone);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds by which the wall clock of `zone` is ahead of UTC at `instant`. */
export function offsetAt(zone: string, instant: number): number {
  // Formatting is slow, and most worlds are in this zone.
  if (zone === "UTC") return 0;
  const second = Math.floor(instant / 1000) * 1000;
  const part: Record<string, number> = {};
  for (const { type, value } of formatFor(zone).formatToParts(second)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: secondPart = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, secondPart) - second;
}

/**
 * The instant at which the wall clock of `zone` shows `wallTime`, given as if it were UTC. Of two
 * (clocks go back) it is the first; for none (clocks go forward) the time is moved by the gap.
 */
export function instantOf(zone: string, wallTime: number): number {
  const before = offsetAt(zone, wallTime - DAY_MS);
  const after = offsetAt(zone, wallTime + DAY_MS);
  const candidates = [wallTime - before, wallTime - after].filter(
    (instant) => instant + offsetAt(zone, instant) === wallTime,
  );
  return candidates.length > 0 ? Math.min(...candidates) : wallTime - before;
}

/** The calendar date of `instant` in `zone`, as `yyyy-MM-dd`. */
export function dateKey(instant: number, zone: string): string {
  return formatInTimeZone(instant, zone, "yyyy-MM-dd");
}

/** ISO 8601 with milliseconds: in UTC with `Z`, or in `zone` with its offset. */
export function isoIn(instant: number, zone?: string): string {
  if (zone === undefined) return new Date(instant).toISOString();
  const offset = offsetAt(zone, instant);
  const local = new Date(instant + offset).toISOString().slice(0, -1);
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.trunc(value)).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
