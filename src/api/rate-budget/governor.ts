import { hashOf } from "../../cache/entry-namespace.ts";
import type { StoreAccess } from "../../cache/store-access.ts";
import type { Clock } from "../../clock.ts";
import { BudgetLine } from "./budget-line.ts";
import { ownBudgetOf } from "./budget-names.ts";
import type { Permit, PermitWish, RateGovernor } from "./permits.ts";
import type { Limited } from "./refusal.ts";
import type { RateBudgetSettings } from "./settings.ts";
import { type LocalBudgets, SharedBudget } from "./shared-budget.ts";

export interface GovernorOptions {
  readonly baseUrl: string;
  /** Whom Cal.com counts by; `undefined`: the address it is asked from. */
  readonly credential: string | undefined;
  readonly settings: RateBudgetSettings;
  readonly access: StoreAccess;
  /** This process's own budgets, for when the store has none or is away. */
  readonly local: LocalBudgets;
  readonly clock: Clock;
  readonly onLimited: (limited: Limited) => void;
  readonly onStoreError: (error: unknown) => void;
}

interface OpenBudget {
  readonly budget: SharedBudget;
  readonly line: BudgetLine;
}

/** Keeps all requests with one credential within what Cal.com allows, through the store they share. */
export class Governor implements RateGovernor {
  readonly #options: GovernorOptions;
  readonly #open = new Map<string, OpenBudget>();
  #key: string | Promise<string>;

  constructor(options: GovernorOptions) {
    this.#options = options;
    const { baseUrl, credential = "" } = options;
    // Without the namespace: tenants who share a key share its limit.
    this.#key = hashOf(`${baseUrl} ${credential}`).then((hash) => {
      // In braces, so that a cluster keeps all keys of a budget in one place.
      this.#key = `calcom:budget:{${hash}}`;
      return this.#key;
    });
  }

  async pass(wish: PermitWish): Promise<Permit> {
    const { settings } = this.#options;
    const key = typeof this.#key === "string" ? this.#key : await this.#key;
    const own = ownBudgetOf(wish.method, wish.path);
    if (own === undefined) return this.#budget(key, settings).line.pass(wish);
    return this.#budget(`${key}:${own.name}`, own).line.pass(wish);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ budget }) => budget.close()));
  }

  #budget(key: string, { limit, windowMs }: { limit: number; windowMs: number }): OpenBudget {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const { access, clock, local, onLimited, onStoreError, settings } = this.#options;
    const assumed = { limit, windowMs };
    const budget = new SharedBudget({ key, assumed, access, local, clock, onStoreError });
    const { maxQueued } = settings;
    const line = new BudgetLine({ budget, clock, assumedLimit: limit, maxQueued, onLimited });
    const made = { budget, line };
    this.#open.set(key, made);
    return made;
  }
}
