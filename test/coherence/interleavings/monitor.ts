import type { Given } from "./process.ts";

interface Start {
  readonly reader: string;
  readonly at: number;
  readonly committed: readonly string[];
}

/** Watches a run for stale reads, by the definition of the promise. */
export class Monitor {
  readonly stale: string[] = [];
  readonly #now: () => number;
  readonly #fencesHold: boolean;
  readonly #acknowledgedAt: number[] = [];
  readonly #committed: string[] = [];
  readonly #starts = new Set<Start>();
  /** Reads that have ended. */
  reads = 0;

  /** @param fencesHold whether fences outlive the commits they protect, as all but lost records do */
  constructor(now: () => number, fencesHold: boolean) {
    this.#now = now;
    this.#fencesHold = fencesHold;
  }

  acknowledged(_who: string): void {
    this.#acknowledgedAt.push(this.#now());
  }

  committed(who: string): void {
    this.#committed.push(who);
  }

  readStarts(reader: string): Start {
    const start = { reader, at: this.#now(), committed: [...this.#committed] };
    this.#starts.add(start);
    return start;
  }

  readEnds(start: Start, { commits, loadBeganAt }: Given): void {
    this.#starts.delete(start);
    this.reads += 1;
    const { reader, at, committed } = start;
    const acknowledged = this.#acknowledgedAt.filter((one) => one < at);
    if (acknowledged.some((one) => loadBeganAt < one)) {
      this.stale.push(`${reader} is given a load from before an acknowledgement`);
    }
    // Stronger than the promise: a fence keeps reads off from the commit on, acknowledged or not.
    if (this.#fencesHold && committed.some((one) => !commits.includes(one))) {
      this.stale.push(`${reader} is not told of a booking made before it asked`);
    }
  }

  /** How many acknowledgements are younger than a moment: all that matters of when it was. */
  rank(moment: number): number {
    return this.#acknowledgedAt.filter((one) => one > moment).length;
  }

  /** What is still being asked, as far as the verdict depends on it. */
  open(): readonly unknown[] {
    const starts = [...this.#starts].map(({ reader, at, committed }) => [
      ...[reader, this.#acknowledgedAt.filter((one) => one < at).length, [...committed].sort()],
    ]);
    return [...starts.sort(), this.#acknowledgedAt.length];
  }
}
