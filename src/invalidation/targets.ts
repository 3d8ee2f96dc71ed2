import { ConfigurationError } from "../errors.ts";
import { eventTypeTag, hostTag, isTag, type Tag } from "./tags.ts";

/** What `invalidate()` and `versionOf()` are asked about; several fields name several things. */
export type InvalidationTarget =
  | {
      readonly eventTypeId?: number;
      readonly hostId?: number;
      /** Such as `event-type:1`, `host:7`, `team:5`, `unknown` or `all`. */
      readonly tags?: readonly string[];
    }
  | "all";

/** @throws ConfigurationError for a target that names nothing, or something else */
export function tagsOfTarget(target: InvalidationTarget): readonly Tag[] {
  if (target === "all") return ["all"];
  if (typeof target !== "object" || target === null) throw namesNothing();
  const { eventTypeId, hostId, tags } = target;
  const named: Tag[] = [
    ...(eventTypeId === undefined ? [] : [eventTypeTag(checkedId(eventTypeId))]),
    ...(hostId === undefined ? [] : [hostTag(checkedId(hostId))]),
    ...(tags === undefined ? [] : checkedTags(tags)),
  ];
  if (named.length === 0) throw namesNothing();
  return named;
}

function checkedId(id: number): number {
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw namesNothing();
}

function checkedTags(tags: readonly string[]): readonly Tag[] {
  if (Array.isArray(tags) && tags.every(isTag)) return tags as readonly Tag[];
  throw new ConfigurationError(
    "`tags` takes all, unknown, event-type:<id>, host:<id>, team:<id> and email:<hash>.",
  );
}

function namesNothing(): ConfigurationError {
  return new ConfigurationError(
    'Name what has changed: { eventTypeId }, { hostId }, { tags: ["event-type:1"] } or "all".',
  );
}
