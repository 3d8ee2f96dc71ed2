import { expect, it } from "vitest";
import { isLanguage, preferredLanguage } from "../../../../examples/shared/languages.ts";
import { textsIn } from "../../../../examples/shared/texts.ts";

it.each([
  [undefined, "de"],
  ["", "de"],
  ["fr-FR,fr;q=0.9", "de"],
  ["en-GB,en;q=0.9,de;q=0.8", "en"],
  ["fr, de;q=0.5, en;q=0.7", "en"],
  ["en;q=0, de;q=0.1", "de"],
  ["DE-at", "de"],
])("answers Accept-Language %j in %s", (accepted, language) => {
  expect(preferredLanguage(accepted)).toBe(language);
});

it("knows two languages", () => {
  expect(["de", "en", "fr", undefined].map(isLanguage)).toEqual([true, true, false, false]);
});

it("says of one thing that it is one", () => {
  expect([0, 1, 2].map(textsIn("de").week.free)).toEqual([
    ...["keine freie Zeit", "1 freie Zeit", "2 freie Zeiten"],
  ]);
  expect([1, 2].map(textsIn("en").book.check)).toEqual([
    ...["Please check one field.", "Please check 2 fields."],
  ]);
});

it("leaves no text of one language in the other", () => {
  const words = (value: unknown): string[] =>
    typeof value === "object" && value !== null
      ? Object.values(value).flatMap(words)
      : typeof value === "string"
        ? [value]
        : [];
  const [german, english] = [words(textsIn("de")), words(textsIn("en"))];
  // What both languages call the same.
  const shared = german.filter((text) => english.includes(text));
  expect(shared).toEqual(["Name"]);
});
