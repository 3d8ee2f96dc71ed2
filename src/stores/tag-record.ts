import type { MarkKind, RegistryStep, TagState } from "./contract.ts";

export interface Mark {
  readonly id: string;
  readonly kind: MarkKind;
  /** By the clock of whoever keeps the record. */
  readonly endsAt: number;
}

/** A tag's record as a store keeps it. The Redis script states the same rules in Lua. */
export interface TagRecord {
  readonly version: string;
  readonly marks: readonly Mark[];
}

/** What a reader may know of a record. A mark that ran out has ended the version with it. */
export function stateOf(record: TagRecord | undefined, now: number): TagState | undefined {
  if (record === undefined) return undefined;
  if (record.marks.length === 0) return unmarked(record.version);
  if (record.marks.some((mark) => mark.endsAt <= now)) return undefined;
  return stateUnder(record.version, record.marks);
}

/** The state of a record with marks, none of which has ended. */
export function stateUnder(
  version: string,
  marks: readonly { readonly id: unknown; readonly kind: unknown }[],
): TagState {
  const settling = marks.filter(({ kind }) => kind === "settling").map(({ id }) => String(id));
  return {
    version,
    // Of a later release may be kinds that nobody knows here.
    marked: marks.some(({ kind }) => kind !== "caution" && kind !== "ending"),
    cautious: marks.some(({ kind }) => kind !== "ending"),
    endsByItself: true,
    settling: settling.length > 0 ? settling : undefined,
  };
}

/** The state of a record without marks. */
export function unmarked(version: string): TagState {
  return { version, marked: false, cautious: false, endsByItself: false };
}

/** The record a reader finds after asking for a version: the old one where it still counts. */
export function ensureRecord(
  record: TagRecord | undefined,
  freshVersion: string,
  now: number,
): TagRecord {
  if (record === undefined) return { version: freshVersion, marks: [] };
  const live = record.marks.filter((mark) => mark.endsAt > now);
  if (live.length === record.marks.length) return record;
  return { version: freshVersion, marks: live };
}

/**
 * The record after a step; `undefined` when there is none. A bump leaves a fresh version where there
 * was one, so that the next reader need not draw it; where there was none, nobody depends on it.
 */
export function applyStep(
  record: TagRecord | undefined,
  step: RegistryStep,
  now: number,
): TagRecord | undefined {
  const before = record?.marks ?? [];
  const live = before.filter((mark) => mark.endsAt > now);
  const gone = new Set([...step.removeMarks, ...step.addMarks.map((mark) => mark.id)]);
  const marks = [
    ...live.filter((mark) => !gone.has(mark.id)),
    ...step.addMarks.map(({ id, kind, durationMs }) => ({ id, kind, endsAt: now + durationMs })),
  ];
  const keepsVersion = record !== undefined && !step.bump && live.length === before.length;
  if (keepsVersion) return { version: record.version, marks };
  if (record === undefined && marks.length === 0) return undefined;
  return { version: step.freshVersion, marks };
}
