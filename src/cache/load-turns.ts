import type { LoadLease } from "../stores/contract.ts";
import { randomToken } from "../tokens.ts";
import { foldVersions } from "./fold.ts";
import { LEASE_MS, LoadTurn, type LoadTurnOptions } from "./load-turn.ts";
import type { TagStates } from "./tag-states.ts";
import { sleep } from "./waiting.ts";

/** Where to look once somebody else's load has ended: in the store. */
export const LOOK_AGAIN = "look again";
export type LookAgain = typeof LOOK_AGAIN;

const FIRST_PAUSE_MS = 15;
/** A reader that waits is told within a quarter of what the load took. */
const PAUSE_GROWTH = 1.25;
const LONGEST_PAUSE_MS = 100;
const MOST_UNSTORED = 1_000;

/** Lets the processes that share a store load an answer one after another. */
export class LoadTurns {
  readonly #options: LoadTurnOptions;
  readonly #ours = new Set<string>();
  /** Answers that were not stored the last time: nobody finds anything by waiting for them. */
  readonly #unstored = new Set<string>();

  constructor(options: LoadTurnOptions) {
    this.#options = options;
  }

  /**
   * Takes the turn to load an answer under these versions. While another process has it, waits until
   * that is over.
   *
   * @param call `patientUntil`: how long to wait for others, by the monotonic clock
   * @returns `undefined`: load without one, because the answer could not be stored, because this
   * very process has the turn and its load is of no use here, or because waiting leads nowhere
   * @throws the signal's reason when it aborts
   */
  async take(
    entryKey: string,
    captured: TagStates | undefined,
    call: { readonly signal: AbortSignal; readonly patientUntil: number },
  ): Promise<LoadTurn | LookAgain | undefined> {
    if (captured?.areCurrent !== true || this.#unstored.has(entryKey)) return undefined;
    const stamp = foldVersions(captured);
    const name = `${stamp} ${entryKey}`;
    if (this.#ours.has(name)) return undefined;
    const lease = { entryKey, stamp, holder: randomToken() };
    if (!(await this.#mayLoad(lease))) return this.#waitForOther(lease, call);
    this.#ours.add(name);
    const onEnd = () => this.#ours.delete(name);
    return new LoadTurn(lease, this.#options, { signal: call.signal, onEnd });
  }

  /** What became of a load's answer. */
  told(entryKey: string, isStored: boolean): void {
    if (isStored) this.#unstored.delete(entryKey);
    else {
      if (this.#unstored.size >= MOST_UNSTORED) this.#unstored.clear();
      this.#unstored.add(entryKey);
    }
  }

  // A lease that the store did not confirm may be there all the same, so it is let go as any other.
  async #mayLoad(lease: LoadLease): Promise<boolean> {
    const { access, leases, onStoreError } = this.#options;
    try {
      return await access.ask("take a lease", () => leases.take(lease, LEASE_MS));
    } catch (error) {
      onStoreError(error);
      return true;
    }
  }

  async #waitForOther(
    lease: LoadLease,
    { signal, patientUntil }: { readonly signal: AbortSignal; readonly patientUntil: number },
  ): Promise<LookAgain | undefined> {
    const { access, clock, leases, onStoreError } = this.#options;
    let pauseMs = FIRST_PAUSE_MS;
    try {
      for (;;) {
        const leftMs = patientUntil - clock.monotonic();
        if (leftMs <= 0) return undefined;
        await sleep(Math.min(pauseMs, leftMs), clock, signal);
        if (!(await access.ask("show a lease", () => leases.isTaken(lease)))) return LOOK_AGAIN;
        pauseMs = Math.min(pauseMs * PAUSE_GROWTH, LONGEST_PAUSE_MS);
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      onStoreError(error);
      return undefined;
    }
  }
}
