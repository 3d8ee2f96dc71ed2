import type { Given } from "./process.ts";

/** Something a process did, and when. */
interface Deed {
  readonly who: string;
  readonly at: number;
}

interface Start {
  readonly reader: string;
  readonly at: number;
  readonly acknowledged: readonly Deed[];
  readonly committed: readonly string[];
}

/** What has to hold in a run. */
export interface Rules {
  /** Whether fences outlive the commits they protect, as all but lost records do. */
  readonly fencesHold: boolean;
  /** Whether a reader wants to hear it from Cal.com. */
  readonly asks: (reader: string) => boolean;
  /** For how long after a deed a reader that starts may not yet be told of it. */
  readonly boundOf: (reader: string, doer: string) => number;
}

/** Watches a run for stale reads, by the definition of the promise. */
export class Monitor {
  readonly stale: string[] = [];
  readonly #now: () => number;
  readonly #rules: Rules;
  readonly #acknowledged: Deed[] = [];
  readonly #committed: Deed[] = [];
  readonly #starts = new Set<Start>();
  /** Reads that have ended. */
  reads = 0;

  constructor(now: () => number, rules: Rules) {
    this.#now = now;
    this.#rules = rules;
  }

  acknowledged(who: string): void {
    this.#acknowledged.push({ who, at: this.#now() });
  }

  /** A writer knows what has become of its booking; more fences stand than there are others. */
  leavesFence(who: string): void {
    this.stale.push(`${who} knows what it did, and its fence stands`);
  }

  committed(who: string): void {
    this.#committed.push({ who, at: this.#now() });
  }

  readStarts(reader: string): Start {
    const at = this.#now();
    const binds = (deed: Deed) =>
      deed.at < at && at - deed.at >= this.#rules.boundOf(reader, deed.who);
    const acknowledged = this.#acknowledged.filter(binds);
    const committed = this.#committed.filter(binds).map(({ who }) => who);
    const start = { reader, at, acknowledged, committed };
    this.#starts.add(start);
    return start;
  }

  readEnds(start: Start, { commits, loadBeganAt, source }: Given): void {
    this.#starts.delete(start);
    this.reads += 1;
    const { reader, acknowledged, committed } = start;
    if (acknowledged.some(({ at }) => loadBeganAt < at)) {
      this.stale.push(`${reader} is given a load from before an acknowledgement`);
    }
    if (source === "cache" && this.#rules.asks(reader)) {
      this.stale.push(`${reader} asks, and is given what was stored`);
    }
    // Stronger than the promise: a fence keeps reads off from the commit on, acknowledged or not.
    if (this.#rules.fencesHold && committed.some((one) => !commits.includes(one))) {
      this.stale.push(`${reader} is not told of a booking made before it asked`);
    }
  }

  /** How many acknowledgements are younger than a moment: all that matters of when it was. */
  rank(moment: number): number {
    return this.#acknowledged.filter(({ at }) => at > moment).length;
  }

  /** What is still being asked, as far as the verdict depends on it. */
  open(): readonly unknown[] {
    const starts = [...this.#starts].map(({ reader, acknowledged, committed }) => [
      ...[reader, acknowledged.map((one) => this.#acknowledged.indexOf(one))],
      ...[[...committed].sort()],
    ]);
    return [...starts.sort(), this.#acknowledged.length];
  }

  /** What later readers may have to be told of, and how long ago it was. */
  deeds(age: (at: number) => number): readonly unknown[] {
    const told = ({ who, at }: Deed) => [who, age(at)];
    return [this.#acknowledged.map(told), this.#committed.map(told)];
  }
}
