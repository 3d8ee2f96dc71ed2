import type { SlotsByDate } from "../schemas/slots.ts";

/** Which free times a page shows; dates are days of the zone. */
export interface SlotsPageQuery {
  readonly eventTypeId: number;
  /** The first day, such as `2026-12-07`. */
  readonly start: string;
  /** The last day. */
  readonly end: string;
  /** IANA zone of the days and of the starts. @default "UTC" */
  readonly timeZone?: string | undefined;
  /** Minutes, for event types with several lengths. */
  readonly duration?: number | undefined;
}

/** What went wrong when it was asked last; that the stream fails is said by `link`. */
export interface SlotsProblem {
  /** `unreachable`: no answer; `refused`: an answer that is none of ours; see `status`. */
  readonly code: "unreachable" | "refused";
  readonly status?: number | undefined;
}

/** What a page may show now. */
export interface SlotsState {
  readonly query: SlotsPageQuery;
  /** Free times as far as anybody knows; `undefined` while nothing here may be offered. */
  readonly slots: SlotsByDate | undefined;
  /** What was shown last for this query: for a layout that does not jump, not to be offered. */
  readonly previous: SlotsByDate | undefined;
  /** How changes are heard of: told at once, asked for now and then, or (hidden pages) not at all. */
  readonly link: "connecting" | "live" | "polling" | "paused";
  /** Epoch milliseconds at which this was last known to be so. */
  readonly checkedAt: number | undefined;
  readonly error: SlotsProblem | undefined;
}
