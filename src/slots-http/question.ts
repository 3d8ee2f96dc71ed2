import { fromZonedTime } from "date-fns-tz";
import type { SlotsById, SlotsWindow } from "../schemas/slots.ts";
import { BadQuestion } from "./problems.ts";

const DAY_MS = 24 * 3_600_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What may be asked. */
export interface Bounds {
  readonly eventTypeIds: readonly number[];
  readonly maxDays: number;
}

/** The question in an address: dates are days of the zone asked for, and `end` is the last of them. */
export function questionOf(url: URL, { eventTypeIds, maxDays }: Bounds): SlotsById & SlotsWindow {
  const { searchParams } = url;
  const eventTypeId = Number(searchParams.get("eventTypeId"));
  if (!eventTypeIds.includes(eventTypeId))
    throw new BadQuestion(404, "There is no such event type here.");
  const [start, end] = [searchParams.get("start") ?? "", searchParams.get("end") ?? ""];
  const timeZone = searchParams.get("timeZone") ?? "UTC";
  const days = (Date.parse(end) - Date.parse(start)) / DAY_MS + 1;
  if (!DATE.test(start) || !DATE.test(end) || !(days >= 1)) {
    throw new BadQuestion(
      400,
      "Give `start` and `end` as dates such as 2026-12-07, `end` not before `start`.",
    );
  }
  if (days > maxDays) throw new BadQuestion(400, `Ask for ${maxDays} days at most.`);
  const duration = searchParams.get("duration");
  return {
    eventTypeId,
    start: fromZonedTime(`${start}T00:00:00`, timeZone).toISOString(),
    end: fromZonedTime(`${end}T23:59:59.999`, timeZone).toISOString(),
    timeZone,
    ...(duration === null ? {} : { duration: Number(duration) }),
  };
}
