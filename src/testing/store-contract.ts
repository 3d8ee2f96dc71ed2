import { budgetChecks } from "./store-contract/budgets.ts";
import { atomicChecks, callerChecks } from "./store-contract/callers.ts";
import { cutOffChecks, cutOffGenerationChecks } from "./store-contract/cut-off.ts";
import { entryChecks } from "./store-contract/entries.ts";
import { expectSame } from "./store-contract/expecting.ts";
import { generationChecks } from "./store-contract/generations.ts";
import { leaseChecks } from "./store-contract/leases.ts";
import { markEndChecks } from "./store-contract/mark-ends.ts";
import { markChecks } from "./store-contract/marks.ts";
import { type Checks, type StoreUnderTest, trialOf } from "./store-contract/trial.ts";
import { versionChecks } from "./store-contract/versions.ts";

export type { StoreUnderTest };

/** What a store can do beyond what every store must, and how to try it. */
export interface StoreContractOptions {
  /**
   * Whether readers never see half of a call. `false` leaves out two checks, and such a store is
   * exact only while one process at a time changes the same tags.
   * @default true
   */
  readonly atomic?: boolean;
  /** Whether the store has `leases`. @default false */
  readonly leases?: boolean;
  /** Whether the store has `generations`. @default false */
  readonly generations?: boolean;
  /** Whether the store has `budgets`. @default false */
  readonly budgets?: boolean;
  /**
   * Takes away from a store what it keeps its data in, as a network does. With it come the checks of
   * what the store does then.
   */
  readonly cutOff?: (under: StoreUnderTest) => void | Promise<void>;
  /**
   * How long something lives that shall end within a check, in milliseconds. It must be longer than a
   * few operations take on the slowest machine.
   * @default 100
   */
  readonly shortMs?: number;
}

/** One thing that a store must do. */
export interface StoreCheck {
  /** A sentence that says it. */
  readonly title: string;
  /** Rejects with an `Error` that says what was expected, and what was found instead. */
  readonly run: () => Promise<void>;
}

/**
 * Everything that `CalcomClient` relies on in a store, as checks for any test runner. Each check asks
 * for a store, uses keys of its own, and ends what it was given; so one store may serve them all, and
 * checks may run at the same time.
 *
 * It needs no runner, no Node and no other package: it runs wherever the library does.
 *
 * @param create called once for each check
 * @param options what the store says it can do; what it has besides is found out, and fails a check
 *
 * @example
 * ```ts
 * import { memoryStore } from "calcom-coherent";
 * import { storeContract } from "calcom-coherent/testing/store-contract";
 * import { describe, it } from "vitest";
 *
 * const create = () => ({ store: memoryStore() });
 *
 * describe("memoryStore", () => {
 *   for (const { title, run } of storeContract(create, { budgets: true })) it(title, run);
 * });
 * ```
 */
export function storeContract(
  create: () => StoreUnderTest | Promise<StoreUnderTest>,
  options: StoreContractOptions = {},
): readonly StoreCheck[] {
  const { atomic = true, leases = false, generations = false, budgets = false } = options;
  const { cutOff, shortMs = 100 } = options;
  const checks: Checks = {
    "has what it is said to have": async ({ store }) => {
      const { name, values = "store" } = store;
      expectSame("a name that is not empty", name.length > 0, true);
      expectSame("`values`", ["store", "local"].includes(values), true);
      expectSame("`leases`", store.leases !== undefined, leases);
      expectSame("`generations`", store.generations !== undefined, generations);
      expectSame("`budgets`", store.budgets !== undefined, budgets);
    },
    ...entryChecks,
    ...versionChecks,
    ...markChecks,
    ...markEndChecks,
    ...callerChecks,
    ...(atomic && atomicChecks),
    ...(leases && leaseChecks),
    ...(generations && generationChecks),
    ...(budgets && budgetChecks),
    ...(cutOff && cutOffChecks),
    ...(cutOff && generations && cutOffGenerationChecks),
  };
  return Object.entries(checks).map(([title, check]) => ({
    title,
    async run() {
      const under = await create();
      try {
        await check(trialOf(under, shortMs, cutOff));
      } finally {
        await under.end?.();
      }
    },
  }));
}
