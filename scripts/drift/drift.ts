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
  /** What is listed as known, and is not there any more. */
  readonly outdated: readonly Readonly<Record<keyof Expected, string>>[];
}

/** Holds each call against the file, and what differs against the list of what is known. */
export function findDrift(
  calls: readonly ApiCall[],
  expected: readonly Expected[],
  file: JsonSchema,
): Drift {
  const unexpected: FoundDifference[] = [];
  const explained: ExplainedDifference[] = [];
  const met = new Set<Expected>();
  for (const call of calls) {
    for (const difference of compareCall(call, file)) {
      const found = { call: call.name, ...difference };
      const known = expected.find((one) => explains(one, found));
      if (known === undefined) unexpected.push(found);
      else {
        met.add(known);
        explained.push({ ...found, reason: known.reason });
      }
    }
  }
  const asked = expected.filter((one) => calls.some(({ name }) => one.calls.test(name)));
  const outdated = asked.filter((one) => !met.has(one)).map(inText);
  return { calls: calls.length, unexpected, explained, outdated };
}

function explains({ at, calls, kind }: Expected, found: FoundDifference): boolean {
  return kind === found.kind && calls.test(found.call) && at.test(found.at);
}

function inText({ at, calls, kind, reason }: Expected) {
  return { calls: calls.source, kind, at: at.source, reason };
}
