/** What came where JSON was expected. */
export type NotJson = "nothing" | "html" | "other";

/** The body of an answer: its JSON, or what came instead. */
export interface AnswerBody {
  /** The parsed JSON, or `undefined` where the body is not JSON. */
  readonly body: unknown;
  readonly instead?: NotJson;
}

/** No answer of Cal.com is nested a tenth as deep; what walks a value calls itself for each level. */
const DEEPEST = 200;

/** Reads the text of an answer. What is not JSON is named, and not kept. */
export function answerBody(text: string, contentType: string | null): AnswerBody {
  if (text.trim() === "") return { body: undefined, instead: "nothing" };
  if (!isDeeperThan(DEEPEST, text)) {
    try {
      return { body: JSON.parse(text) };
    } catch {
      // A proxy's page, or an answer cut off: the status says enough, a success is refused by its schema.
    }
  }
  const isHtml = contentType?.includes("html") || /^\s{0,100}<(?:!doctype|html|head)/i.test(text);
  return { body: undefined, instead: isHtml ? "html" : "other" };
}

// Character codes: every answer passes through here.
const [QUOTE, BACKSLASH, OPEN_LIST, OPEN_OBJECT, CLOSE_LIST, CLOSE_OBJECT] = [
  34, 92, 91, 123, 93, 125,
];

// A pattern that skips texts would start anew at every quote of an unfinished one.
function isDeeperThan(deepest: number, text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isInText = !isInText;
    else if (isInText) at += code === BACKSLASH ? 1 : 0;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) depth += 1;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}
