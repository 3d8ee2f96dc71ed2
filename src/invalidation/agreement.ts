import type { StoreAccess } from "../cache/store-access.ts";
import type { Clock } from "../clock.ts";
import { ConfigurationError } from "../errors.ts";
import type { InvalidationWidth } from "./rules.ts";

/** An agreement is looked at again after this, in case the store has lost it. */
const BELIEVED_FOR_MS = 60_000;
const PREFIX = "width ";

export interface AgreementOptions {
  readonly access: StoreAccess;
  /** Where the width is written down: a record of the registry, made only where there is none. */
  readonly key: string;
  readonly clock: Clock;
  readonly width: InvalidationWidth;
}

/**
 * Whoever shares a namespace must reckon with the same width: a writer of one width does not bump
 * what a reader of another depends on. The first client writes its width down; others compare.
 */
export class Agreement {
  readonly #options: AgreementOptions;
  #believedUntil = Number.NEGATIVE_INFINITY;

  constructor(options: AgreementOptions) {
    this.#options = options;
  }

  /**
   * Costs nothing while the last look is young.
   *
   * @throws ConfigurationError when the namespace has another width; StoreError when the store is
   * away, and there is nobody to agree with
   */
  readonly check = (): Promise<void> | undefined => this.#unlessBelieved("ask");

  /** The same for whoever has to be heard, also by a store that is being left alone. */
  readonly checkSurely = (): Promise<void> | undefined => this.#unlessBelieved("askSurely");

  #unlessBelieved(how: "ask" | "askSurely"): Promise<void> | undefined {
    return this.#options.clock.monotonic() < this.#believedUntil ? undefined : this.#compare(how);
  }

  async #compare(how: "ask" | "askSurely"): Promise<void> {
    const { access, key, clock, width } = this.#options;
    const ensure = () => access.store.ensure([key], PREFIX + width);
    const [winner] = await access[how]("compare settings", ensure);
    if (winner?.version !== PREFIX + width) {
      const other = winner?.version.slice(PREFIX.length);
      throw new ConfigurationError(
        `Another client of this namespace has \`invalidation.width\` "${other}", this one "${width}". Give all of them the same, or namespaces of their own.`,
      );
    }
    this.#believedUntil = clock.monotonic() + BELIEVED_FOR_MS;
  }
}
