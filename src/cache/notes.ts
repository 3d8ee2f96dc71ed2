import type { Clock } from "../clock.ts";
import type { CacheStore } from "../stores/contract.ts";
import { waitForStore } from "./waiting.ts";

export interface NotesOptions {
  readonly store: CacheStore;
  readonly keyPrefix: string;
  readonly clock: Clock;
  readonly storeTimeoutMs: number;
  readonly onStoreError: (error: unknown) => void;
}

/**
 * Small facts kept in the store, within its bounds and for a time: useful where they are found, and
 * never needed. A store that is away has none.
 */
export class Notes {
  readonly #options: NotesOptions;

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  async find(key: string): Promise<unknown> {
    return (await this.look(key)).found;
  }

  /** The same, telling an absent note from an absent store. */
  async look(key: string): Promise<{ readonly found: unknown; readonly isAway: boolean }> {
    const { store, keyPrefix, storeTimeoutMs, clock, onStoreError } = this.#options;
    try {
      const read = () => store.read(keyPrefix + key, []);
      const { entry } = await waitForStore(read, "find a note", storeTimeoutMs, clock);
      const isCurrent = entry !== undefined && entry.expiresAt > clock.now();
      return { found: isCurrent ? entry.value : undefined, isAway: false };
    } catch (error) {
      onStoreError(error);
      return { found: undefined, isAway: true };
    }
  }

  /** @param value a JSON value, deeply frozen */
  async put(key: string, value: unknown, ttlMs: number): Promise<void> {
    const { store, keyPrefix, storeTimeoutMs, clock, onStoreError } = this.#options;
    const now = clock.now();
    const entry = { value, versions: {}, loadBeganAt: now, expiresAt: now + ttlMs };
    try {
      const write = () => store.write(keyPrefix + key, entry, ttlMs);
      await waitForStore(write, "keep a note", storeTimeoutMs, clock);
    } catch (error) {
      onStoreError(error);
    }
  }
}
