import type { Moment } from "../office-time.ts";
import { english } from "./english.ts";
import { german } from "./german.ts";
import type { NamedMoment, Words } from "./words.ts";

/** Languages callers are answered in. */
export const LANGUAGES = ["de", "en"] as const;

export type Language = (typeof LANGUAGES)[number];

export const WORDS: Readonly<Record<Language, Words>> = { de: german, en: english };

const isMorning = ({ time }: Moment): boolean => time < "12:00";

/** Names moments one after another: each day once, and halves of the day where both occur. */
function named(moments: readonly Moment[], knownDay?: string): NamedMoment[] {
  const exact = new Set(moments.map(isMorning)).size > 1;
  return moments.map(({ day, time }, index) => {
    const before = moments[index - 1]?.day ?? knownDay;
    return { time, exact, day: day === before ? undefined : day };
  });
}

/** What is said of free times, in a language and as of today. */
export interface Speech {
  /** The wish itself is free. */
  free(wish: Moment): string;
  /** The wish is not free, or was until just now; no offers: nobody knows of any. */
  instead(
    wish: Moment,
    offers: readonly Moment[] | undefined,
    said: "isNotFree" | "hasJustGone",
  ): string;
  /** What a whole day, or else the days around it, have to offer. */
  ofDay(day: string, offers: readonly Moment[]): string;
  /** What has become of a booking. */
  became(wish: Moment, said: "isBooked" | "isRequested" | "isUnclear"): string;
  say(said: "hold" | "noCalendar" | "isNotBooked"): string;
}

export function speech(language: Language, today: string): Speech {
  const words = WORDS[language];
  const whenOf = (wish: Moment) =>
    words.when({ day: wish.day, time: wish.time, exact: false }, today);
  const list = (names: readonly NamedMoment[]) =>
    words.or(names.map((name) => words.offered(name, today)));

  return {
    free: (wish) => words.isFree(whenOf(wish)),
    instead(wish, offers, said) {
      const names = named([wish, ...(offers ?? [])]);
      const [name, ...rest] = names as [NamedMoment, ...NamedMoment[]];
      const refusal = words[said](words.when(name, today));
      if (offers === undefined) return refusal;
      return `${refusal} ${rest.length === 0 ? words.nothingElse() : words.offer(list(rest))}`;
    },
    ofDay(day, offers) {
      const spokenDay = words.on(day, today);
      if (offers.length > 0 && offers.every((offer) => offer.day === day)) {
        return words.offerOn(spokenDay, list(named(offers, day)));
      }
      const rest = offers.length === 0 ? words.nothingElse() : words.offer(list(named(offers)));
      return `${words.isFull(spokenDay)} ${rest}`;
    },
    became: (wish, said) => words[said](whenOf(wish)),
    say: (said) => words[said](),
  };
}
