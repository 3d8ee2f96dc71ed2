import { type ApiCall, compareCall } from "./call.ts";
import type { Difference } from "./compare.ts";
import type { Expected } from "./expected.ts";
import type { JsonSchema } from "./shape.ts";

export interface FoundDifference extends Difference {
  readonly call: string;
}

export interface ExplainedDifference extends FoundDifference {
  readonly reason: string;
}

/** How the file and this library stand to each other. */
export interface Drift {
  readonly calls: number;
  readonly unexpected: readonly FoundDifference[];
  readonly explained: readonly ExplainedDifference[];
  /** Listed as known, and not there any more. */
  readonly outdated: readonly Omit<ExplainedDifference, "text">[];
}

/** Holds each call against the file, and what differs against the list of what is known. */
export function findDrift(
  calls: readonly ApiCall[],
  expected: readonly Expected[],
  file: JsonSchema,
): Drift {
  const names = new Set(calls.map(({ name }) => name));
  const known = new Map<string, Omit<ExplainedDifference, "text">>();
  for (const { calls: about, kind, at, reason } of expected) {
    for (const call of about.filter((name) => names.has(name))) {
      for (const place of at)
        known.set(keyOf({ call, kind, at: place }), { call, kind, at: place, reason });
    }
  }
  const unexpected: FoundDifference[] = [];
  const explained: ExplainedDifference[] = [];
  for (const call of calls) {
    for (const difference of compareCall(call, file)) {
      const found = { call: call.name, ...difference };
      const reason = known.get(keyOf(found))?.reason;
      if (reason === undefined) unexpected.push(found);
      else explained.push({ ...found, reason });
    }
  }
  const met = new Set(explained.map(keyOf));
  const outdated = [...known].filter(([key]) => !met.has(key)).map(([, entry]) => entry);
  return { calls: calls.length, unexpected, explained, outdated };
}

const keyOf = ({ call, kind, at }: Omit<FoundDifference, "text">) =>
  JSON.stringify([call, kind, at]);
