import type { SlotsByDate } from "calcom-coherent";
import type { CalendarDate } from "../shared/days.ts";
import type { Language } from "../shared/languages.ts";
import type { BookingView } from "../shared/outcome.ts";

/** The id of the element that holds {@link PageData}. */
export const DATA_ID = "page-data";

/** What a page tells its script. */
export interface PageData {
  readonly language: Language;
  readonly officeZone: string;
  readonly eventTypeId: number;
  readonly today: CalendarDate;
  /** What the server's clock shows, in milliseconds since the epoch. */
  readonly now: number;
  readonly week: readonly CalendarDate[];
  /** The slots of the first paint, and the version read before them; none where Cal.com was away. */
  readonly initial: { readonly slots: SlotsByDate; readonly version: string } | undefined;
  /** Of a page of one booking. */
  readonly booking: BookingView | undefined;
}
