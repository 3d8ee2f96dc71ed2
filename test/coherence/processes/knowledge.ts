import type { Told } from "./history.ts";
import { countEarly } from "./search.ts";

/** A moment that somebody was told of. */
export interface Item {
  readonly told: Told;
  readonly moment: number;
}

/** From `at` on this is the latest moment that has to be known. */
interface Step extends Item {
  readonly at: number;
}

/** What has to be known at which time: at once where it was told, elsewhere after the bound. */
export class Knowledge {
  readonly #everybody: readonly Step[];
  readonly #own = new Map<string, readonly Step[]>();

  constructor(items: readonly Item[], boundMs: number) {
    this.#everybody = stepsOf(items, boundMs);
    if (boundMs === 0) return;
    for (const { told } of items) {
      if (this.#own.has(told.process)) continue;
      const own = items.filter((item) => item.told.process === told.process);
      this.#own.set(told.process, stepsOf(own, 0));
    }
  }

  /** The latest moment that `process` has to know of when it asks at `at`. */
  latest(process: string, at: number): Item | undefined {
    const everybody = last(this.#everybody, at);
    const own = last(this.#own.get(process) ?? [], at);
    if (own === undefined || everybody === undefined) return own ?? everybody;
    return own.moment > everybody.moment ? own : everybody;
  }
}

const last = (steps: readonly Step[], at: number) =>
  steps[countEarly(steps, (step) => step.at < at) - 1];

function stepsOf(items: readonly Item[], boundMs: number): readonly Step[] {
  const inOrder = items
    .map((item) => ({ ...item, at: item.told.at + boundMs }))
    .sort((left, right) => left.at - right.at);
  let latest: Item | undefined;
  return inOrder.map((step) => {
    if (latest === undefined || step.moment > latest.moment) latest = step;
    return { ...latest, at: step.at };
  });
}
