import type { StoreContext } from "../contract.ts";

/** Which registry a record belongs to, of those that clients have attached. */
export class Registries {
  readonly #keyPrefix: string;
  readonly #rootKeys = new Map<string, string>();
  #last: readonly [prefix: string, root: string] | undefined;
  #warn: StoreContext["warn"];

  constructor(keyPrefix: string) {
    this.#keyPrefix = keyPrefix;
  }

  add({ keyPrefix, rootKey, warn }: StoreContext): void {
    this.#rootKeys.set(keyPrefix, this.#keyPrefix + rootKey);
    this.#warn ??= warn;
  }

  /**
   * @returns the key of the registry's root record, as it is in Redis
   * @throws Error for the record of a registry that nobody has attached
   */
  rootOf(recordKey: string): string {
    if (this.#last !== undefined && recordKey.startsWith(this.#last[0])) return this.#last[1];
    for (const pair of this.#rootKeys) {
      if (!recordKey.startsWith(pair[0])) continue;
      this.#last = pair;
      return pair[1];
    }
    throw new Error("A store has to be attached before its records are used.");
  }

  warn(message: string): void {
    this.#warn?.(message);
  }
}
