import type { Notes } from "../cache/notes.ts";
import { ConfigurationError } from "../errors.ts";
import type { InvalidationWidth } from "./rules.ts";

const KEY = "settings";
const KEPT_FOR_MS = 365 * 24 * 3_600_000;

/**
 * Whoever shares a namespace must reckon with the same width: a writer of one width does not bump
 * what a reader of another depends on. The first client writes its width down; others compare.
 */
export class Agreement {
  readonly #notes: Notes;
  readonly #width: InvalidationWidth;
  #agreed = false;

  constructor(notes: Notes, width: InvalidationWidth) {
    this.#notes = notes;
    this.#width = width;
  }

  /**
   * Costs nothing once agreed. While the store is away there is nobody to agree with.
   *
   * @throws ConfigurationError when another client of the namespace has another width
   */
  readonly check = (): Promise<void> | undefined => (this.#agreed ? undefined : this.#compare());

  async #compare(): Promise<void> {
    const { found, isAway } = await this.#notes.look(KEY);
    if (isAway) return;
    const width = (found as { width?: unknown } | undefined)?.width;
    if (width === undefined) {
      await this.#notes.put(KEY, Object.freeze({ width: this.#width }), KEPT_FOR_MS);
    } else if (width !== this.#width) {
      throw new ConfigurationError(
        `Another client of this namespace has \`invalidation.width\` "${String(width)}", this one "${this.#width}". Give all of them the same, or namespaces of their own.`,
      );
    }
    this.#agreed = true;
  }
}
