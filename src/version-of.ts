import { slotsTags } from "./api/cache-policy.ts";
import { foldVersions } from "./cache/fold.ts";
import type { TagStates } from "./cache/tag-states.ts";
import { digestOf } from "./digest.ts";
import { StoreError } from "./errors.ts";
import { type InvalidationTarget, tagsOfTarget } from "./invalidation/targets.ts";
import type { Parts } from "./parts.ts";
import { randomToken } from "./tokens.ts";

/** One text for the versions of everything that a target stands for; a new one where they are not known. */
export async function versionOf(parts: Parts, target: InvalidationTarget): Promise<string> {
  try {
    const states = await statesOf(parts, tagsBehind(parts, target));
    return states.areCurrent ? await digestOf(foldVersions(states)) : randomToken();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    parts.storeFailed(error);
    return randomToken();
  }
}

/** The tags of answers about a target, as far as its hosts are known. */
export function tagsBehind(parts: Parts, target: InvalidationTarget): ReadonlySet<string> {
  const { topology, reads } = parts;
  const named = tagsOfTarget(target);
  const tags = new Set<string>(["all", ...named]);
  // Hosts also change as somebody's attendee, and then only `unknown` is sure to tell.
  if (named.some((tag) => !tag.startsWith("event-type:"))) tags.add("unknown");
  if (typeof target === "object" && target.eventTypeId !== undefined) {
    const known = topology.find(target.eventTypeId);
    for (const tag of slotsTags(target.eventTypeId, known, reads.width)) tags.add(tag);
  }
  return tags;
}

/**
 * Reads what answers are judged by, so that this process's own memory learns of it as well: whoever is
 * told of a version and then reads is given nothing older.
 *
 * @throws StoreError when the store does not say; ConfigurationError where others reckon otherwise
 */
export async function statesOf(parts: Parts, tags: ReadonlySet<string>): Promise<TagStates> {
  await parts.agree();
  const list = [...tags];
  const { states: read } = await parts.registry.read(undefined, list);
  const isWhole = read.entries().every(([, state]) => state !== undefined);
  const states = isWhole ? read : await parts.registry.ensure(list);
  // By hosts of before an edit somewhere else it is never told again.
  parts.topology.heed(states.get("all")?.version);
  return states;
}
