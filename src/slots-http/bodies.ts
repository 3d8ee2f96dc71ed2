import { digestOf } from "../digest.ts";
import type { SlotsByDate } from "../schemas/slots.ts";

/** How an answer is to be written. */
export interface Manner {
  /** The first and last date it may have; `undefined`: whichever it has. */
  readonly first?: string | undefined;
  readonly last?: string | undefined;
  /** What else its ETag stands for. */
  readonly beside?: string | undefined;
}

/** An answer as it is sent. */
export interface Body {
  readonly text: string;
  /** Strong: another one whenever a byte is. */
  readonly etag: string;
}

/**
 * What visitors are told of a slot. `bookingUid` is not among it: whoever knows it can cancel the
 * booking (API.md 3).
 */
const FIELDS = ["start", "end", "seatsBooked", "seatsRemaining", "seatsTotal"];

/** Writes answers, each once as long as the cache gives out the same slots. */
export class Bodies {
  readonly #written = new WeakMap<SlotsByDate, { readonly manner: Manner; readonly body: Body }>();

  /** What was written before is there at once. */
  of(slots: SlotsByDate, manner: Manner): Body | Promise<Body> {
    const known = this.#written.get(slots);
    const isSame =
      known?.manner.first === manner.first &&
      known?.manner.last === manner.last &&
      known?.manner.beside === manner.beside;
    return known !== undefined && isSame ? known.body : this.#write(slots, manner);
  }

  async #write(slots: SlotsByDate, manner: Manner): Promise<Body> {
    const text = textOf(slots, manner);
    const { beside } = manner;
    const digest = await digestOf(beside === undefined ? text : `${text}\n${beside}`);
    const body = { text, etag: `"${digest}"` };
    this.#written.set(slots, { manner, body });
    return body;
  }
}

/** The same text for the same content, whatever order it came in. */
function textOf(slots: SlotsByDate, { first, last }: Manner): string {
  const dates = Object.keys(slots).filter(
    (date) => (first === undefined || date >= first) && (last === undefined || date <= last),
  );
  return JSON.stringify({ slots }, ["slots", ...dates.sort(), ...FIELDS]);
}
