import {
  BookingReplayedError,
  type BookingResult,
  RateLimitError,
  SlotTakenError,
  UnknownOutcomeError,
} from "../../../src/index.ts";
import type { ChangeRow } from "./changes.ts";
import type { FaultColumn } from "./faults.ts";

/** What a caller hears of a change. */
export type Verdict =
  | "done"
  | "found"
  | "blocked"
  | `unknown: ${UnknownOutcomeError["looked"]}`
  | `replayed: ${BookingReplayedError["reason"]}`
  | `taken: ${SlotTakenError["certainty"]}`
  | `failed: ${string}`;

export function verdictOf(outcome: BookingResult | Error): Verdict {
  if (outcome instanceof UnknownOutcomeError) return `unknown: ${outcome.looked}`;
  if (outcome instanceof BookingReplayedError) return `replayed: ${outcome.reason}`;
  if (outcome instanceof SlotTakenError) return `taken: ${outcome.certainty}`;
  if (outcome instanceof RateLimitError) return "blocked";
  if (outcome instanceof Error) return `failed: ${outcome.name}: ${outcome.message}`;
  return outcome.reconciled ? "found" : "done";
}

/** Whether the two can meet, and whether anybody could tell what has happened. */
export function isCell(change: ChangeRow, fault: FaultColumn, isHosted: boolean): boolean {
  if (fault.isAnonymous && change.needsKey) return false;
  if (fault.says === "pretend") return change.isNew;
  if (fault.says !== "replay") return true;
  if (!change.isNew) return false;
  // Visitors' seats bear no nonce, like a further seat of one's own on servers that show none.
  return change.type !== "seated" || (isHosted && fault.earlier === "a client");
}

/** What the caller has to hear, by what becomes of the request and what can be seen of it. */
export function expectedOf(change: ChangeRow, fault: FaultColumn, isHosted: boolean): Verdict {
  const { happens, says } = fault;
  if (says === "429") return "blocked";
  if (says === "replay") return "replayed: earlier-booking";
  if (says === "pretend") return "replayed: nothing-stored";
  if (says === "late replica" && change.answeredByOld === true) return "done";
  if (fault.isAnonymous) return expectedOfAnonymous(change, fault, isHosted);
  if (fault.hidesAll) return "unknown: not-at-all";
  const search = change.search(isHosted);
  if (happens === "before it is over" && search !== "unseen") {
    return search === "found" ? "found" : "unknown: unclear";
  }
  const mayBeTaken = says !== "nothing" && change.ofTeam === true;
  return mayBeTaken ? "taken: maybe" : "unknown: not-found";
}

function expectedOfAnonymous(
  change: ChangeRow,
  { happens }: FaultColumn,
  isHosted: boolean,
): Verdict {
  if (change.isNew) return "unknown: not-possible";
  if (happens === "never") return "unknown: not-found";
  return change.anonymousSearch(isHosted) === "found" ? "found" : "unknown: not-possible";
}
