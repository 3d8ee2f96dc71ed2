import { principalOf } from "./api/credentials.ts";
import { Governor } from "./api/rate-budget/governor.ts";
import { NO_GOVERNOR, type RateGovernor } from "./api/rate-budget/permits.ts";
import type { Limited } from "./api/rate-budget/refusal.ts";
import type { StoreAccess } from "./cache/store-access.ts";
import type { ResolvedOptions } from "./options.ts";
import { MemoryBudgets } from "./stores/memory-budgets.ts";

/** What keeps a client within Cal.com's rate limit, unless its options say that nothing shall. */
export function governorOf(
  { baseUrl, clock, credentials, rateBudget }: ResolvedOptions,
  tools: {
    readonly access: StoreAccess;
    readonly onLimited: (limited: Limited) => void;
    readonly onStoreError: (error: unknown) => void;
  },
): RateGovernor {
  if (rateBudget === undefined) return NO_GOVERNOR;
  return new Governor({
    ...{ baseUrl, clock, credential: principalOf(credentials), settings: rateBudget },
    local: new MemoryBudgets(clock),
    ...tools,
  });
}
