import type { SlotsByDate } from "calcom-coherent";
import type { CalendarDate } from "@/shared/days.ts";

/** A week of free times as the server has read it. */
export interface FreeWeek {
  /** What the server's clock shows, in milliseconds since the epoch. */
  readonly now: number;
  /** At the practice, by then. */
  readonly today: CalendarDate;
  /** IANA zone of the practice. */
  readonly officeZone: string;
  readonly query: {
    readonly eventTypeId: number;
    readonly start: CalendarDate;
    readonly end: CalendarDate;
    readonly timeZone: string;
  };
  /** `undefined` where they could not be read. */
  readonly initial: { readonly slots: SlotsByDate; readonly version: string } | undefined;
}
