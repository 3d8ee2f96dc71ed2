"use client";
import type { SlotsByDate } from "calcom-coherent";
import { useState } from "react";
import type { CalendarDate } from "@/shared/days.ts";
import { type DayView, firstDay } from "@/shared/views.ts";

/**
 * The day of a week to show where nobody has chosen one: the first with a free time. It stays when its
 * last time is taken, so that nothing moves away under a visitor's hand, and goes with its midnight.
 */
export function useFirstDay(
  days: readonly DayView[],
  slots: SlotsByDate | undefined,
): CalendarDate {
  const found = { monday: days[0]?.date, isKnown: slots !== undefined, day: firstDay(days) };
  const [kept, keep] = useState(found);
  const isBetter = found.isKnown && !kept.isKnown;
  const isOver = days.some(({ date, isPast }) => isPast && date === kept.day);
  const isSame = found.day === kept.day || !isOver;
  if (found.monday === kept.monday && !isBetter && isSame) return kept.day;
  keep(found);
  return found.day;
}
