import { systemClock } from "../../src/clock.ts";
import { type RedisStoreOptions, redisStore } from "../../src/redis.ts";
import type { RegistryStep, StoreContext, StoredEntry } from "../../src/stores/contract.ts";
import { randomToken } from "../../src/tokens.ts";

export const REGISTRY = "calcom:{test}:tag:";
export const ROOT = `${REGISTRY}all`;
export const keyOf = (tag: string) => REGISTRY + tag;
const CONTEXT: StoreContext = { clock: systemClock, keyPrefix: REGISTRY, rootKey: ROOT };

/** A store of one process, attached as a client attaches it. */
export function attachedStore(options: RedisStoreOptions, context: Partial<StoreContext> = {}) {
  const store = redisStore(options);
  store.attach?.({ ...CONTEXT, ...context });
  return store;
}

export const stepOn = (tag: string, fields: Partial<RegistryStep> = {}): RegistryStep => ({
  ...{ key: keyOf(tag), freshVersion: randomToken(), bump: false, addMarks: [], removeMarks: [] },
  ...fields,
});

export const entryOf = (value: unknown): StoredEntry => ({
  ...{ value, versions: { all: "v1" }, loadBeganAt: 1, expiresAt: 9_000_000_000_000 },
});
