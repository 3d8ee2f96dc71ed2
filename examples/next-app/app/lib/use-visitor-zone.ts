"use client";
import { useSyncExternalStore } from "react";

const subscribe = () => () => undefined;
const zoneOfBrowser = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The visitor's time zone. The server does not know it: until a page has come to life it is the office's. */
export const useVisitorZone = (officeZone: string): string =>
  useSyncExternalStore(subscribe, zoneOfBrowser, () => officeZone);
