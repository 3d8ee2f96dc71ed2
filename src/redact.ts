const LONGEST = 2_000;
// Bounded, so that no text of anybody's making keeps the process busy.
const EMAIL = /[^\s"<>(),;:]{1,64}(?:@|%40)[^\s"'<>(),;:=]{1,255}/gi;
const CREDENTIAL =
  /\bcal_[A-Za-z0-9_-]{1,200}|\beyJ[A-Za-z0-9_-]{1,2000}(?:\.[A-Za-z0-9_-]{0,2000}){0,2}|(?<=Bearer )\S{1,2000}/g;

/** Takes e-mail addresses and credentials out of a text that may be logged, and cuts it short. */
export function redact(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  return short.replace(CREDENTIAL, "<credential>").replace(EMAIL, "<e-mail>");
}
