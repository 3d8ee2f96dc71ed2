import * as z from "zod/mini";

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * The instant a text names, as `2026-12-07T09:00:00.000Z`; a date alone stays a date. Without an
 * offset it is read as UTC, as Cal.com does and `new Date()` does not.
 *
 * @returns `undefined` for anything else
 */
export function canonicalInstant(text: string): string | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, date, minutes, seconds, offset] = match;
  const probe = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(probe.getTime()) || !probe.toISOString().startsWith(date as string))
    return undefined;
  if (minutes === undefined) return date;
  const zone =
    offset === undefined
      ? "Z"
      : offset.replace(
          /^([+-]\d{2}):?(\d{2})?$/,
          (_all, hours: string, rest?: string) => `${hours}:${rest ?? "00"}`,
        );
  const instant = new Date(`${date}T${minutes}${seconds ?? ":00"}${zone.toUpperCase()}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

const instant = (text: string) => canonicalInstant(text) !== undefined;

/** An ISO 8601 date or date-time. */
export const dateOrInstant = z
  .string()
  .check(
    z.refine(instant, "an ISO 8601 date or date-time such as 2026-12-07 or 2026-12-07T09:00:00Z"),
  );

/** An ISO 8601 date-time. */
export const dateTime = z
  .string()
  .check(
    z.refine(
      (text) => instant(text) && text.trim().length > 10,
      "an ISO 8601 date-time such as 2026-12-07T09:00:00Z",
    ),
  );

/** An ISO 8601 date. */
export const calendarDate = z
  .string()
  .check(
    z.refine(
      (text) => canonicalInstant(text) === text && text.length === 10,
      "an ISO 8601 date such as 2026-12-07",
    ),
  );

/** An IANA time zone this machine knows. */
export const timeZone = z
  .string()
  .check(z.refine(isTimeZone, "an IANA time zone such as Europe/Berlin"));

const known = new Set<string>(["UTC"]);

function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
  if (known.size < 1_000) known.add(name);
  return true;
}
