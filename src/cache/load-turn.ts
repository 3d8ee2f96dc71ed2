import { type Clock, cancelTimer, type TimerHandle } from "../clock.ts";
import type { LoadLease, LoadLeases } from "../stores/contract.ts";
import type { StoreAccess } from "./store-access.ts";

/** How long a lease lasts unless it is prolonged: others notice that its holder has died by then. */
export const LEASE_MS = 1_500;

export interface LoadTurnOptions {
  readonly leases: LoadLeases;
  readonly access: StoreAccess;
  readonly clock: Clock;
  readonly onStoreError: (error: unknown) => void;
}

/** The right to load an answer for every process, kept up until the load has ended or is called off. */
export class LoadTurn {
  readonly lease: LoadLease;
  readonly #options: LoadTurnOptions;
  readonly #onEnd: () => void;
  #timer: TimerHandle | undefined;
  #isOver = false;

  /** @param onEnd called once, whichever way it ends */
  constructor(
    lease: LoadLease,
    options: LoadTurnOptions,
    { signal, onEnd }: { readonly signal: AbortSignal; readonly onEnd: () => void },
  ) {
    this.lease = lease;
    this.#options = options;
    this.#onEnd = onEnd;
    // The code of a layer may go on for long although nobody waits for it.
    signal.addEventListener("abort", () => this.release(), { once: true });
    this.#prolongLater();
  }

  #prolongLater(): void {
    this.#timer = this.#options.clock.setTimeout(() => void this.#prolong(), LEASE_MS / 2);
  }

  async #prolong(): Promise<void> {
    const { access, leases, onStoreError } = this.#options;
    try {
      const isOurs = await access.ask("prolong a lease", () => leases.take(this.lease, LEASE_MS));
      // Somebody else loads by now; this load goes on, for those who wait for it here.
      if (!isOurs) this.ended();
    } catch (error) {
      onStoreError(error);
    }
    if (!this.#isOver) this.#prolongLater();
  }

  /** Nobody has to be told: the lease was let go in the step that stored the answer. */
  ended(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#onEnd();
  }

  /** Lets others try, where there is nothing for them to find. */
  release(): void {
    if (this.#isOver) return;
    this.ended();
    void this.#letGo();
  }

  async #letGo(): Promise<void> {
    const { access, leases, onStoreError } = this.#options;
    try {
      await access.ask("let go of a lease", () => leases.release(this.lease));
    } catch (error) {
      onStoreError(error);
    }
  }
}
