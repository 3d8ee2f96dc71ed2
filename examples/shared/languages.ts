export const LANGUAGES = ["de", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Whether a text from outside names one of the languages. */
export const isLanguage = (text: unknown): text is Language =>
  LANGUAGES.some((language) => language === text);

/** The language that a browser's `Accept-Language` would rather have; German where it knows neither. */
export function preferredLanguage(accepted: string | undefined): Language {
  const wishes = (accepted ?? "").split(",").map((wish) => {
    const [tag = "", ...parameters] = wish.trim().split(";");
    const quality = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(Boolean);
    return { language: tag.toLowerCase().split("-")[0], quality: Number(quality ?? 1) };
  });
  const known = wishes.filter(({ language, quality }) => isLanguage(language) && quality > 0);
  const [first] = known.sort((left, right) => right.quality - left.quality);
  return isLanguage(first?.language) ? first.language : "de";
}
