import type { StoreAccess } from "../cache/store-access.ts";
import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import type { CacheStore, LoadLeases } from "../stores/contract.ts";
import { randomToken } from "../tokens.ts";

/** Others take over this long after a holder has died in the middle of a pass. */
export const LEASE_MS = 30_000;

export interface PassLeaseOptions {
  readonly access: StoreAccess;
  readonly clock: Clock;
  /** Names whose passes they are. */
  readonly key: string;
  readonly onStoreError: (error: unknown) => void;
}

// A store without leases is shared by the clients of one process at most, or nobody can tell.
const held = new WeakMap<CacheStore, Set<string>>();

/** Lets one process at a time make a pass. Two at once do no harm; they ask Cal.com twice. */
export class PassLease {
  readonly #options: PassLeaseOptions;
  readonly #lease: { readonly entryKey: string; readonly stamp: string; readonly holder: string };
  #timer: TimerHandle | undefined;
  #isHeld = false;

  constructor(options: PassLeaseOptions) {
    this.#options = options;
    this.#lease = { entryKey: options.key, stamp: "pass", holder: randomToken() };
  }

  /**
   * Takes it, and keeps it up until {@link release} or {@link keepFor}.
   *
   * @returns `false` while another one has it
   * @throws StoreError when the store is away
   */
  async take(): Promise<boolean> {
    const { access, key } = this.#options;
    const { leases } = access.store;
    if (leases === undefined) {
      const keys = held.get(access.store) ?? new Set();
      if (keys.has(key) && !this.#isHeld) return false;
      held.set(access.store, keys.add(key));
      this.#isHeld = true;
      return true;
    }
    this.#isHeld = await this.#prolong(leases, LEASE_MS);
    if (this.#isHeld) this.#prolongLater(leases);
    return this.#isHeld;
  }

  /**
   * The pass has ended well: nobody else has to make one before the next. Its holder takes it again at
   * any time, and if that does not come, it ends by itself.
   */
  async keepFor(durationMs: number): Promise<void> {
    const { leases } = this.#options.access.store;
    if (leases === undefined) return this.release();
    this.#stopProlonging();
    await this.#quietly(() => this.#prolong(leases, durationMs));
  }

  /** Lets others try. */
  async release(): Promise<void> {
    this.#stopProlonging();
    if (!this.#isHeld) return;
    this.#isHeld = false;
    const { access, key } = this.#options;
    const { leases } = access.store;
    if (leases === undefined) held.get(access.store)?.delete(key);
    else
      await this.#quietly(() => access.ask("let go of a lease", () => leases.release(this.#lease)));
  }

  async #prolong(leases: LoadLeases, durationMs: number): Promise<boolean> {
    return this.#options.access.ask("take a lease", () => leases.take(this.#lease, durationMs));
  }

  #prolongLater(leases: LoadLeases): void {
    this.#stopProlonging();
    const prolong = async () => {
      // Whoever has taken it meanwhile does the same work: nothing is wrong, and nobody is in the way.
      await this.#quietly(() => this.#prolong(leases, LEASE_MS));
      if (this.#timer !== undefined) this.#prolongLater(leases);
    };
    this.#timer = this.#options.clock.setTimeout(() => void prolong(), LEASE_MS / 3);
  }

  #stopProlonging(): void {
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#timer = undefined;
  }

  // It ends by itself: what goes wrong here delays the next pass at most.
  async #quietly(ask: () => unknown): Promise<void> {
    try {
      await ask();
    } catch (error) {
      this.#options.onStoreError(error);
    }
  }
}
