import type { Clock } from "../clock.ts";

/** How often it is looked for what nobody has told of: changes whose message was lost, marks that end. */
const LOOK_MS = 2_000;
/** The same while something is marked that may end soon, or the store has just failed. */
const LOOK_SOON_MS = 500;
/** What was marked for as long as this may stay so for minutes, as after an outcome nobody knows. */
const SOON_FOR_MS = 10_000;

/** As many looks may follow each other at once, so that single changes are told at once. */
const BURST = 10;
/** In a flood of changes, one look after each of these. */
const FLOOD_PAUSE_MS = 100;

/** When to look. */
export class LookPace {
  readonly #clock: Clock;
  /** When the next look would leave if they left at regular intervals. */
  #regularAt = Number.NEGATIVE_INFINITY;
  #unsettledSince: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many milliseconds a look has to wait that somebody wants now. */
  waitMs(): number {
    const earliestAt = this.#regularAt - BURST * FLOOD_PAUSE_MS;
    return Math.max(0, earliestAt - this.#clock.monotonic());
  }

  looked(): void {
    this.#regularAt = Math.max(this.#regularAt, this.#clock.monotonic()) + FLOOD_PAUSE_MS;
  }

  /** @param isNew whether anything is other than the time before, so that its marks are young */
  saw(areCurrent: boolean, isNew: boolean): void {
    if (areCurrent) this.#unsettledSince = undefined;
    else if (isNew) this.#unsettledSince = this.#clock.monotonic();
    else this.#unsettledSince ??= this.#clock.monotonic();
  }

  failed(): void {
    this.#unsettledSince ??= this.#clock.monotonic();
  }

  /** Milliseconds until the next look that nobody asks for. */
  pauseMs(dueAt: number): number {
    const now = this.#clock.monotonic();
    const isUnsettled = now - (this.#unsettledSince ?? Number.NEGATIVE_INFINITY) < SOON_FOR_MS;
    const pauseMs = Math.min(isUnsettled ? LOOK_SOON_MS : LOOK_MS, dueAt - now);
    return Math.max(this.waitMs(), pauseMs);
  }
}
