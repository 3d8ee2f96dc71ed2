/** What Next's cache is told about an answer: of `provenance`, as slots and layers give it. */
export interface NextProvenance {
  readonly loadBeganAt: number;
  readonly ageMs: number;
  readonly freshUntil: number;
  readonly storable: boolean;
  readonly versions: Readonly<Record<string, string>>;
}

/** How long Next may keep something, in seconds; for `cacheLife` of `next/cache`. */
export interface NextLife {
  /** For how long browsers go back to it without asking; Next makes 30 seconds of less (16.4.5). */
  readonly stale: number;
  readonly revalidate: number;
  readonly expire: number;
}

/** Next drops tags that are longer (16.4.5: `NEXT_CACHE_TAG_MAX_LENGTH`). */
const MAX_TAG_LENGTH = 256;

/** Next drops what is beyond 128 tags; half of them are left to the application. */
const MAX_TAGS = 64;

/**
 * What may live for five minutes or more, Next makes beforehand if it can; and what a build has made it
 * may go on serving when its tags have been revalidated (16.4.5, paths of `generateStaticParams`).
 */
const MAX_LIFE_MS = 299_000;

/** Next's name of a tag of ours. */
export const nextTag = (tag: string) => `calcom:${tag}`;

/** Everything carries it. */
export const ALL = nextTag("all");

// Every change bumps `unknown`, so these stand in for any other tags.
const COARSE: readonly string[] = [ALL, nextTag("unknown")];

/**
 * The tags for what Next keeps of an answer, or of several, so that `bridgeToNextCache` finds it
 * again: `calcom:event-type:123`, `calcom:host:7` and so on. At most 64; where there were more, or
 * where nothing is known, `calcom:unknown`, which every change bumps.
 *
 * @param provenances of everything that it is made of
 *
 * @example
 * ```ts
 * import type { CalcomClient } from "calcom-coherent";
 * import { nextLife, nextTags } from "calcom-coherent/next";
 * import { cacheLife, cacheTag } from "next/cache";
 *
 * declare const calcom: CalcomClient;
 *
 * export async function freeTimes(eventTypeId: number, date: string) {
 *   "use cache";
 *   const { slots, provenance } = await calcom.slots.list({ eventTypeId, start: date, end: date });
 *   cacheTag(...nextTags(provenance));
 *   cacheLife(nextLife(provenance));
 *   return slots;
 * }
 * ```
 */
export function nextTags(...provenances: readonly Pick<NextProvenance, "versions">[]): string[] {
  const each = provenances.map(({ versions }) => Object.keys(versions));
  if (each.length === 0 || each.some((tags) => tags.length === 0)) return [...COARSE];
  const tags = [...new Set([ALL, ...each.flat().map(nextTag)])];
  const fits = tags.length <= MAX_TAGS && tags.every((tag) => tag.length <= MAX_TAG_LENGTH);
  return fits ? tags : [...COARSE];
}

/**
 * How long Next may keep an answer, or what is made of several: as long as the client would, but less
 * than five minutes, and no longer than all its times can be booked; and not at all while Cal.com may still answer with an older state, as it does for
 * seconds after a change.
 *
 * @param provenances of everything that it is made of
 */
export function nextLife(...provenances: readonly NextProvenance[]): NextLife {
  if (provenances.length === 0) return { stale: 0, revalidate: 0, expire: 0 };
  const lives = provenances.map(({ loadBeganAt, ageMs, freshUntil, storable }) =>
    storable ? freshUntil - (loadBeganAt + ageMs) : 0,
  );
  const seconds = Math.max(0, Math.floor(Math.min(...lives, MAX_LIFE_MS) / 1_000));
  return { stale: 0, revalidate: seconds, expire: seconds };
}
