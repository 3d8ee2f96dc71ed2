"use client";
import { useSearchParams } from "next/navigation";

/** What of a page is looked at: kept in its address, so that it can be passed on and gone back to. */
export interface Place {
  readonly week: string | undefined;
  readonly day: string | undefined;
  readonly start: string | undefined;
  /** What else the address says: forms that lead elsewhere on the page take it along. */
  readonly others: readonly (readonly [name: string, value: string])[];
  /** The address of another place on the same page. */
  readonly address: (to: PlaceChange) => string;
  /** Goes there without asking the server. */
  readonly go: (to: PlaceChange) => void;
}

/** `undefined` takes a part away. */
export interface PlaceChange {
  readonly week?: string | undefined;
  readonly day?: string | undefined;
  readonly start?: string | undefined;
}

const OWN: ReadonlySet<string> = new Set(["week", "day", "start"]);

export function usePlace(): Place {
  const search = useSearchParams();
  const address = (to: PlaceChange) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(to)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    return `?${next}`;
  };
  const start = search.get("start") ?? "";
  return {
    week: search.get("week") ?? undefined,
    day: search.get("day") ?? undefined,
    // Anybody may write anything into an address.
    start: Number.isNaN(Date.parse(start)) ? undefined : start,
    others: [...search].filter(([name]) => !OWN.has(name)),
    address,
    // Next hears of it, and renders with the new parameters.
    go: (to) => window.history.pushState(null, "", address(to)),
  };
}
