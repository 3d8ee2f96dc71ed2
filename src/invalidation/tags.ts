/** A name for something that answers depend on. */
export type Tag =
  | "all"
  | "unknown"
  | `event-type:${number}`
  | `host:${number}`
  | `email:${string}`
  | `team:${number}`;

export const eventTypeTag = (id: number): Tag => `event-type:${id}`;
export const hostTag = (id: number): Tag => `host:${id}`;
export const teamTag = (id: number): Tag => `team:${id}`;
/** @param hash the keyed hash of the address, never the address */
export const emailTag = (hash: string): Tag => `email:${hash}`;

const STANDS_IN_FOR = /^(?:host|email|team):/;

/** Every change bumps `unknown`, so an entry that carries it needs no host, e-mail or team tag. */
export function isCoveredByUnknown(
  tag: string,
  versions: Readonly<Record<string, string>>,
): boolean {
  return versions.unknown !== undefined && STANDS_IN_FOR.test(tag);
}

const TAG = /^(?:all|unknown|(?:event-type|host|team):\d+|email:[\w-]+)$/;

/** Whether a text is a tag; what an application passes to `invalidate()` is checked with it. */
export function isTag(text: unknown): text is Tag {
  return typeof text === "string" && TAG.test(text);
}
