import type { Provenance } from "calcom-coherent";
import type { Misheard } from "./agent-call.ts";
import type { Moment } from "./office-time.ts";
import { type Language, WORDS } from "./spoken/speech.ts";

/** A time that may be asked for by `book`, in the words its arguments take. */
export interface Offer {
  readonly day: string;
  readonly hour: string;
  readonly start: string;
}

/** What every function call is answered: a sentence to be read out, and the same for the model. */
export interface Answer {
  /** To be said as it is. */
  readonly say: string;
  /** Whether to call again, with the same arguments, once this is said. */
  readonly retry?: boolean;
  /** Where the caller was misheard: what the model did wrong. */
  readonly problem?: string;
  /** Times that may be named to the caller, and no others. */
  readonly offers: readonly Offer[];
}

export interface FindAnswer extends Answer {
  readonly status: "free" | "alternatives" | "full" | "hold" | "no_calendar" | "misheard";
  /** Where the times come from, for the log of the call. */
  readonly seen?: Pick<Provenance, "source" | "ageMs" | "requestId">;
}

export interface BookAnswer extends Answer {
  /**
   * `booked` and `requested` (the office has to confirm it): Cal.com has taken it. `unclear`: nobody
   * knows. All others: nothing was booked.
   */
  readonly status:
    | "booked"
    | "requested"
    | "unclear"
    | "taken"
    | "hold"
    | "no_calendar"
    | "not_booked"
    | "misheard";
  readonly booking?: { readonly uid: string; readonly start: string };
}

/** Asks the caller again. No refusal: agents send those again as they were, and say nothing. */
export const misheard = (language: Language, { about, problem }: Misheard) =>
  ({ status: "misheard", say: WORDS[language].pardon(about), problem, offers: [] }) as const;

export const offersOf = (moments: readonly Moment[]): Offer[] =>
  moments.map(({ day, time, start }) => ({ day, hour: time, start }));
