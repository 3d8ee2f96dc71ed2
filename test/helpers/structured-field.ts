const TOKEN = /^[A-Za-z*][\w!#$%&'*+.^`|~:/-]*$/;
const KEY = /^[a-z*][a-z0-9_.*-]*$/;
const INTEGER = /^-?\d{1,15}$/;
const STRING = /^"(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"$/;

/** A member of a structured field's list (RFC 9651), as far as `Cache-Status` has need of it. */
export interface Member {
  readonly name: string;
  readonly params: Readonly<Record<string, string | number | true>>;
}

/** Reads one token with its parameters. @throws Error for what is no such thing */
export function memberOf(text: string): Member {
  const [name = "", ...rest] = text.split(/; */);
  if (!TOKEN.test(name)) throw new Error(`No token: ${name}`);
  const params = rest.map((part) => {
    const [key = "", value] = part.split(/=(.*)/s);
    if (!KEY.test(key)) throw new Error(`No key: ${key}`);
    return [key, bareItemOf(value)] as const;
  });
  return { name, params: Object.fromEntries(params) };
}

function bareItemOf(text: string | undefined): string | number | true {
  if (text === undefined) return true;
  if (INTEGER.test(text)) return Number(text);
  if (TOKEN.test(text) || STRING.test(text)) return text;
  throw new Error(`No bare item: ${text}`);
}
