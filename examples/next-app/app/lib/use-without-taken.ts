"use client";
import type { SlotsByDate } from "calcom-coherent";
import { useCallback, useEffect, useState } from "react";
import type { Tried } from "./tried.ts";
import type { KeptSlots } from "./use-slots.ts";

/**
 * Takes out of what is listed the times that a try has found taken, until the list has been asked for
 * anew: no stream has to tell what this page knows.
 */
export function useWithoutTaken({ state, refresh }: KeptSlots, before: Tried | undefined) {
  const [taken, take] = useState<readonly number[]>([]);
  const [known, know] = useState<Tried>();
  if (before !== known) {
    know(before);
    if (before?.outcome.code === "taken") take([...taken, Date.parse(before.start)]);
  }
  const hasFailed = state.error !== undefined;
  useEffect(() => {
    if (taken.length === 0 || hasFailed) return;
    void refresh().then((isAnswered) => {
      if (isAnswered) take((now) => now.filter((start) => !taken.includes(start)));
    });
  }, [taken, hasFailed, refresh]);
  return useCallback(
    (slots: SlotsByDate | undefined): SlotsByDate | undefined => {
      if (slots === undefined || taken.length === 0) return slots;
      const days = Object.entries(slots).map(([date, times]) => [
        date,
        times.filter(({ start }) => !taken.includes(Date.parse(start))),
      ]);
      return Object.fromEntries(days);
    },
    [taken],
  );
}
