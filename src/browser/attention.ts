import type { Clock } from "../clock.ts";
import { Moment } from "./moments.ts";
import { isPageHidden } from "./page-signs.ts";

/**
 * After that a page that nobody sees lets go: browsers allow six connections a host over HTTP/1.1, to
 * all tabs together.
 */
const LINGER_MS = 3_000;

/** Whether somebody looks at the page. */
export class Attention {
  readonly #clock: Clock;
  #left: Moment | undefined;
  #isResting = true;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Nobody has looked for a while, or ever. */
  get isResting(): boolean {
    return this.#isResting;
  }

  /** To be called now and then. */
  look(hasListeners: boolean): void {
    if (hasListeners && !isPageHidden()) {
      this.#isResting = false;
      this.#left = undefined;
    } else {
      this.#left ??= new Moment(this.#clock);
      if (this.#left.elapsedMs >= LINGER_MS) this.rest();
    }
  }

  /** The page is put away. */
  rest(): void {
    this.#isResting = true;
  }
}
