import { randomToken } from "../tokens.ts";
import type { TagStates } from "./tag-states.ts";

/**
 * One opaque text for the states of several tags: equal as long as none of them changes. While one
 * is marked, or unknown, it is a text never seen again.
 */
export function foldVersions(states: TagStates): string {
  const versions: string[] = [];
  for (const [tag, state] of states.entries()) {
    if (state === undefined || state.marked) return randomToken();
    versions.push(`${tag}=${state.version}`);
  }
  return versions.sort().join("&");
}
