import { digestOf } from "../digest.ts";
import type { SlotsByDate } from "../schemas/slots.ts";

/** Which dates an answer may have; `undefined`: whichever it has. */
export interface Dates {
  readonly first: string;
  readonly last: string;
}

/** An answer as it is sent. */
export interface Body {
  readonly text: string;
  /** Strong: another one whenever a byte is. */
  readonly etag: string;
}

/**
 * What visitors are told of a slot. `bookingUid` is not among them: whoever knows it can cancel the
 * booking (API.md 3).
 */
const FIELDS = ["start", "end", "seatsBooked", "seatsRemaining", "seatsTotal"];

/** Writes answers, each once as long as the cache gives out the same slots. */
export class Bodies {
  readonly #written = new WeakMap<SlotsByDate, { readonly dates: Dates | undefined; body: Body }>();

  /** A body that was written before is there at once. */
  of(slots: SlotsByDate, dates: Dates | undefined): Body | Promise<Body> {
    const known = this.#written.get(slots);
    if (
      known !== undefined &&
      known.dates?.first === dates?.first &&
      known.dates?.last === dates?.last
    )
      return known.body;
    return this.#write(slots, dates);
  }

  async #write(slots: SlotsByDate, dates: Dates | undefined): Promise<Body> {
    const text = textOf(slots, dates);
    const body = { text, etag: `"${await digestOf(text)}"` };
    this.#written.set(slots, { dates, body });
    return body;
  }
}

/** The same text for the same content, whatever order it came in. */
function textOf(slots: SlotsByDate, dates: Dates | undefined): string {
  const isAsked = (date: string) =>
    dates === undefined || (date >= dates.first && date <= dates.last);
  const asked = Object.keys(slots).filter(isAsked).sort();
  return JSON.stringify({ slots }, ["slots", ...asked, ...FIELDS]);
}
