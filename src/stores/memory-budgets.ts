import type { Clock } from "../clock.ts";
import type { BudgetCall, BudgetVerdict, RateBudgets } from "./contract.ts";
import { type BudgetState, callBudget } from "./rate-budget.ts";
import { tidyCall } from "./tidy-budget-call.ts";

/** Credentials change, and what is known of old ones is of no use. */
const MOST_BUDGETS = 10_000;

/** Budgets of this process alone, by the monotonic clock. */
export class MemoryBudgets implements RateBudgets {
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #states = new Map<string, BudgetState>();

  constructor(clock: Pick<Clock, "monotonic">) {
    this.#clock = clock;
  }

  call(call: BudgetCall): BudgetVerdict {
    const { key } = call;
    const { state, verdict } = callBudget(
      this.#states.get(key),
      tidyCall(call),
      this.#clock.monotonic(),
    );
    // Last in the order of a map is what was used last.
    this.#states.delete(key);
    this.#states.set(key, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > MOST_BUDGETS && oldest !== undefined) this.#states.delete(oldest);
    return verdict;
  }
}
