import type { StoredEntry } from "../stores/contract.ts";
import type { TagStates } from "./tag-states.ts";

/** Why an answer had to be loaded. Only `superseded` and `marked` are about coherence. */
export type MissReason =
  | "absent"
  | "expired"
  | "superseded"
  | "marked"
  | "bypass"
  | "refresh"
  | "ask"
  | "store-unavailable";

/** Whether a tag of the reader is spoken for by another one of the entry. */
export type CoveredBy = (tag: string, versions: StoredEntry["versions"]) => boolean;

/**
 * Judges an entry by the records read in this call: `undefined` is a hit. Tags remembered from
 * earlier only widen what was read; the condition is the entry's tags and the reader's own.
 */
export function whyMissed(
  entry: StoredEntry | undefined,
  states: TagStates,
  readerTags: readonly string[],
  isCovered: CoveredBy,
  now: number,
): MissReason | undefined {
  if (entry === undefined) return "absent";
  if (isOver(entry, now)) return "expired";
  for (const tag in entry.versions) {
    const state = states.get(tag);
    if (state === undefined || state.version !== entry.versions[tag]) return "superseded";
    if (state.marked) return "marked";
  }
  return coversAll(readerTags, entry.versions, isCovered) ? undefined : "superseded";
}

/** Whether the entry's time is over. */
export function isOver(entry: StoredEntry, now: number): boolean {
  // The other way round, so that what is not a number counts as over.
  return !(entry.expiresAt > now);
}

/** Whether the entry depends on all that this reader would put on it. */
export function coversAll(
  readerTags: readonly string[],
  versions: StoredEntry["versions"],
  isCovered: CoveredBy,
): boolean {
  for (const tag of readerTags) {
    if (versions[tag] === undefined && !isCovered(tag, versions)) return false;
  }
  return true;
}

/** Whether every tag still has the version given, unmarked. */
export function stillCurrent(
  versions: Readonly<Record<string, string>>,
  states: TagStates,
): boolean {
  for (const tag in versions) {
    const state = states.get(tag);
    if (state === undefined || state.marked || state.version !== versions[tag]) return false;
  }
  return true;
}
