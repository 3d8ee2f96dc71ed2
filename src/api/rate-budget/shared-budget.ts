import type { StoreAccess } from "../../cache/store-access.ts";
import { isPromise } from "../../cache/waiting.ts";
import { type Clock, cancelTimer, type TimerHandle } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type {
  BudgetCall,
  BudgetVerdict,
  EndedRequest,
  MaybePromise,
  RateBudgets,
} from "../../stores/contract.ts";

/** A budget that answers at once: that of this process alone. */
export interface LocalBudgets extends RateBudgets {
  call(call: BudgetCall): BudgetVerdict;
}

export interface SharedBudgetOptions {
  readonly key: string;
  readonly assumed: BudgetCall["assumed"];
  readonly access: StoreAccess;
  /** Decides where the store has no budgets, or is away. */
  readonly local: LocalBudgets;
  readonly clock: Clock;
  readonly onStoreError: (error: unknown) => void;
}

type Wanted = NonNullable<BudgetCall["wanted"]>;
type Ended = Omit<EndedRequest, "agoMs">;
type Untold = Ended & { readonly endedAt: number };

/** Others wait for what has ended here no longer than this to be told of it. */
const TELL_AFTER_MS = 1_000;
/** More than these are not kept for a store that is away. */
const MOST_UNTOLD = 1_000;

/**
 * One budget: in the store it is shared in, and beside that as far as this process knows it itself,
 * so that it goes on from there while the store is away.
 */
export class SharedBudget {
  readonly #options: SharedBudgetOptions;
  #untold: Untold[] = [];
  #timer: TimerHandle | undefined;
  #isClosed = false;

  constructor(options: SharedBudgetOptions) {
    this.#options = options;
  }

  /** Asks for a request, and tells what has ended meanwhile. Never rejects. */
  take(wanted: Wanted): MaybePromise<BudgetVerdict> {
    const { access, local } = this.#options;
    const shared = access.store.budgets;
    if (shared === undefined) return local.call(this.#callOf({ wanted }));
    const untold = this.#takeUntold();
    const instead = (error: unknown) => {
      this.#failed(untold, error);
      return local.call(this.#callOf({ wanted }));
    };
    try {
      const call = this.#callOf({ wanted, untold });
      const verdict = access.ask("count a request", () => shared.call(call));
      if (!isPromise(verdict)) return this.#note(wanted, verdict);
      return verdict.then((late) => this.#note(wanted, late)).catch(instead);
    } catch (error) {
      return instead(error);
    }
  }

  /** Notes an end, which is told within a second. */
  ended(request: Ended): void {
    const { access, clock, local } = this.#options;
    const untold = { ...request, endedAt: clock.monotonic() };
    local.call(this.#callOf({ untold: [untold] }));
    if (access.store.budgets === undefined || this.#isClosed) return;
    this.#untold.push(untold);
    this.#timer ??= clock.setTimeout(() => void this.tell(), TELL_AFTER_MS);
  }

  /**
   * Tells at once what has ended. Never rejects.
   *
   * @returns what is known then; `undefined` where there was nothing to tell, or nobody
   */
  async tell(): Promise<BudgetVerdict | undefined> {
    const { access, local } = this.#options;
    const shared = access.store.budgets;
    if (shared === undefined) return local.call(this.#callOf({}));
    const untold = this.#takeUntold();
    if (untold.length === 0) return undefined;
    try {
      const call = this.#callOf({ untold });
      return await access.ask("count ended requests", () => shared.call(call));
    } catch (error) {
      this.#failed(untold, error);
      return undefined;
    }
  }

  /** Tells what is left, and nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.tell();
  }

  #takeUntold() {
    if (this.#timer !== undefined) cancelTimer(this.#timer);
    this.#timer = undefined;
    return this.#untold.splice(0);
  }

  #failed(untold: readonly Untold[], error: unknown): void {
    this.#untold = [...untold, ...this.#untold].slice(-MOST_UNTOLD);
    this.#options.onStoreError(error);
  }

  #note(wanted: Wanted, verdict: BudgetVerdict): BudgetVerdict {
    if (!isVerdict(verdict)) {
      throw new StoreError(
        "The store's `budgets` gave no verdict; this process decides by itself.",
      );
    }
    if (verdict.granted) {
      this.#options.local.call(this.#callOf({ wanted: { ...wanted, share: 1, paced: false } }));
    }
    return verdict;
  }

  #callOf({
    wanted,
    untold = [],
  }: {
    readonly wanted?: Wanted;
    readonly untold?: readonly Untold[];
  }): BudgetCall {
    const { assumed, clock, key } = this.#options;
    const now = clock.monotonic();
    const ended = untold.map(({ endedAt, ...request }) => ({ ...request, agoMs: now - endedAt }));
    return { key, assumed, ended, wanted };
  }
}

// A custom store may answer anything, and whoever waits for it must not wait for ever.
function isVerdict(verdict: Partial<BudgetVerdict> | undefined | null): boolean {
  const { granted, waitMs = -1, limit = -1 } = verdict ?? {};
  return typeof granted === "boolean" && waitMs >= 0 && limit >= 0;
}
