import type { Clock } from "../clock.ts";
import type { StoreAccess } from "./store-access.ts";

export interface NotesOptions {
  readonly access: StoreAccess;
  readonly keyPrefix: string;
  readonly clock: Clock;
  readonly onStoreError: (error: unknown) => void;
}

/** @returns what is to be noted instead; `undefined`: it stays as it is */
type Become = (known: unknown) => unknown;

/**
 * Small facts kept in the store, within its bounds and for a time: useful where they are found, and
 * never needed. A store that is away has none.
 */
export class Notes {
  readonly #options: NotesOptions;
  readonly #waiting = new Map<string, { changes: Become[]; made: Promise<void> }>();
  readonly #last = new Map<string, Promise<void>>();

  constructor(options: NotesOptions) {
    this.#options = options;
  }

  async find(key: string): Promise<unknown> {
    try {
      return await this.findSurely(key);
    } catch (error) {
      this.#options.onStoreError(error);
      return undefined;
    }
  }

  /** @throws StoreError when the store is away: then nobody knows whether there is one */
  async findSurely(key: string): Promise<unknown> {
    const { access, keyPrefix, clock } = this.#options;
    const read = () => access.store.read(keyPrefix + key, []);
    const { entry } = await access.ask("find a note", read);
    return entry !== undefined && entry.expiresAt > clock.now() ? entry.value : undefined;
  }

  /** @param value a JSON value, deeply frozen */
  async put(key: string, value: unknown, ttlMs: number): Promise<void> {
    try {
      await this.putSurely(key, value, ttlMs);
    } catch (error) {
      this.#options.onStoreError(error);
    }
  }

  /**
   * Replaces a note by what becomes of it, if anything does. One that cannot be read is left as it is: what
   * it says would be lost. Of changes at once none writes over another's within this process, and those
   * that wait are made together.
   */
  change(key: string, become: Become, ttlMs: number): Promise<void> {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.changes.push(become);
      return waiting.made;
    }
    const changes = [become];
    const make = async () => {
      this.#waiting.delete(key);
      try {
        await this.#make(key, changes, ttlMs);
      } finally {
        if (this.#last.get(key) === made) this.#last.delete(key);
      }
    };
    const made = (this.#last.get(key) ?? Promise.resolve()).then(make, make);
    this.#waiting.set(key, { changes, made });
    this.#last.set(key, made);
    return made;
  }

  async #make(key: string, changes: readonly Become[], ttlMs: number): Promise<void> {
    try {
      const known = await this.findSurely(key);
      const value = changes.reduce((so, become) => become(so) ?? so, known);
      if (value !== known) await this.putSurely(key, value, ttlMs);
    } catch (error) {
      this.#options.onStoreError(error);
    }
  }

  /** Like `put`, for whoever goes by it. @throws StoreError when the store did not confirm it */
  async putSurely(key: string, value: unknown, ttlMs: number): Promise<void> {
    const { access, keyPrefix, clock } = this.#options;
    const now = clock.now();
    const entry = { value, versions: {}, loadBeganAt: now, expiresAt: now + ttlMs };
    await access.ask("keep a note", () => access.store.write(keyPrefix + key, entry, ttlMs));
  }
}
