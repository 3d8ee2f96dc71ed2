/** What a reading turned out to be. */
export type Verdict =
  /** Loaded after every change that was acknowledged before the question. */
  | "fresh"
  /** Loaded before a change that had been acknowledged before the question was asked. */
  | "stale"
  /** Loaded after the acknowledgement, but Cal.com itself still gave the old state. */
  | "Cal.com's own";

/** A change that a scheme has been told of, and has answered for. */
export interface Acknowledgement {
  readonly at: number;
  readonly what: string;
  /** What the change says about one time of the day; only used to tell what is Cal.com's own. */
  readonly news?: { readonly time: string; readonly free: boolean } | undefined;
}

/** What the checker looks at of a reading. */
export interface Evidence {
  readonly startedAt: number;
  readonly loadBeganAt: number;
  readonly times: readonly string[];
}

/**
 * Decides from times alone. An answer is stale if its load from Cal.com began before the
 * acknowledgement of a change that was acknowledged before the read started: the library's
 * promise, applied to both schemes alike. Events of one instant cannot be ordered, so the script
 * lets time pass between them.
 */
export class Checker {
  readonly #acknowledgements: Acknowledgement[] = [];
  readonly #counts: Record<Verdict, number> = { fresh: 0, stale: 0, "Cal.com's own": 0 };

  acknowledge(acknowledgement: Acknowledgement): void {
    this.#acknowledgements.push(acknowledgement);
  }

  judge(evidence: Evidence): Verdict {
    const verdict = this.#decide(evidence);
    this.#counts[verdict] += 1;
    return verdict;
  }

  get counts(): Readonly<Record<Verdict, number>> {
    return { ...this.#counts };
  }

  #decide({ startedAt, loadBeganAt, times }: Evidence): Verdict {
    const known = this.#acknowledgements.filter(({ at }) => at < startedAt);
    if (known.some(({ at }) => loadBeganAt < at)) return "stale";
    const latest = new Map(known.flatMap(({ news }) => (news ? [[news.time, news.free]] : [])));
    const isDenied = [...latest].some(([time, free]) => times.includes(time) !== free);
    return isDenied ? "Cal.com's own" : "fresh";
  }
}
