const LONGEST = 2_000;
/** So much more is looked at than is kept: what begins before the cut is recognised whole. */
const MARGIN = 600;
const CUT = "<cut>";
/** One placeholder can uncover what stands beside it; more rounds than this were never needed. */
const ROUNDS = 4;

// Every repetition is bounded, so that no text of anybody's making keeps the process busy.
const AT = /(?:[@＠]|%(?:25){0,3}40|&#(?:64|x40);|\\u0040)/i;
const QUOTED = /"(?:[^"\\]|\\.){1,200}"|\\"(?:[^"\\]|\\\\.){1,200}\\"/.source;
const PLAIN = /[^\s"<>(),;:]{1,200}/.source;
const DOMAIN = /[^\s"'<>(),;:=]{1,255}/.source;
const EMAIL = new RegExp(`(?:${QUOTED}|${PLAIN})${AT.source}${DOMAIN}`, "gi");

/** `//user:password@host` of an address, as the errors of stores and proxies repeat it. */
const USER_INFO = new RegExp(`//[^\\s/?#<]{1,500}@${DOMAIN}`, "g");
// No credential begins with "<", so that placeholders stay what they are.
const CREDENTIALS = [
  /(?<![A-Za-z0-9_])cal_[\w-]{1,500}/g,
  /cal_(?:live_|test_)?(?=[A-Za-z]{0,60}\d)[A-Za-z0-9]{16,500}/g,
  /(?<![A-Za-z0-9])eyJ[\w-]{1,2000}(?:\.[\w-]{0,2000}){0,4}/g,
  /(?<=\bBearer )[^\s<]\S{0,2000}/g,
  /(?<=\bbearer )(?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{16,2000}/gi,
  /(?<=authorization["']?\s{0,2}[:=]\s{0,2}["']?(?:basic )?)(?!basic |bearer )[^\s"'<]\S{0,2000}/gi,
];
const SECRET_FIELD =
  /((?:api[-_ ]?key|secret(?:[-_]?key)?|passw(?:or)?d|(?:access|refresh)_token)\\?["']?\s{0,2}[:=]\s{0,2})(?:\\?"[^"<][^"]{0,2000}"?|'[^'<][^']{0,2000}'?|[^\s"'<,;&)}\]\\][^\s"',;&)}\]]{0,2000})/gi;

/**
 * Takes e-mail addresses and credentials out of a text that may be logged, and cuts it short. A text
 * without them that is not too long stays as it is; a second time changes nothing.
 *
 * @param longest how many characters are kept at most. @default 2000
 */
export function redact(text: string, longest = LONGEST): string {
  let kept = text.slice(0, longest + MARGIN);
  for (let round = 0; round < ROUNDS; round++) {
    const before = kept;
    kept = redactOnce(kept);
    if (kept === before) break;
  }
  if (kept.length <= longest) return text.length > longest + MARGIN ? kept + CUT : kept;
  // Not in the middle of a placeholder, which would no longer be one.
  return kept.slice(0, longest).replace(/<[a-z-]{0,12}$/, "") + CUT;
}

function redactOnce(text: string): string {
  let kept = text.replace(USER_INFO, "//<credential>");
  if (AT.test(kept)) kept = kept.replace(EMAIL, "<e-mail>");
  for (const credential of CREDENTIALS) kept = kept.replace(credential, "<credential>");
  return kept.replace(SECRET_FIELD, "$1<credential>");
}
