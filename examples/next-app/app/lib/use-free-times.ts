"use client";
import type { SlotsByDate } from "calcom-coherent";
import type { SlotsState } from "calcom-coherent/browser";
import { useMemo } from "react";
import { type CalendarDate, isDate, weekOf } from "@/shared/days.ts";
import type { Language } from "@/shared/languages.ts";
import { type DayView, dayViews, type Viewer } from "@/shared/views.ts";
import { useFirstDay } from "./use-first-day.ts";
import { type Place, usePlace } from "./use-place.ts";
import { useSlots } from "./use-slots.ts";
import { useVisitorZone } from "./use-visitor-zone.ts";
import type { FreeWeek } from "./week.ts";

/** What there is to pick from, and what has been picked. */
export interface Picking {
  readonly viewer: Viewer;
  readonly place: Place;
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
  /** The start that has been picked, and whether it is known not to be free any more. */
  readonly start: string | undefined;
  readonly isGone: boolean;
}

/** Free times as they are now, of the week that the page's address names. */
export function useFreeTimes(free: FreeWeek, language: Language): Picking {
  const { today, officeZone, initial } = free;
  const place = usePlace();
  const [monday = ""] = weekOf([place.day, place.week].find(isDate) ?? free.query.start);
  const week = useMemo(() => weekOf(monday), [monday]);
  const query = useMemo(
    () => ({ ...free.query, start: week[0] ?? "", end: week.at(-1) ?? "" }),
    [free.query, week],
  );
  const state = useSlots({ url: "/api/slots", changesUrl: "/api/changes", query, initial });
  // Until the week that was turned to has been asked for, what is known is of another one.
  const isOfWeek = state.query.start === query.start;
  const { slots, previous } = isOfWeek ? state : { slots: undefined, previous: undefined };
  const days = dayViews(week, slots ?? previous, { today, language });
  const first = useFirstDay(days, slots);
  const day = isDate(place.day) ? place.day : first;
  const viewer = { language, officeZone, visitorZone: useVisitorZone(officeZone) };
  const { start = "" } = place;
  // The same instant can be written with another offset.
  const found = slots?.[day]?.find((slot) => Date.parse(slot.start) === Date.parse(start));
  return {
    ...{ viewer, place, week, days, day, slots, previous },
    link: state.link,
    hasFailed: isOfWeek && state.error !== undefined,
    start: found?.start ?? place.start,
    isGone: place.start !== undefined && slots !== undefined && found === undefined,
  };
}
