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

/** Tags that one step bumps at most; stores do it in one go, and others wait meanwhile. */
const MOST_AT_ONCE = 500;

/** The tags, or where they are too many for one step what stands for all: every answer carries `all`. */
export function withinBounds(tags: ReadonlySet<Tag>): ReadonlySet<Tag> {
  return tags.size > MOST_AT_ONCE ? new Set<Tag>(["all", "unknown"]) : tags;
}

const TAG = /^(?:all|unknown|(?:event-type|host|team):\d+|email:[\w-]+)$/;

/** Whether a text is a tag; what an application passes to `invalidate()` is checked with it. */
export function isTag(text: unknown): text is Tag {
  return typeof text === "string" && TAG.test(text);
}
