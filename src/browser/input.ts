import type { SlotsPageQuery } from "./state.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** @throws TypeError or RangeError, which says what to give */
export function checkQuery({ eventTypeId, start, end, timeZone, duration }: SlotsPageQuery): void {
  checkCount("eventTypeId", eventTypeId);
  if (duration !== undefined) checkCount("duration", duration);
  for (const [name, date] of Object.entries({ start, end })) {
    if (typeof date !== "string" || !DATE.test(date) || Number.isNaN(Date.parse(date))) {
      throw new TypeError(`Give \`${name}\` as a date such as 2026-12-07.`);
    }
  }
  if (end < start) throw new RangeError("Give an `end` that is not before `start`.");
  if (timeZone === undefined) return;
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw new RangeError("Give `timeZone` as an IANA zone such as Europe/Berlin.");
  }
}

/** @throws RangeError */
export function checkMs(name: string, ms: number): void {
  if (!(ms > 0 && Number.isFinite(ms))) {
    throw new RangeError(`Give \`${name}\` as milliseconds above 0.`);
  }
}

/** @throws RangeError */
export function checkAt(at: number | undefined): void {
  if (at === undefined || Number.isFinite(at)) return;
  throw new RangeError("Give `initial.at` as epoch milliseconds.");
}

function checkCount(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || Number(value) <= 0) {
    throw new TypeError(`Give \`${name}\` as a whole number above 0.`);
  }
}
