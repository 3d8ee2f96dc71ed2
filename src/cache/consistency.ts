import { checkedMs } from "../checks.ts";
import { ConfigurationError } from "../errors.ts";
import type { CacheStore } from "../stores/contract.ts";

/** How current hits are where several processes share a store. */
export type ConsistencyOption =
  /** Every hit is validated by a read of the store that was sent after it was asked for. */
  | "strict"
  | {
      /**
       * Milliseconds from a change acknowledged in another process after which no read may be given
       * what was loaded before. This process's own changes show at once.
       */
      readonly maxStalenessMs: number;
    };

/**
 * @returns the bound in milliseconds; `undefined` for none, where nothing may be stale
 * @throws ConfigurationError for a bound that cannot be kept
 */
export function checkedConsistency(option: unknown, store: CacheStore): number | undefined {
  if (option === "strict") return undefined;
  const { maxStalenessMs } = (option ?? {}) as { readonly maxStalenessMs?: unknown };
  if (typeof maxStalenessMs !== "number") {
    throw new ConfigurationError(
      '`consistency` must be "strict" or a bound such as { maxStalenessMs: 1000 }.',
    );
  }
  if (store.generations === undefined) {
    throw new ConfigurationError(
      "`consistency` can be bounded only over a store that tells of changes, such as redisStore(); leave it out over this one.",
    );
  }
  return checkedMs("consistency.maxStalenessMs", maxStalenessMs, 1);
}
