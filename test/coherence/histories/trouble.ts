import { CalcomError } from "../../../src/index.ts";
import type { RequestMatch } from "../../../src/testing/matching.ts";
import { pick } from "./choice.ts";
import { FENCE_MS, type Process, TIMEOUT_MS } from "./processes.ts";
import { count, type Run } from "./run.ts";

/** Why somebody stops waiting. */
export const CALLED_OFF = new Error("called off");

/** What a failure is called; whatever no caller could mean by it is a mistake of the history. */
export function troubleOf(error: unknown): string {
  if (error === CALLED_OFF) return "called off";
  if (!(error instanceof CalcomError)) throw error;
  if (["configuration", "invalid_input", "invalid_response"].includes(error.code)) throw error;
  return [error.code, error.status].filter((part) => part !== undefined).join(" ");
}

/** Within the fence, with time for a hosted Cal.com to forget what it kept (2 s, API.md 13). */
const LATEST_MS = FENCE_MS - 3_000;

const TROUBLES = {
  "the reply is lost": ({ world }, match) => world.fake.faults.dropReply(match),
  "500 before the commit": ({ world }, match) => world.fake.faults.error500Before(match),
  "500 after the commit": ({ world }, match) => world.fake.faults.error500After(match),
  "the replica misses the read-back": ({ world }, match) =>
    world.fake.faults.replicaMissesReadBack(match),
  "carried out long after the deadline": ({ world, after }, match, random) => {
    const { release } = world.fake.faults.hang(match);
    after(TIMEOUT_MS + Math.floor(random() * LATEST_MS), release);
  },
  "no reply, carried out later": ({ world }, match, random) => {
    const reply = pick(["drop", "hang"] as const, random);
    world.fake.faults.commitLater({ ...match, reply, afterMs: Math.floor(random() * LATEST_MS) });
  },
  "late to arrive": ({ world }, match, random) =>
    world.fake.faults.delay(Math.floor(random() * 3_000), match),
  "slow before the commit": (run, match, random) => pause(run, match, "beforeCommit", random),
  "slow after the commit": (run, match, random) => pause(run, match, "afterCommit", random),
  "slow to reply": (run, match, random) => pause(run, match, "beforeReply", random),
  "the process dies on the way": (run, match, random, process) => {
    const phase = pick(["before", "beforeCommit", "afterCommit", "beforeReply"] as const, random);
    pause(run, match, phase, random);
    if (process !== undefined) run.after(Math.floor(random() * 500), () => run.kill(process));
  },
} satisfies Record<
  string,
  (run: Run, match: RequestMatch, random: () => number, process: Process | undefined) => void
>;

export type Trouble = keyof typeof TROUBLES;
type Phase = "before" | "beforeCommit" | "afterCommit" | "beforeReply";

// Those in which a write is under way for long are the ones that others can meet.
const ALL: readonly Trouble[] = [
  ...(Object.keys(TROUBLES) as Trouble[]),
  ...(["slow before the commit", "slow after the commit", "slow to reply"] as const),
  ...(["no reply, carried out later", "no reply, carried out later"] as const),
  ...(["carried out long after the deadline", "the process dies on the way"] as const),
];

/** Not so long that a cancel is done when its announcement has settled. */
const LONGEST_PAUSE_MS = 3_000;

function pause({ world, after }: Run, match: RequestMatch, phase: Phase, random: () => number) {
  const { release } = world.fake.pause({ ...match, phase });
  after(Math.floor(random() * LONGEST_PAUSE_MS), release);
}

/** Makes something go wrong with the next request like this one: by default anything. */
export function trouble(
  run: Run,
  match: RequestMatch,
  random: () => number,
  process: Process | undefined,
  name: Trouble = pick(ALL, random),
): void {
  count(run.counts.faults, name);
  const make: (typeof TROUBLES)[Trouble] = TROUBLES[name];
  make(run, match, random, process as Process);
}

/** Makes a visitor slow; of a cancel it is already told (API.md 11.4) what has yet to be done. */
export function slowVisitor(run: Run, path: string, random: () => number): void {
  count(run.counts.faults, "a visitor is slow");
  const phases = path === "/cancel" ? ["beforeCommit"] : ["beforeCommit", "afterCommit"];
  pause(run, { method: "PAGE", path }, pick(phases as Phase[], random), random);
}
