import type { Clock } from "../clock.ts";
import type { MarkKind } from "../stores/contract.ts";
import { randomToken } from "../tokens.ts";

const MINUTE_MS = 60_000;
/** Deliveries that may write in a minute, as a multiple of what one tag may be bumped. */
const WRITES_PER_BUMP = 10;
/** A delivery names a handful of tags, so others come first; but nobody knows what one may name. */
const MOST_TAGS = 10_000;

/** The webhook deliveries of one minute: how often they bumped what, and the marks they set. */
export class FloodMinute {
  /**
   * Ids of the marks that deliveries set. One of a kind for all of them, which each one prolongs: marks
   * of their own would let records grow.
   */
  readonly brief: Partial<Record<MarkKind, string>> = {
    settling: randomToken(),
    caution: randomToken(),
  };
  /** Ids of the marks that stand until the minute is over, and as long as a delivery's own after that. */
  readonly lasting = { settling: randomToken(), caution: randomToken() };
  /** The last attempt to set those. */
  marking: Promise<unknown> | undefined;
  readonly #clock: Clock;
  readonly #bumps: number;
  readonly #times = new Map<string, number>();
  readonly #wallEnd: number;
  #end: number;
  #writes = 0;

  /** @param bumps how often a tag may be bumped */
  constructor(clock: Clock, bumps: number) {
    this.#clock = clock;
    this.#bumps = bumps;
    this.#wallEnd = clock.now() + MINUTE_MS;
    this.#end = clock.monotonic() + MINUTE_MS;
  }

  /**
   * Milliseconds until it is over, by whichever clock has gone further: while a process is suspended one
   * of them may stand still, and marks go on. Never more than was said before.
   */
  leftMs(): number {
    const monotonic = this.#clock.monotonic();
    const leftMs = Math.min(this.#end - monotonic, this.#wallEnd - this.#clock.now());
    this.#end = monotonic + leftMs;
    return leftMs;
  }

  /** Counts a delivery. @returns which of its tags have been bumped as often as they may */
  count(tags: readonly string[]): readonly string[] {
    for (const tag of tags) this.#times.set(tag, (this.#times.get(tag) ?? 0) + 1);
    return tags.filter((tag) => this.reachesAll || this.#isFrequent(tag));
  }

  #isFrequent(tag: string): boolean {
    return (this.#times.get(tag) ?? 0) >= this.#bumps;
  }

  /** Counts a delivery that is written down. */
  countWrite(): void {
    this.#writes += 1;
  }

  /** Whether there are too many, of whatever tags, to be told apart. */
  get reachesAll(): boolean {
    return (
      this.#isFrequent("all") ||
      this.#writes >= this.#bumps * WRITES_PER_BUMP ||
      this.#times.size >= MOST_TAGS
    );
  }
}
