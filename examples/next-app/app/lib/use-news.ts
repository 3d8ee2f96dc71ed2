"use client";
import { useState } from "react";
import { formatTime } from "@/shared/formats.ts";
import { textsIn } from "@/shared/texts.ts";
import type { Picking } from "./use-free-times.ts";

/** Says which times of the day that is shown were taken, or are free again, since it was turned to. */
export function useNews({ viewer, day, slots }: Picking): string {
  const starts = slots && (slots[day] ?? []).map(({ start }) => start);
  const [known, know] = useState({ day, starts, news: "" });
  if (starts === undefined) return known.day === day ? known.news : "";
  if (known.day === day && known.starts?.join() === starts.join()) return known.news;
  const before = known.day === day ? (known.starts ?? starts) : starts;
  const { slots: texts } = textsIn(viewer.language);
  const times = (some: readonly string[]) =>
    some.map((start) => formatTime(start, viewer.visitorZone, viewer.language)).join(", ");
  const gone = before.filter((start) => !starts.includes(start));
  const back = starts.filter((start) => !before.includes(start));
  const news = [
    ...(gone.length > 0 ? [texts.gone(times(gone))] : []),
    ...(back.length > 0 ? [texts.back(times(back))] : []),
  ].join(" ");
  know({ day, starts, news });
  return news;
}
