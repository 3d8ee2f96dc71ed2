"use client";
import { useSyncExternalStore } from "react";
import { isZone } from "@/shared/zones.ts";

const subscribe = () => () => undefined;

/** Browsers on systems that do not say tell "Etc/Unknown", which they do not take themselves. */
function zoneOfBrowser(): string | undefined {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return isZone(timeZone) ? timeZone : undefined;
}

/** The visitor's time zone. The server does not know it: until a page has come to life it is the office's. */
export const useVisitorZone = (officeZone: string): string =>
  useSyncExternalStore(
    subscribe,
    () => zoneOfBrowser() ?? officeZone,
    () => officeZone,
  );
