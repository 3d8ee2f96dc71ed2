import type { Language } from "../spoken/speech.ts";

/** Everything happens on this Friday, by the office's clock; asked for is the Monday after. */
export const FRIDAY = "2026-12-04";
export const MONDAY = "2026-12-07";

/** Somebody else books on Monday, past the agent. */
export interface Elsewhere {
  readonly books: string;
  readonly webhook: "arrives" | "is lost";
}

/** What a model sends once it has heard its caller. */
export interface SentCall {
  readonly name: "find_times" | "book";
  readonly args: Readonly<Record<string, string>>;
}

/** One thing that happens, at a time such as `18:36:00`. */
export type Step =
  | { readonly at: string; readonly elsewhere: Elsewhere }
  | {
      readonly at: string;
      readonly caller: string;
      readonly sends: SentCall;
      /** Happens after the time was confirmed, while the booking is on its way to Cal.com. */
      readonly meanwhile?: Elsewhere;
    };

export interface Scene {
  readonly title: string;
  readonly language: Language;
  readonly steps: readonly Step[];
}

const find = (language: Language, hour: string): SentCall => {
  return { name: "find_times", args: { day: MONDAY, hour, language } };
};
const book = (language: Language, hour: string): SentCall => {
  return { name: "book", args: { day: MONDAY, hour, language, name: "Clara Caller" } };
};

/** The origin's call, and what else could have come between. */
export const SCENES: readonly Scene[] = [
  {
    title: "8:00 is booked in the widget at 18:36; at 20:38 a caller asks for it",
    language: "de",
    steps: [
      {
        at: "18:35:00",
        caller: "Ist am Montag um 8 Uhr noch frei? Dann rufe ich später noch einmal an.",
        sends: find("de", "08:00"),
      },
      { at: "18:36:00", elsewhere: { books: "08:00", webhook: "arrives" } },
      {
        at: "20:38:00",
        caller: "Guten Abend, haben Sie am Montag um 8 Uhr etwas frei?",
        sends: find("de", "08:00"),
      },
      { at: "20:38:14", caller: "Dann nehme ich 8 Uhr 30.", sends: book("de", "08:30") },
    ],
  },
  {
    title: "The same evening, and the webhook is lost",
    language: "en",
    steps: [
      {
        at: "18:35:00",
        caller: "Is eight o'clock on Monday free? Then I will call again later.",
        sends: find("en", "08:00"),
      },
      { at: "18:36:00", elsewhere: { books: "08:00", webhook: "is lost" } },
      {
        at: "20:38:00",
        caller: "Good evening, do you have anything on Monday at eight?",
        sends: find("en", "08:00"),
      },
      { at: "20:38:14", caller: "Half past eight, please.", sends: book("en", "08:30") },
    ],
  },
  {
    title: "14 seconds between asking and booking, and again the webhook is lost",
    language: "de",
    steps: [
      {
        at: "20:38:00",
        caller: "Haben Sie am Montag um 8 Uhr etwas frei?",
        sends: find("de", "08:00"),
      },
      { at: "20:38:06", elsewhere: { books: "08:00", webhook: "is lost" } },
      { at: "20:38:14", caller: "Ja, bitte.", sends: book("de", "08:00") },
      { at: "20:38:28", caller: "Gut, dann um 8 Uhr 30.", sends: book("de", "08:30") },
    ],
  },
  {
    title: "Somebody is faster by less than a second, after the time was confirmed",
    language: "en",
    steps: [
      {
        at: "20:38:00",
        caller: "Could I come on Monday at eight?",
        sends: find("en", "08:00"),
      },
      {
        at: "20:38:21",
        caller: "Yes, please.",
        sends: book("en", "08:00"),
        meanwhile: { books: "08:00", webhook: "arrives" },
      },
      { at: "20:38:35", caller: "Half past eight it is, then.", sends: book("en", "08:30") },
    ],
  },
];
