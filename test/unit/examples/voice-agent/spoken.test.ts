import { describe, expect, it } from "vitest";
import { dayAfter, officeTime } from "../../../../examples/voice-agent/office-time.ts";
import {
  LANGUAGES,
  type Language,
  speech,
  WORDS,
} from "../../../../examples/voice-agent/spoken/speech.ts";
import { readEnglish, readGerman } from "./read-time.ts";

const MINUTES = Array.from({ length: 1_440 }, (_none, minute) => minute);
const TODAY = "2026-12-04";
const office = officeTime("Europe/Berlin");
const at = (time: string, day = "2026-12-07") => office.wish(day, time);

const wall = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");

describe("times of day", () => {
  it("read back to every minute of the day, in both languages", () => {
    for (const minute of MINUTES) {
      const named = { time: wall(minute), exact: true };
      expect(readEnglish(WORDS.en.time(named))).toBe(minute);
      expect(readGerman(WORDS.de.time(named))).toBe(minute);
    }
  });

  it("are the same without their part of the day, where it is known", () => {
    for (const minute of MINUTES) {
      const exact = WORDS.en.time({ time: wall(minute), exact: true });
      expect(exact.startsWith(WORDS.en.time({ time: wall(minute), exact: false }))).toBe(true);
    }
  });

  it.each([
    ["08:00", "eight o'clock"],
    ["08:05", "five past eight"],
    ["08:15", "quarter past eight"],
    ["08:30", "half past eight"],
    ["08:45", "quarter to nine"],
    ["08:50", "ten to nine"],
    ["08:07", "eight oh seven"],
    ["13:42", "one forty-two"],
    ["12:00", "noon"],
  ])("are said as people say them: %s is %s", (time, said) => {
    expect(WORDS.en.time({ time, exact: false })).toBe(said);
  });
});

describe("days", () => {
  it.each([
    ["2026-12-04", "heute", "today"],
    ["2026-12-05", "morgen", "tomorrow"],
    ["2026-12-07", "am Montag", "on Monday"],
    ["2026-12-10", "am Donnerstag", "on Thursday"],
    ["2026-12-11", "am Freitag, dem 11. Dezember,", "on Friday, December 11th,"],
    ["2026-12-02", "am Mittwoch, dem 2. Dezember,", "on Wednesday, December 2nd,"],
    ["2027-01-01", "am Freitag, dem 1. Januar,", "on Friday, January 1st,"],
  ])("are named so that no other day is meant: %s is %s, %s", (day, inGerman, inEnglish) => {
    expect(WORDS.de.on(day, TODAY)).toBe(inGerman);
    expect(WORDS.en.on(day, TODAY)).toBe(inEnglish);
  });

  it.each(LANGUAGES)("are different texts for different days, in %s", (language) => {
    const days = Array.from({ length: 365 }, (_none, ahead) => dayAfter(TODAY, ahead));
    expect(new Set(days.map((day) => WORDS[language].on(day, TODAY))).size).toBe(days.length);
  });
});

describe("sentences", () => {
  const told = (language: Language) => speech(language, TODAY);
  const instead = (language: Language, ...offers: ReturnType<typeof at>[]) =>
    told(language).instead(at("08:00"), offers, "isNotFree");

  it("name what is left in one breath", () => {
    expect(instead("de", at("08:30"), at("09:00"))).toBe(
      "Am Montag um 8 Uhr ist leider nichts mehr frei. Ich hätte um 8 Uhr 30 oder um 9 Uhr.",
    );
    expect(instead("en", at("08:30"), at("09:00"))).toBe(
      "Eight o'clock on Monday is not free, I'm afraid. I could offer half past eight or nine o'clock.",
    );
  });

  it("name a day where it is another one, and then the wish's own again", () => {
    const offers = [at("16:30", "2026-12-04"), at("08:30"), at("09:00", "2026-12-08")];
    expect(instead("de", ...offers)).toContain(
      "Ich hätte heute um 16 Uhr 30, am Montag um 8 Uhr 30 oder am Dienstag um 9 Uhr.",
    );
  });

  it("say morning and afternoon where both are named", () => {
    expect(instead("en", at("11:30"), at("13:00"))).toBe(
      "Eight o'clock in the morning on Monday is not free, I'm afraid. I could offer half past eleven in the morning or one o'clock in the afternoon.",
    );
  });

  it("invent nothing where nothing is left, or nobody knows", () => {
    expect(instead("de")).toContain("finde ich nichts");
    expect(told("de").instead(at("08:00"), undefined, "hasJustGone")).toBe(
      "Am Montag um 8 Uhr war leider gerade jemand schneller.",
    );
  });

  it.each(LANGUAGES)("take days far ahead in their stride, in %s", (language) => {
    const [wish, offers] = [at("08:00", "2026-12-14"), [at("09:00", "2026-12-15")]];
    const { free, instead, ofDay, became } = told(language);
    for (const text of [
      free(wish),
      ...(["isNotFree", "hasJustGone"] as const).map((said) => instead(wish, offers, said)),
      ...(["isBooked", "isRequested", "isUnclear"] as const).map((said) => became(wish, said)),
      ofDay("2026-12-14", offers),
    ]) {
      expect(text).toContain("14");
      expect(text).not.toMatch(/,,|, ?[.:?]| {2}/);
    }
  });

  it("tell of a whole day its own times, or that it is full and the next ones", () => {
    expect(told("en").ofDay("2026-12-07", [at("08:00"), at("12:30")])).toBe(
      "On Monday I could offer eight o'clock in the morning or half past twelve in the afternoon.",
    );
    expect(told("de").ofDay("2026-12-07", [at("08:00", "2026-12-08")])).toBe(
      "Am Montag ist leider nichts frei. Ich hätte am Dienstag um 8 Uhr.",
    );
  });
});
