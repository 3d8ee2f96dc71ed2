import type { Clock } from "calcom-coherent";
import { Checker, type Verdict } from "./checker.ts";
import { instant, viewOf } from "./offers.ts";
import type { Ask, Heard, LayerNumber, Outcome, RawDelivery, Scheme } from "./scheme.ts";

/** One question, its answer, and what the checker made of it. */
export interface Reading extends Heard {
  readonly layer: LayerNumber;
  readonly startedAt: number;
  readonly verdict: Verdict;
  /** Whether Cal.com, asked directly at the same instant, says something else. */
  readonly differs: boolean;
}

export interface PlayerOptions {
  readonly scheme: Scheme;
  readonly clock: Clock;
  readonly date: string;
  /** The free times as Cal.com has them now, past every cache. */
  readonly askCalcom: (eventTypeId: number, date: string) => Promise<string[]>;
  /** Books through the application's own HTTP endpoint, as the appointment service does. */
  readonly postAppointment: (body: object) => Promise<Outcome>;
}

/** Plays a script on one scheme and keeps the checker's record of it. */
export class Player {
  readonly checker = new Checker();
  readonly #options: PlayerOptions;

  constructor(options: PlayerOptions) {
    this.#options = options;
  }

  get scheme(): Scheme {
    return this.#options.scheme;
  }

  ask(layer: LayerNumber, ask: Ask): Promise<Reading> {
    return this.#read(layer, ask, () => this.scheme.read(layer, ask));
  }

  /** What a refused caller hears in the same breath; `undefined` where the scheme cannot say. */
  async hearInstead(outcome: Outcome, ask: Ask): Promise<Reading | undefined> {
    const alternatives = outcome.booked ? undefined : outcome.alternatives;
    return alternatives && this.#read(3, ask, alternatives);
  }

  async #read(layer: LayerNumber, ask: Ask, read: () => Promise<Heard>): Promise<Reading> {
    const startedAt = this.#options.clock.now();
    const heard = await read();
    const truth = await this.#options.askCalcom(ask.eventTypeId, ask.date);
    const differs = viewOf(layer, truth, ask).join() !== heard.times.join();
    const verdict = this.checker.judge({ ...heard, startedAt });
    return { ...heard, layer, startedAt, verdict, differs };
  }

  create(eventTypeId: number, time: string, name = "Ann"): Promise<Outcome> {
    const start = instant(this.#options.date, time);
    const writing = this.scheme.create({ eventTypeId, start, name });
    return this.#settled("create", writing, { time, free: false });
  }

  appoint(eventTypeId: number, time: string): Promise<Outcome> {
    const start = instant(this.#options.date, time);
    const writing = this.#options.postAppointment({ eventTypeId, start, name: "Ann" });
    return this.#settled("appointment service", writing, { time, free: false });
  }

  reschedule(uid: string, time: string): Promise<Outcome> {
    const writing = this.scheme.reschedule(uid, instant(this.#options.date, time));
    return this.#settled("reschedule", writing, { time, free: false });
  }

  cancel(uid: string, time: string): Promise<Outcome> {
    return this.#settled("cancel", this.scheme.cancel(uid), { time, free: true });
  }

  /** Hands a delivery to the scheme; what it accepts, it has acknowledged. */
  async hear(delivery: RawDelivery, news: { time: string; free: boolean }): Promise<number> {
    const status = await this.scheme.hear(delivery);
    if (status < 300) this.#acknowledge("webhook", news);
    return status;
  }

  async #settled(
    what: string,
    writing: Promise<Outcome>,
    news: { time: string; free: boolean },
  ): Promise<Outcome> {
    const outcome = await writing;
    if (outcome.acknowledged) this.#acknowledge(what, outcome.booked ? news : undefined);
    return outcome;
  }

  #acknowledge(what: string, news: { time: string; free: boolean } | undefined): void {
    this.checker.acknowledge({ at: this.#options.clock.now(), what, news });
  }
}
