"use client";
import type { SlotsByDate } from "calcom-coherent";
import type { SlotsState } from "calcom-coherent/browser";
import { useMemo } from "react";
import { type CalendarDate, dateIn, isSameTime, isShown, weekOf } from "@/shared/days.ts";
import type { Language } from "@/shared/languages.ts";
import { type DayView, dayViews, type Viewer } from "@/shared/views.ts";
import { useFirstDay } from "./use-first-day.ts";
import { type Place, usePlace } from "./use-place.ts";
import { useSlots } from "./use-slots.ts";
import { useToday } from "./use-today.ts";
import type { Trying } from "./use-try.ts";
import { useVisitorZone } from "./use-visitor-zone.ts";
import { useWithoutTaken } from "./use-without-taken.ts";
import type { FreeWeek } from "./week.ts";

/** What there is to pick from, and what has been picked. */
export interface Picking {
  readonly viewer: Viewer;
  readonly place: Place;
  /** At the practice. */
  readonly today: CalendarDate;
  readonly week: readonly CalendarDate[];
  readonly days: readonly DayView[];
  /** The one that is shown. */
  readonly day: CalendarDate;
  /** `undefined` while nothing may be offered. */
  readonly slots: SlotsByDate | undefined;
  /** What was shown before: drawn so that nothing jumps, not to be chosen. */
  readonly previous: SlotsByDate | undefined;
  readonly link: SlotsState["link"];
  readonly hasFailed: boolean;
  /** The start that has been picked. */
  readonly start: string | undefined;
  /** Whether a start is known not to be free, as far as its week is on show. */
  readonly isGone: (start: string) => boolean;
}

/** Free times as they are now, of the week that the page's address names. */
export function useFreeTimes(free: FreeWeek, language: Language, trying: Trying): Picking {
  const { officeZone, initial } = free;
  const today = useToday(free);
  const place = usePlace();
  const wanted = [place.day, place.week, free.query.start].find((date) => isShown(date, today));
  const [monday = ""] = weekOf(wanted ?? today);
  const week = useMemo(() => weekOf(monday), [monday]);
  const query = useMemo(
    () => ({ ...free.query, start: week[0] ?? "", end: week.at(-1) ?? "" }),
    [free.query, week],
  );
  const kept = useSlots({ url: "/api/slots", changesUrl: "/api/changes", query, initial });
  const { state } = kept;
  const withoutTaken = useWithoutTaken(kept, trying.before);
  // Until the week that was turned to has been asked for, what is known is of another one.
  const isOfWeek = state.query.start === query.start;
  const slots = isOfWeek ? withoutTaken(state.slots) : undefined;
  const previous = isOfWeek ? withoutTaken(state.previous) : undefined;
  const shown = slots ?? previous;
  const days = dayViews(week, shown, { today, language });
  const first = useFirstDay(days, slots);
  const isDay = isShown(place.day, today) && place.day >= today;
  return {
    ...{ today, week, days, slots, previous, start: place.start },
    viewer: { language, officeZone, visitorZone: useVisitorZone(officeZone) },
    // What is being booked stays what is shown.
    place: trying.isPending ? { ...place, go: () => undefined } : place,
    day: isDay && place.day !== undefined ? place.day : first,
    link: state.link,
    hasFailed: isOfWeek && state.error !== undefined,
    isGone(start) {
      const date = dateIn(officeZone, start);
      if (shown === undefined || !week.includes(date)) return false;
      return shown[date]?.some((slot) => isSameTime(slot.start, start)) !== true;
    },
  };
}
