"use client";
import { useState, useSyncExternalStore } from "react";
import { type CalendarDate, dateIn } from "@/shared/days.ts";
import type { FreeWeek } from "./week.ts";

const A_MINUTE_MS = 60_000;

/** At the practice, by the server's clock: pages stay open past midnight. */
export function useToday({ now, today, officeZone }: FreeWeek): CalendarDate {
  const [ahead] = useState(() => now - Date.now());
  return useSyncExternalStore(
    everyMinute,
    () => dateIn(officeZone, Date.now() + ahead),
    () => today,
  );
}

function everyMinute(listener: () => void): () => void {
  const timer = setInterval(listener, A_MINUTE_MS);
  return () => clearInterval(timer);
}
