import type { StoredEntry } from "../contract.ts";
import { decodeEntry } from "../entry-codec.ts";

/** Characters of text remembered: some four hundred answers of ten kilobytes. */
const MOST_CHARACTERS = 4_000_000;

/**
 * The entries decoded last, each beside its exact text: frozen, so that the same text need not be
 * parsed twice. Whether an entry still counts is for its versions to say.
 */
export class DecodedEntries {
  readonly #known = new Map<string, { readonly text: string; readonly entry: StoredEntry }>();
  readonly #most: number;
  #characters = 0;

  constructor(most = MOST_CHARACTERS) {
    this.#most = most;
  }

  decode(key: string, text: string): StoredEntry | undefined {
    const known = this.#known.get(key);
    if (known?.text === text) return known.entry;
    if (known !== undefined) this.#forget(key, known.text);
    const entry = decodeEntry(text);
    if (entry !== undefined && text.length <= this.#most) this.#keep(key, text, entry);
    return entry;
  }

  #keep(key: string, text: string, entry: StoredEntry): void {
    this.#known.set(key, { text, entry });
    this.#characters += text.length;
    for (const [oldest, known] of this.#known) {
      if (this.#characters <= this.#most) return;
      this.#forget(oldest, known.text);
    }
  }

  #forget(key: string, text: string): void {
    this.#known.delete(key);
    this.#characters -= text.length;
  }
}
