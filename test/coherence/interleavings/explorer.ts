import { createHash } from "node:crypto";
import type { Cast, Step } from "./cast.ts";
import { stateKey } from "./state-key.ts";
import { System } from "./system.ts";

/** What an exploration has found. */
export interface Explored {
  readonly cast: string;
  readonly fault: string;
  /** Distinct states seen. */
  readonly states: number;
  /** Runs that came to their end or into a state that had been seen. */
  readonly schedules: number;
  readonly reads: number;
  /** `true` when every schedule was tried. */
  readonly exhausted: boolean;
  /** The first stale read, and the schedule that leads there. */
  readonly stale: { readonly what: string; readonly schedule: readonly string[] } | undefined;
}

/**
 * Tries every schedule of a cast. Sound reductions: a schedule is not followed into a state that was
 * seen before, whose futures have been tried from there (states compared); a step that nobody else
 * can notice is taken at once; processes alike begin in their order; and what happens when nobody is
 * left to be told anything is not followed.
 *
 * @param limits how many states, and until when by `performance.now()`
 */
export async function explore(
  cast: Cast,
  limits: { readonly states: number; readonly until?: number },
): Promise<Explored> {
  const { states, until = Number.POSITIVE_INFINITY } = limits;
  const seen = new Set<string>();
  const untried: string[][] = [[]];
  let schedules = 0;
  let reads = 0;
  const result = (stale?: Explored["stale"]): Explored => ({
    ...{ cast: cast.name, fault: cast.fault, states: seen.size, schedules, reads, stale },
    exhausted: untried.length === 0,
  });
  for (let path = untried.pop(); path !== undefined; path = untried.pop()) {
    const system = new System(cast);
    await system.prepare();
    for (const label of path) await system.take(named(system, label));
    for (;;) {
      const [stale] = system.monitor.stale;
      if (stale !== undefined) return result({ what: stale, schedule: path });
      if (!system.hasReaders) break;
      const key = createHash("sha1").update(stateKey(system)).digest("base64");
      if (seen.has(key)) break;
      seen.add(key);
      const [first, ...others] = system.enabled();
      if (first === undefined) {
        if (system.members.some(({ left, crashed }) => left > 0 && !crashed)) {
          return result({ what: "somebody waits for ever", schedule: path });
        }
        break;
      }
      for (const { label } of others) untried.push([...path, label]);
      path = [...path, first.label];
      await system.take(first);
    }
    schedules += 1;
    reads += system.monitor.reads;
    if (seen.size >= states || performance.now() >= until) break;
  }
  return result();
}

function named(system: System, label: string): Step {
  const step = system.enabled().find((one) => one.label === label);
  if (step === undefined) throw new Error(`A repeated schedule differs: there is no "${label}".`);
  return step;
}
