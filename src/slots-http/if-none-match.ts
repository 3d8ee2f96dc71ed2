const ENTITY_TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?:,[ \t,]*|$)/y;

/**
 * Whether `If-None-Match` names what would be answered, by the weak comparison of RFC 9110 (13.1.2):
 * proxies that compress make `W/"..."` of a strong one. What is no list of entity tags names nothing.
 */
export function isNamed(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch === etag) return true;
  const list = ifNoneMatch.trim();
  if (list === "*") return true;
  let named = false;
  ENTITY_TAG.lastIndex = /^[ \t,]*/.exec(list)?.[0].length ?? 0;
  while (ENTITY_TAG.lastIndex < list.length) {
    const match = ENTITY_TAG.exec(list);
    if (match === null) return false;
    named ||= match[1] === etag;
  }
  return named;
}
