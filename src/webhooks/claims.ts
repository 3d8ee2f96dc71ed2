import type { StoreAccess } from "../cache/store-access.ts";
import type { Clock } from "../clock.ts";
import { randomToken } from "../tokens.ts";

/** So long a claim lasts whose process has died: what comes after that counts as new. */
export const CLAIM_MS = 60_000;

const MOST_HELD = 10_000;
const STAMP = "handling";

/** The right to do an event's work, before it is known to be done. */
export interface Claim {
  release(): Promise<void>;
}

export interface ClaimsOptions {
  readonly access: StoreAccess;
  readonly keyPrefix: string;
  readonly clock: Clock;
  readonly onStoreError: (error: unknown) => void;
}

// Clients of one process share what they hold wherever they share a store.
const heldInProcess = new WeakMap<object, Map<string, number>>();

/** Gives each event to one of those to whom it comes at the same time. */
export class Claims {
  readonly #options: ClaimsOptions;
  readonly #held: Map<string, number>;

  constructor(options: ClaimsOptions) {
    this.#options = options;
    const { store } = options.access;
    this.#held = heldInProcess.get(store) ?? new Map();
    heldInProcess.set(store, this.#held);
  }

  /** @returns `undefined` while somebody else has one of them */
  async takeAll(keys: readonly string[]): Promise<Claim | undefined> {
    const taken: Claim[] = [];
    const release = async () => {
      await Promise.all(taken.map((claim) => claim.release()));
    };
    for (const key of keys) {
      const claim = await this.take(key);
      if (claim === undefined) {
        await release();
        return undefined;
      }
      taken.push(claim);
    }
    return { release };
  }

  /** @returns `undefined` while somebody else has it */
  async take(key: string): Promise<Claim | undefined> {
    const { access, keyPrefix, onStoreError } = this.#options;
    const name = keyPrefix + key;
    const holdsHere = this.#hold(name);
    if (holdsHere === undefined) return undefined;
    const { leases } = access.store;
    const lease = { entryKey: name, stamp: STAMP, holder: randomToken() };
    try {
      const isOurs =
        leases === undefined ||
        (await access.ask("claim an event", () => leases.take(lease, CLAIM_MS)));
      if (!isOurs) {
        holdsHere();
        return undefined;
      }
    } catch (error) {
      // Work that is done twice is better than work that nobody does.
      onStoreError(error);
    }
    return {
      release: async () => {
        holdsHere();
        if (leases === undefined) return;
        try {
          await access.ask("let go of an event", () => leases.release(lease));
        } catch (error) {
          onStoreError(error);
        }
      },
    };
  }

  #hold(name: string): (() => void) | undefined {
    const now = this.#options.clock.monotonic();
    const heldUntil = this.#held.get(name);
    if (heldUntil !== undefined && heldUntil > now) return undefined;
    if (this.#held.size >= MOST_HELD) this.#tidy(now);
    const endsAt = now + CLAIM_MS;
    this.#held.delete(name);
    this.#held.set(name, endsAt);
    return () => {
      if (this.#held.get(name) === endsAt) this.#held.delete(name);
    };
  }

  // The first are the oldest.
  #tidy(now: number): void {
    for (const [name, endsAt] of this.#held) {
      if (endsAt > now && this.#held.size < MOST_HELD) return;
      this.#held.delete(name);
    }
  }
}
