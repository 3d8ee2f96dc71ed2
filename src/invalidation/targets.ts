import { ConfigurationError } from "../errors.ts";
import { eventTypeTag, hostTag, isTag, type Tag } from "./tags.ts";

/** What `invalidate()` and `versionOf()` are asked about. */
export type InvalidationTarget =
  | { readonly eventTypeId: number }
  | { readonly hostId: number }
  | { readonly tags: readonly string[] }
  | "all";

/** @throws ConfigurationError for a target that names nothing */
export function tagsOfTarget(target: InvalidationTarget): readonly Tag[] {
  if (target === "all") return ["all"];
  if ("tags" in target && target.tags.length > 0) return target.tags.map(checkedTag);
  if ("eventTypeId" in target && Number.isInteger(target.eventTypeId)) {
    return [eventTypeTag(target.eventTypeId)];
  }
  if ("hostId" in target && Number.isInteger(target.hostId)) return [hostTag(target.hostId)];
  throw new ConfigurationError(
    'Name what has changed: { eventTypeId }, { hostId }, { tags: ["event-type:1"] } or "all".',
  );
}

function checkedTag(tag: string): Tag {
  if (isTag(tag)) return tag;
  throw new ConfigurationError(
    `"${tag}" is not a tag. Tags are all, unknown, event-type:<id>, host:<id>, team:<id> and email:<hash>.`,
  );
}
