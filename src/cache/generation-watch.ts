import type { Clock } from "../clock.ts";
import type { MaybePromise } from "../stores/contract.ts";

const LONGEST_PAUSE_MS = 1_000;

/** A point in time by both clocks: either of them may stand still or be set. */
interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

/** How the generation is asked for, and on whose behalf. */
export interface Verification {
  readonly maxStalenessMs: number;
  readonly read: () => MaybePromise<string>;
  readonly onError: (error: unknown) => void;
}

/**
 * Knows up to which moment nothing has changed in the registry but what this process was told of.
 * Every step replaces the generation, so a generation that is still ours, or has been since we asked,
 * says that all that came before the asking is known here.
 */
export class GenerationWatch {
  readonly #clock: Clock;
  readonly #onLost: () => void;
  /** The generation whose every earlier step is known here. */
  #known: string | undefined;
  /** What that has been since the verification under way was sent. */
  #knownSince = new Set<string>();
  /** A generation ahead of what is known; messages that are on their way may lead there. */
  #ahead: { readonly generation: string; readonly sentAt: Moment } | undefined;
  #validAt: Moment | undefined;
  #sentAt: Moment | undefined;
  #isVerifying = false;

  /** @param onLost told when there have been steps nobody will tell of */
  constructor(clock: Clock, onLost: () => void) {
    this.#clock = clock;
    this.#onLost = onLost;
  }

  /** How many milliseconds ago everything acknowledged was certainly known here. */
  stalenessMs(): number {
    return this.#validAt === undefined ? Number.POSITIVE_INFINITY : this.#msSince(this.#validAt);
  }

  // A suspended process may miss time on one clock, a correction may take it from the other.
  #msSince(moment: Moment): number {
    const wall = this.#clock.now() - moment.wall;
    return Math.max(wall, this.#clock.monotonic() - moment.monotonic);
  }

  /** Asks for the generation, unless that is under way or was done a moment ago. */
  verify(verification: Verification): void {
    if (this.#isVerifying) return;
    const pauseMs = Math.min(verification.maxStalenessMs / 4, LONGEST_PAUSE_MS);
    if (this.#sentAt !== undefined && this.#msSince(this.#sentAt) < pauseMs) return;
    this.#isVerifying = true;
    this.#sentAt = { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
    this.#knownSince = new Set(this.#known === undefined ? [] : [this.#known]);
    void this.#ask(verification, this.#sentAt);
  }

  async #ask({ read, onError, maxStalenessMs }: Verification, sentAt: Moment): Promise<void> {
    try {
      const generation = await read();
      if (this.#knownSince.has(generation)) this.#isValid(sentAt);
      else if (this.#ahead === undefined && this.stalenessMs() < maxStalenessMs) {
        this.#ahead = { generation, sentAt };
      } else this.#startOver(generation, sentAt);
    } catch (error) {
      onError(error);
    } finally {
      this.#isVerifying = false;
    }
  }

  #startOver(generation: string, sentAt: Moment): void {
    this.#onLost();
    this.#known = generation;
    this.#isValid(sentAt);
  }

  #isValid(sentAt: Moment): void {
    this.#validAt = sentAt;
    this.#ahead = undefined;
  }

  /** A message has told of a step; what it changed has been forgotten. */
  follow(previous: string, next: string): void {
    if (previous !== this.#known) return;
    this.#known = next;
    this.#knownSince.add(next);
    if (this.#ahead?.generation === next) this.#isValid(this.#ahead.sentAt);
  }
}
