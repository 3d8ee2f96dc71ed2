import type { SlotsByDate } from "calcom-coherent";
import type { CalendarDate } from "../../shared/days.ts";

/** What there is to pick from, and what has been picked. */
export interface Picking {
  readonly today: CalendarDate;
  readonly week: readonly CalendarDate[];
  readonly day: CalendarDate;
  /** `undefined` while nothing may be offered. */
  readonly slots: SlotsByDate | undefined;
  /** What was shown before: drawn so that nothing jumps, not to be chosen. */
  readonly previous: SlotsByDate | undefined;
  /** Whether asking has failed. */
  readonly hasFailed: boolean;
  readonly chosen: string | undefined;
}
