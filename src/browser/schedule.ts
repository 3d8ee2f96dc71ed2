import type { Asker } from "./asker.ts";
import type { Knowledge } from "./knowledge.ts";

/** Of `maxAgeMs`: what is confirmed later than that may have to be hidden in between. */
const CONFIRM_SHARE = 2 / 3;
/** Pages that lose the same stream ask one after the other. */
const JITTER = 0.2;

export interface ScheduleOptions {
  readonly pollMs: number;
  readonly maxAgeMs: number;
}

/** When to ask. */
export class Schedule {
  readonly #options: ScheduleOptions;
  /** Something has happened since it was asked last. */
  #isWanted: boolean;
  #jitter = 1;

  constructor(options: ScheduleOptions, isWanted: boolean) {
    this.#options = options;
    this.#isWanted = isWanted;
  }

  /** As soon as possible. */
  want(): void {
    this.#isWanted = true;
  }

  /** There is another question, and what was wanted of the one before is not any more. */
  turn(isWanted: boolean): void {
    this.#isWanted = isWanted;
  }

  asked(): void {
    this.#isWanted = false;
    this.#jitter = 1 - Math.random() * JITTER;
  }

  /** In how many milliseconds. */
  dueMs(
    { isTrue, unsureMs, lifeLeftMs }: Knowledge,
    { pauseMs, problem }: Asker,
    isLive: boolean,
  ): number {
    const { pollMs, maxAgeMs } = this.#options;
    if (this.#isWanted || !isTrue || problem !== undefined) return pauseMs;
    const pollInMs = isLive ? lifeLeftMs : pollMs * this.#jitter - unsureMs;
    return Math.max(pauseMs, Math.min(pollInMs, maxAgeMs * CONFIRM_SHARE - unsureMs));
  }
}
