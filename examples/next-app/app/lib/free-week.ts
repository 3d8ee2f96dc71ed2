import "server-only";
import { CalcomError, type SlotsByDate } from "calcom-coherent";
import { addDays, type CalendarDate, dateIn, isDate, weekOf, weekWindow } from "@/shared/days.ts";
import { calcom, clock, eventTypeId, officeZone } from "./calcom.ts";
import type { FreeWeek } from "./week.ts";

/**
 * The free times that a page comes with: of the week a date is in, or else of this week, or the next
 * one where nothing is left of it.
 */
export async function freeWeek(wanted: unknown): Promise<FreeWeek> {
  const today = dateIn(officeZone, clock.now());
  const day = isDate(wanted) ? wanted : today;
  const found = await read(weekOf(day), today);
  if (isDate(wanted) || hasSome(found.initial?.slots)) return found;
  return read(weekOf(addDays(day, 7)), today);
}

async function read(week: readonly CalendarDate[], today: CalendarDate): Promise<FreeWeek> {
  const [start = today, end = start] = [week[0], week.at(-1)];
  const page = { today, officeZone, query: { eventTypeId, start, end, timeZone: officeZone } };
  try {
    // Before the slots: what has changed since is then told to the page.
    const version = await calcom.versionOf({ eventTypeId });
    const window = { ...weekWindow(week, officeZone), timeZone: officeZone };
    const { slots } = await calcom.slots.list({ eventTypeId, ...window });
    return { ...page, initial: { slots, version } };
  } catch (error) {
    if (!(error instanceof CalcomError)) throw error;
    // The page says so, and asks again by itself.
    console.warn(error);
    return { ...page, initial: undefined };
  }
}

const hasSome = (slots: SlotsByDate | undefined): boolean =>
  slots === undefined || Object.values(slots).some((times) => times.length > 0);
