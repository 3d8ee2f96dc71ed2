import type { Clock } from "../clock.ts";

/**
 * One lost reply or one reconnect is no reason to leave a store alone: then every read goes to
 * Cal.com, whose requests are counted. A store that is silent has cost a reader three timeouts by then.
 */
const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
const PROBE = -1;

/** Told to whoever watches the store. */
export type BreakerState = "open" | "closed";

/** Leaves a store alone that keeps failing, but for one probe after each pause. */
export class StoreBreaker {
  readonly #clock: Clock;
  readonly #onState: (state: BreakerState) => void;
  #failures = 0;
  #openUntil: number | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #isProbing = false;

  constructor(clock: Clock, onState: (state: BreakerState) => void) {
    this.#clock = clock;
    this.#onState = onState;
  }

  /** Before asking. @returns what `failed` has to know, or `undefined`: do not ask */
  begin(): number | undefined {
    if (this.#openUntil === undefined) return this.#failures;
    if (this.#isProbing || this.#clock.monotonic() < this.#openUntil) return undefined;
    this.#isProbing = true;
    return PROBE;
  }

  /** Before asking what must be asked in any case. */
  beginSurely(): number {
    return this.#failures;
  }

  /** The store has answered in time. */
  succeeded(): void {
    if (this.#failures === 0) return;
    const wasOpen = this.#openUntil !== undefined;
    this.#failures = 0;
    this.#openUntil = undefined;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#isProbing = false;
    if (wasOpen) this.#onState("closed");
  }

  /** The store has not. Those who asked before the last failure saw the same trouble, not more of it. */
  failed(begun: number): void {
    if (this.#openUntil === undefined) {
      if (begun === this.#failures) this.#failures += 1;
      if (this.#failures < FAILURES_TO_OPEN) return;
      this.#pause();
      this.#onState("open");
    } else if (begun === PROBE) this.#pause();
  }

  // The pause varies, so that processes which failed together do not come back together.
  #pause(): void {
    this.#isProbing = false;
    this.#openUntil = this.#clock.monotonic() + this.#pauseMs * (0.5 + Math.random() / 2);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
