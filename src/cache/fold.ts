import { randomToken } from "../tokens.ts";
import type { TagStates } from "./tag-states.ts";

/**
 * One opaque text for the states of several tags: equal as long as none of them changes. While one
 * is marked, or unknown, it is a text never seen again.
 */
export function foldVersions(states: TagStates): string {
  return states.areCurrent ? foldMarked(states) : randomToken();
}

/** The same of the versions alone, whatever is marked. */
export function foldMarked(states: TagStates): string {
  const versions = states.entries().map(([tag, state]) => `${tag}=${state?.version}`);
  return versions.sort().join("&");
}
