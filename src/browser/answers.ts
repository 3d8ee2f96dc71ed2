import type { SlotsByDate } from "../schemas/slots.ts";
import type { Moment } from "./moments.ts";
import type { SlotsPageQuery } from "./state.ts";

/** What somebody asks about again is among the last. */
const MOST_KEPT = 8;

/** Free times as they were answered. */
export interface Answer {
  readonly slots: SlotsByDate;
  /** With what has started since, which was dropped by a clock that may have been wrong. */
  readonly listed: SlotsByDate;
  /** When the first of them starts, by the server's clock. */
  readonly firstStart: number;
  readonly etag: string | undefined;
  /** How many versions had been told when it was asked for. */
  readonly told: number;
  /** When it was asked for. */
  readonly began: Moment;
  readonly lifeMs: number;
}

/** The last few answers, by question. */
export class Answers {
  readonly #kept = new Map<string, Answer>();

  get(query: SlotsPageQuery): Answer | undefined {
    return this.#kept.get(keyOf(query));
  }

  set(query: SlotsPageQuery, answer: Answer): void {
    const key = keyOf(query);
    this.#kept.delete(key);
    this.#kept.set(key, answer);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** The same for questions that are answered alike. */
export function keyOf({ eventTypeId, start, end, timeZone, duration }: SlotsPageQuery): string {
  return JSON.stringify([eventTypeId, start, end, timeZone, duration]);
}
