import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import { Moment } from "./moments.ts";

/** No timer is as late: the page has slept, and what waits for it is as old. */
const SLEPT_MS = 5_000;

/** The one timer of a page, and what tells that it was late. */
export class Ticker {
  readonly #clock: Clock;
  readonly #onTick: () => void;
  #timer: TimerHandle | undefined;
  #awake: Moment;

  constructor(clock: Clock, onTick: () => void) {
    this.#clock = clock;
    this.#onTick = onTick;
    this.#awake = new Moment(clock);
  }

  /** Ticks once, and no sooner than that. */
  wait(ms: number): void {
    this.rest();
    this.#timer = this.#clock.setTimeout(this.#onTick, Math.max(1, ms));
  }

  rest(): void {
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#timer = undefined;
  }

  /** Whether the page has slept since this was asked last. What does not tick cannot tell. */
  hasSlept(): boolean {
    const hasSlept = this.#timer !== undefined && this.#awake.elapsedMs > SLEPT_MS;
    this.#awake = new Moment(this.#clock);
    return hasSlept;
  }
}
