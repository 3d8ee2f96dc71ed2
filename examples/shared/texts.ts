import type { Language } from "./languages.ts";
import { de } from "./texts-de.ts";
import { en } from "./texts-en.ts";
import type { PartOfDay } from "./views.ts";

/** Whether a page is kept true, and how: the states of `watchSlots`. */
export type LinkState = "connecting" | "live" | "polling" | "paused";

/** What a field of the form may be told. */
export type FieldProblem = "name_missing" | "name_long" | "email_missing" | "email_invalid";

/** What may have become of a booking, other than that it was made. */
export type BookingProblem =
  /** Nobody knows whether it was made. */
  | "unknown"
  /** Cal.com gave back another booking, or none. */
  | "not_booked"
  | "invalid"
  | "refused"
  | "too_many"
  | "unreachable"
  | "not_found"
  | "not_possible";

/** Every text of both applications. A language that lacks one does not compile. */
export interface Texts {
  readonly practice: string;
  /** What is booked. */
  readonly visit: string;
  readonly minutes: (count: number) => string;
  readonly languages: { readonly label: string; readonly skip: string };
  readonly noScript: string;
  readonly close: string;
  readonly week: {
    readonly label: string;
    readonly previous: string;
    readonly next: string;
    readonly today: string;
    readonly free: (count: number) => string;
    /** The same where there is no room. */
    readonly freeShort: (count: number) => string;
    readonly unknown: string;
  };
  readonly slots: {
    readonly heading: (day: string) => string;
    readonly parts: Readonly<Record<PartOfDay, string>>;
    readonly none: string;
    readonly updating: string;
    readonly failed: string;
    /** Beside a time: what the practice's clock shows then. */
    readonly atOffice: (time: string) => string;
    /** Below a whole moment: what the practice's calendar and clock show then. */
    readonly whenAtOffice: (when: string) => string;
    readonly zone: (zone: string) => string;
    readonly zones: (visitor: string, office: string) => string;
    readonly gone: (times: string) => string;
    readonly back: (times: string) => string;
  };
  readonly link: Readonly<Record<LinkState, string>>;
  readonly book: {
    readonly title: string;
    readonly lead: string;
    readonly empty: string;
    readonly heading: string;
    readonly name: string;
    readonly email: string;
    readonly emailHint: string;
    readonly submit: string;
    readonly sending: string;
    readonly change: string;
    readonly goneMeanwhile: string;
    readonly problems: Readonly<Record<FieldProblem, string>>;
    readonly check: (count: number) => string;
  };
  readonly taken: {
    readonly heading: string;
    readonly text: (time: string) => string;
    readonly none: string;
    readonly book: (when: string) => string;
    readonly move: (when: string) => string;
  };
  readonly booked: {
    readonly heading: string;
    readonly text: string;
    readonly keep: string;
    readonly manage: string;
    readonly another: string;
  };
  readonly manage: {
    readonly title: string;
    readonly heading: string;
    readonly when: string;
    readonly who: string;
    readonly move: string;
    readonly cancel: string;
    readonly cancelled: string;
    readonly past: string;
    readonly movedOn: string;
    readonly toSuccessor: string;
    readonly missing: string;
    readonly toStart: string;
  };
  readonly move: {
    readonly heading: string;
    readonly from: (when: string) => string;
    readonly to: (when: string) => string;
    readonly submit: string;
    readonly sending: string;
    readonly empty: string;
    readonly stop: string;
    readonly done: string;
  };
  readonly cancel: {
    readonly heading: string;
    readonly question: (when: string) => string;
    readonly submit: string;
    readonly sending: string;
    readonly stop: string;
    readonly done: string;
  };
  readonly unknown: { readonly heading: string; readonly text: string };
  readonly failed: string;
  readonly problems: Readonly<Record<BookingProblem, string>>;
  readonly widget: {
    readonly title: string;
    readonly lead: string;
    readonly day: string;
    readonly previous: string;
    readonly next: string;
    readonly free: string;
    readonly none: string;
    readonly book: (time: string) => string;
    readonly lose: string;
    readonly loseHint: string;
    readonly own: string;
    readonly nothing: string;
    readonly cancel: (when: string) => string;
    readonly booked: (when: string) => string;
    readonly cancelled: (when: string) => string;
    readonly taken: string;
    readonly lost: string;
  };
}

const TEXTS: Readonly<Record<Language, Texts>> = { de, en };

/** The texts of a language. */
export const textsIn = (language: Language): Texts => TEXTS[language];
