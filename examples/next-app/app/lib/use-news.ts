"use client";
import { useState } from "react";
import { formatTime } from "@/shared/formats.ts";
import { textsIn } from "@/shared/texts.ts";
import type { Tried } from "./tried.ts";
import type { Picking } from "./use-free-times.ts";

/**
 * Says which times of the day that is shown were taken, or are free again, since it was turned to. What
 * becomes of the one that is picked, or was tried, is told beside its form.
 */
export function useNews({ viewer, day, slots, start }: Picking, before: Tried | undefined): string {
  const starts = slots && (slots[day] ?? []).map((slot) => Date.parse(slot.start));
  const [known, know] = useState({ day, starts, news: "" });
  if (starts === undefined) return known.day === day ? known.news : "";
  if (known.day === day && known.starts?.join() === starts.join()) return known.news;
  const were = known.day === day ? (known.starts ?? starts) : starts;
  const { slots: texts } = textsIn(viewer.language);
  const toldElsewhere = [start, before?.start].map((at) => Date.parse(at ?? ""));
  const without = (some: readonly number[], others: readonly number[]) =>
    some.filter((at) => !others.includes(at) && !toldElsewhere.includes(at));
  const times = (some: readonly number[]) =>
    some.map((at) => formatTime(at, viewer.visitorZone, viewer.language)).join(", ");
  const gone = without(were, starts);
  const back = without(starts, were);
  const news = [
    ...(gone.length > 0 ? [texts.gone(times(gone))] : []),
    ...(back.length > 0 ? [texts.back(times(back))] : []),
  ].join(" ");
  know({ day, starts, news });
  return news;
}
