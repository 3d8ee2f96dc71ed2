import { type Cast, isBounded } from "./cast.ts";
import type { Member } from "./system.ts";

/**
 * Those who trust versions read one after the other. Of two processes alike the first one goes first:
 * the other order is the same with names changed.
 */
export function mayStart(
  name: string,
  { processes }: Cast,
  members: readonly Pick<Member, "crashed" | "heard" | "told">[],
): boolean {
  const [index = 0, number = 0] = name.split(/[. ]/).map(Number);
  const earlier = processes[index]?.slice(0, number).filter((role) => role === "bounded reader");
  if (name.includes("bounded reader") && (members[index]?.told ?? 0) < (earlier?.length ?? 0)) {
    return false;
  }
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
  const own = now.cast.processes[Number.parseInt(label, 10)];
  if (isBounded(own)) {
    // When it hears or is answered what matters to itself; its answers are for nobody else.
    const others = now.cast.processes.filter((roles) => roles !== own);
    const isAlone = !others.flat().some((role) => role.endsWith("reader"));
    return isAlone && (/ write \d+$/.test(label) || isLoadLocal(label, now));
  }
  if (/(?:writer|webhook|invalidation) starts$/.test(label)) return true;
  if (label.endsWith(" is answered")) {
    return now.faulted || !now.has(label.replace("is answered", "loses the answer"));
  }
  return isLoadLocal(label, now);
}

function isLoadLocal(label: string, now: { readonly isCommitDue: boolean }): boolean {
  return / load \d+$/.test(label) && !now.isCommitDue;
}
