import type { Clock } from "../clock.ts";
import { Moment } from "./moments.ts";

const FIRST_MS = 1_000;
/** A server that asks for more has forgotten about somebody. */
const MOST_ASKED_MS = 300_000;

/** When to try again what has failed. */
export class Retry {
  readonly #clock: Clock;
  readonly #mostMs: number;
  #failures = 0;
  #since: Moment | undefined;
  #ms = 0;
  #isAsked = false;

  /** @param mostMs the longest pause that grows by itself */
  constructor(clock: Clock, mostMs: number) {
    this.#clock = clock;
    this.#mostMs = mostMs;
  }

  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /** How much of the pause is left; not above 0: none. */
  get leftMs(): number {
    return this.#since === undefined ? 0 : this.#ms - this.#since.elapsedMs;
  }

  /** @param response what was answered, if anything was */
  fail(response?: Response): void {
    const askedMs = response && askedMsOf(response);
    const ownMs =
      Math.min(this.#mostMs, FIRST_MS * 2 ** this.#failures) * (0.5 + Math.random() / 2);
    this.#failures++;
    this.pause(Math.max(ownMs, askedMs ?? 0), askedMs !== undefined);
  }

  pause(ms: number, isAsked = false): void {
    this.#since = new Moment(this.#clock);
    this.#ms = ms;
    this.#isAsked = isAsked;
  }

  /** Something has changed here: failures say nothing any more. What a server asks for still holds. */
  hurry(): void {
    this.#failures = 0;
    if (!this.#isAsked) this.#since = undefined;
  }

  succeed(): void {
    this.#isAsked = false;
    this.hurry();
  }
}

/** For how long a server asks to be left alone (RFC 9110, section 10.2.3). */
function askedMsOf({ status, headers }: Response): number | undefined {
  const asked = headers.get("retry-after");
  if (asked === null || (status !== 503 && status !== 429)) return undefined;
  // A date is one of the server's clock.
  const untilMs = Date.parse(asked) - Date.parse(headers.get("date") ?? "");
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1_000 : untilMs;
  return Number.isNaN(ms) ? undefined : Math.min(MOST_ASKED_MS, Math.max(0, ms));
}
