import "server-only";
import { CalcomError, type SlotsByDate } from "calcom-coherent";
import { addDays, dateIn, isShown, weekOf, weekWindow } from "@/shared/days.ts";
import { calcom, clock, eventTypeId, officeZone } from "./calcom.ts";
import type { FreeWeek } from "./week.ts";

/**
 * The free times that a page comes with: of the week that the first of these dates is in that is shown at
 * all, or else of this week, or the next one where nothing is left of it.
 */
export async function freeWeek(...dates: readonly unknown[]): Promise<FreeWeek> {
  const now = clock.now();
  const today = dateIn(officeZone, now);
  const wanted = dates.find((date) => isShown(date, today));
  if (wanted !== undefined) return read(weekOf(wanted), { now, today });
  const found = await read(weekOf(today), { now, today });
  if (hasSome(found.initial?.slots)) return found;
  return read(weekOf(addDays(today, 7)), { now, today });
}

async function read(
  week: ReturnType<typeof weekOf>,
  at: Pick<FreeWeek, "now" | "today">,
): Promise<FreeWeek> {
  const [start = at.today, end = start] = [week[0], week.at(-1)];
  const page = { ...at, officeZone, query: { eventTypeId, start, end, timeZone: officeZone } };
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
