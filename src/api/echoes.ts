import { redact } from "../redact.ts";

/** What is told apart by the reader and names nobody: an answer may repeat it. */
const TECHNICAL = new Set(
  "start end slotStart timeZone language format status type integration username usernames eventTypeSlug teamSlug organizationSlug triggers days".split(
    " ",
  ),
);
const SHORTEST = 3;
const MOST_NODES = 2_000;
const MOST_TEXTS = 100;
/** So many equal characters are no coincidence, and what follows them is the same text. */
const PROBE = 200;

/**
 * Takes out of a text what somebody had typed: names, notes, answers to a booking's questions.
 *
 * @param submitted what was sent, as values of JSON
 */
export function withoutEchoes(text: string, submitted: readonly unknown[]): string {
  return textsIn(submitted).reduce(withoutEcho, text);
}

/** The longest first: one may be part of another. */
function textsIn(submitted: readonly unknown[]): readonly string[] {
  const texts = new Set<string>();
  const open = submitted.map((value) => ({ key: "", value }));
  for (let nodes = 0; nodes < MOST_NODES && texts.size < MOST_TEXTS; nodes++) {
    const next = open.pop();
    if (next === undefined) break;
    const { key, value } = next;
    if (typeof value === "string") {
      // An address keeps the name it has everywhere else.
      const isOther = value.length >= SHORTEST && redact(value) !== "<e-mail>";
      if (isOther && !TECHNICAL.has(key)) texts.add(value);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value).slice(0, MOST_NODES)) {
        open.push({ key: Array.isArray(value) ? key : name, value: inner });
      }
    }
  }
  return [...texts].sort((a, b) => b.length - a.length);
}

function withoutEcho(text: string, echo: string): string {
  const probe = echo.slice(0, PROBE);
  let masked = "";
  let from = 0;
  for (let at = text.indexOf(probe); at >= 0; at = text.indexOf(probe, at + 1)) {
    const end = at + echo.length;
    if (at < from || isPartOfWord(text, at, end)) continue;
    masked += `${text.slice(from, at)}<input>`;
    from = end;
  }
  return masked + text.slice(from);
}

// "Ann" is not what "Annual" repeats.
function isPartOfWord(text: string, start: number, end: number): boolean {
  const isOpen = isWord(text[start - 1]) && isWord(text[start]);
  return isOpen || (isWord(text[end - 1]) && isWord(text[end]));
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
