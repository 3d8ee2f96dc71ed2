import type { StoredEntry } from "../stores/contract.ts";
import type { Dependencies } from "./dependencies.ts";
import type { MissReason } from "./freshness.ts";
import type { Answer, Judged, Question } from "./question.ts";
import type { LoadOutcome } from "./shared-load.ts";

/** An entry that has been judged a hit, as it is given at this moment. */
export function serveEntry(question: Question, entry: StoredEntry, now: number): Answer {
  const { value, decaysAt, versions, loadBeganAt, expiresAt, requestId } = entry;
  const served = question.serve?.(value, decaysAt, now);
  const builtOnItUntil = earlier(expiresAt, served === undefined ? decaysAt : served.decaysAt);
  return {
    value: served === undefined ? value : served.value,
    source: "cache",
    missed: undefined,
    shared: false,
    servedAt: now,
    expiresAt,
    dependencies: { versions, storable: true, loadBeganAt, expiresAt: builtOnItUntil, requestId },
  };
}

/** What a load brought, as it is given at this moment to a reader who missed. */
export function serveOutcome(
  question: Question,
  outcome: LoadOutcome,
  now: number,
  { missed, judged }: { readonly missed: MissReason; readonly judged: Judged },
): Answer {
  const { value, decaysAt, dependencies } = outcome;
  const { expiresAt } = dependencies;
  const served = question.serve?.(value, decaysAt, now) ?? { value, decaysAt };
  const builtOnIt: Dependencies = {
    ...dependencies,
    expiresAt: earlier(expiresAt, served.decaysAt),
  };
  return {
    value: served.value,
    source: "origin",
    missed,
    shared: judged.shared,
    servedAt: now,
    expiresAt,
    dependencies: builtOnIt,
  };
}

function earlier(expiresAt: number, decaysAt: number | undefined): number {
  return decaysAt === undefined ? expiresAt : Math.min(expiresAt, decaysAt);
}
