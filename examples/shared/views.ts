import type { SlotsByDate } from "calcom-coherent";
import { type CalendarDate, dateIn } from "./days.ts";
import { differ, formatDay, formatTime, formatWeekday } from "./formats.ts";
import type { Language } from "./languages.ts";

/** What a page draws of a day. */
export interface DayView {
  readonly date: CalendarDate;
  /** `Mo` */
  readonly weekday: string;
  /** `7` */
  readonly number: string;
  /** `Montag, 7. Dezember` */
  readonly full: string;
  readonly isToday: boolean;
  readonly isPast: boolean;
  /** How many times are free; `undefined` while nobody knows. */
  readonly free: number | undefined;
}

/** The days of a week, for the strip to pick one from. */
export function dayViews(
  week: readonly CalendarDate[],
  slots: SlotsByDate | undefined,
  { today, language }: { readonly today: CalendarDate; readonly language: Language },
): DayView[] {
  return week.map((date) => ({
    date,
    weekday: formatWeekday(date, language).replace(".", ""),
    number: String(Number(date.slice(8))),
    full: formatDay(date, language),
    isToday: date === today,
    isPast: date < today,
    free: slots && (slots[date]?.length ?? 0),
  }));
}

/** The day to show first: today or the next one that has a free time, else the first that is left. */
export function firstDay(days: readonly DayView[]): CalendarDate {
  const left = days.filter(({ isPast }) => !isPast);
  const chosen = left.find(({ free = 0 }) => free > 0) ?? left[0] ?? days[0];
  return chosen?.date ?? "";
}

/** Who looks, and where the practice is. */
export interface Viewer {
  readonly language: Language;
  readonly officeZone: string;
  readonly visitorZone: string;
}

/** What a page draws of a free time. */
export interface SlotView {
  readonly start: string;
  /** On the visitor's clock. */
  readonly time: string;
  /** On the practice's, where that differs. */
  readonly officeTime: string | undefined;
}

/** Which part of the visitor's day. */
export type PartOfDay = "night" | "morning" | "afternoon" | "evening";

/** Times one after another, in one part of one day of the visitor. */
export interface SlotGroup {
  readonly part: PartOfDay;
  /** The visitor's date, where it is another than the practice's: `Dienstag, 8. Dezember`. */
  readonly otherDay: string | undefined;
  readonly slots: readonly SlotView[];
}

const PARTS: readonly (readonly [until: number, part: PartOfDay])[] = [
  [5, "night"],
  [12, "morning"],
  [18, "afternoon"],
  [24, "evening"],
];

/** A free time as the visitor reads it. */
export function slotView(start: string, viewer: Viewer): SlotView {
  const { language, officeZone, visitorZone } = viewer;
  const isElsewhere = differ(officeZone, visitorZone, start);
  return {
    start,
    time: formatTime(start, visitorZone, language),
    officeTime: isElsewhere ? formatTime(start, officeZone, language) : undefined,
  };
}

/** The times of one day of the practice, by the parts of the visitor's day. */
export function slotGroups(starts: readonly string[], viewer: Viewer): SlotGroup[] {
  const { language, officeZone, visitorZone } = viewer;
  const groups: { key: string; group: SlotGroup & { slots: SlotView[] } }[] = [];
  for (const start of starts) {
    const hour = Number(formatTime(start, visitorZone, language).slice(0, 2));
    const part = PARTS.find(([until]) => hour < until)?.[1] ?? "evening";
    const date = dateIn(visitorZone, start);
    const key = `${date} ${part}`;
    const isOther = date !== dateIn(officeZone, start);
    const otherDay = isOther ? formatDay(date, language) : undefined;
    if (groups.at(-1)?.key !== key) groups.push({ key, group: { part, otherDay, slots: [] } });
    groups.at(-1)?.group.slots.push(slotView(start, viewer));
  }
  return groups.map(({ group }) => group);
}
