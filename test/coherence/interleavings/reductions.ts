import { type Cast, isBounded } from "./cast.ts";
import type { Member } from "./system.ts";

/** Of two processes alike the first one goes first: the other order is the same with names changed. */
export function mayStart(
  index: number,
  { processes }: Cast,
  members: readonly Pick<Member, "crashed" | "heard">[],
): boolean {
  const before = members[index - 1];
  const roles = (at: number) => String(processes[at]);
  if (before === undefined || roles(index) !== roles(index - 1)) return true;
  // A writer's first steps are its start and its fence, a reader's is its start.
  const first = processes[index]?.includes("writer") ? 2 : 1;
  return before.crashed || before.heard.length >= first;
}

/** Whether nobody else can notice the step: then it does not matter when it is taken. */
export function isLocal(
  label: string,
  now: {
    readonly cast: Cast;
    readonly faulted: boolean;
    /** Whether somebody has still to book, so that Cal.com's answers may still change. */
    readonly isCommitDue: boolean;
    readonly has: (label: string) => boolean;
  },
): boolean {
  // When something happens in a process that trusts versions for a time matters to itself.
  if (isBounded(now.cast.processes[Number.parseInt(label, 10)])) return false;
  if (/(?:writer|webhook|invalidation) starts$/.test(label)) return true;
  if (label.endsWith(" is answered")) {
    return now.faulted || !now.has(label.replace("is answered", "loses the answer"));
  }
  return / load \d+$/.test(label) && !now.isCommitDue;
}
