const EMAIL = /[^\s"'<>(),;:=]+@[^\s"'<>(),;:=]+\.[^\s"'<>(),;:=]+/g;
const CREDENTIAL = /\b(?:cal_[A-Za-z0-9_-]+|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+)|(?<=Bearer )\S+/g;

/** Takes e-mail addresses and credentials out of a text that may be logged. */
export function redact(text: string): string {
  return text.replace(EMAIL, "<e-mail>").replace(CREDENTIAL, "<credential>");
}
