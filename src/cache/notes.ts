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
    const { store, keyPrefix, storeTimeoutMs, clock, onStoreError } = this.#options;
    try {
      const read = () => store.read(keyPrefix + key, []);
      const { entry } = await waitForStore(read, "find a note", storeTimeoutMs, clock);
      return entry !== undefined && entry.expiresAt > clock.now() ? entry.value : undefined;
    } catch (error) {
      onStoreError(error);
      return undefined;
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
