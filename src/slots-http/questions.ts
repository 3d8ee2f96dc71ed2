import { type AskedQuestion, type Bounds, questionIn } from "./question.ts";

const MOST_REMEMBERED = 1_000;
/** What is asked by a page is shorter; others would fill the memory with ampersands. */
const LONGEST_REMEMBERED = 500;
/** What may be asked changes at midnight, and nobody minds whether it does a minute later. */
const REMEMBERED_MS = 60_000;

/** Reads addresses, once for those that are asked again and again. */
export class Questions {
  readonly #bounds: Bounds;
  readonly #read = new Map<string, { readonly question: AskedQuestion; readonly at: number }>();

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** @throws BadQuestion or SchemaError for an address that holds none */
  of(address: string): AskedQuestion {
    const at = this.#bounds.clock.monotonic();
    const known = this.#read.get(address);
    if (known !== undefined && at - known.at < REMEMBERED_MS) return known.question;
    const question = questionIn(new URL(address), this.#bounds);
    if (address.length > LONGEST_REMEMBERED) return question;
    if (this.#read.size >= MOST_REMEMBERED) this.#read.clear();
    this.#read.set(address, { question, at });
    return question;
  }
}
