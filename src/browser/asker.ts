import type { Clock } from "../clock.ts";
import { Moment } from "./moments.ts";
import { Retry } from "./retry.ts";
import { type Reply, readReply } from "./slots-request.ts";
import type { SlotsProblem } from "./state.ts";

/** However quickly news follow upon news, and whatever a listener asks for. */
const MOST_A_SECOND = 3;

/** A question on its way. */
export interface Flight {
  readonly address: URL;
  readonly etag: string | undefined;
  /** How many versions had been told when it began. */
  readonly told: number;
  readonly began: Moment;
}

export interface AskerOptions {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  /** The longest pause after failures. */
  readonly pollMs: number;
  readonly onReply: (flight: Flight, reply: Reply) => void;
  readonly onFailure: () => void;
}

/** Asks one question at a time. */
export class Asker {
  readonly #options: AskerOptions;
  readonly #retry: Retry;
  #begun: readonly Moment[] = [];
  #control: AbortController | undefined;
  #flight: Flight | undefined;
  #problem: SlotsProblem | undefined;
  #waiters: (() => void)[] = [];

  constructor(options: AskerOptions) {
    this.#options = options;
    this.#retry = new Retry(options.clock, options.pollMs);
  }

  get flight(): Flight | undefined {
    return this.#flight;
  }

  /** What went wrong last, unless something went well since. */
  get problem(): SlotsProblem | undefined {
    return this.#problem;
  }

  get isAwaited(): boolean {
    return this.#waiters.length > 0;
  }

  /** In how many milliseconds the next question may be put. */
  get pauseMs(): number {
    const last = this.#begun.at(-MOST_A_SECOND);
    return Math.max(this.#retry.leftMs, last === undefined ? 0 : 1_000 - last.elapsedMs);
  }

  ask(address: URL, etag: string | undefined, told: number): void {
    this.abort();
    const { clock } = this.#options;
    const flight = { address, etag, told, began: new Moment(clock) };
    this.#flight = flight;
    this.#begun = [...this.#begun, flight.began].slice(-MOST_A_SECOND);
    this.#control = new AbortController();
    void this.#fly(flight, this.#control.signal);
  }

  /** Its answer is not wanted any more. */
  abort(): void {
    this.#flight = undefined;
    this.#control?.abort();
  }

  /** Gives up what takes too long. To be called now and then. */
  keep(): void {
    if (this.#flight === undefined || this.#flight.began.elapsedMs <= this.#options.timeoutMs)
      return;
    this.abort();
    this.#fail({ code: "unreachable" });
  }

  /** Something has changed here, or (`isAsked`) somebody asks: failures say nothing any more. */
  hurry(isAsked: boolean): void {
    if (isAsked) this.#retry.succeed();
    else this.#retry.hurry();
  }

  /** Resolves when the next question has been answered, or has failed. */
  answered(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** What is on its way, and what went wrong, concerned another question. */
  forget(): void {
    this.abort();
    this.#problem = undefined;
  }

  /** Nobody waits any more. */
  close(): void {
    this.abort();
    this.#release();
  }

  #release(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }

  async #fly(flight: Flight, signal: AbortSignal): Promise<void> {
    const headers = new Headers({ accept: "application/json" });
    if (flight.etag !== undefined) headers.set("if-none-match", flight.etag);
    let response: Response | undefined;
    let reply: Reply | undefined;
    try {
      // No cache in between knows what has been told here.
      response = await this.#options.fetch(flight.address, { headers, cache: "no-store", signal });
      reply = await readReply(response, flight.etag);
    } catch {
      // No answer, or none of ours: what follows tells them apart.
    }
    if (flight !== this.#flight) return;
    // A body that nobody has read would keep its connection.
    this.abort();
    if (reply === undefined) {
      const { status } = response ?? {};
      this.#fail(
        status === undefined ? { code: "unreachable" } : { code: "refused", status },
        response,
      );
      this.#options.onFailure();
      return;
    }
    this.#problem = undefined;
    this.#retry.succeed();
    this.#release();
    this.#options.onReply(flight, reply);
  }

  #fail(problem: SlotsProblem, response?: Response): void {
    const { code, status } = this.#problem ?? {};
    const isSame = problem.code === code && problem.status === status;
    if (!isSame) this.#problem = Object.freeze(problem);
    this.#retry.fail(response);
    this.#release();
  }
}
