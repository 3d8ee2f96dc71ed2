import type { ContactProblems } from "./contact.ts";
import type { BookingProblem } from "./texts.ts";

/** What the pages are told of a booking. */
export interface BookingView {
  readonly uid: string;
  readonly start: string;
  readonly name: string;
  readonly state: "booked" | "cancelled" | "moved" | "over";
  /** Where a moved booking has gone. */
  readonly successor: string | undefined;
}

/** What became of a request to book, to move or to call off. */
export type Outcome =
  | { readonly code: "done"; readonly booking: BookingView }
  /** Somebody was faster; these starts are free now, the nearest first. */
  | { readonly code: "taken"; readonly alternatives: readonly string[] }
  | { readonly code: "invalid"; readonly fields: ContactProblems }
  | { readonly code: Exclude<BookingProblem, "invalid"> };
