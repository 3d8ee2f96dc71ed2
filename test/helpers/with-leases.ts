import type { CacheStore, Clock, LoadLease, LoadLeases } from "../../src/index.ts";

/** A store in memory with leases, as if several processes shared it. */
export interface LeasingStore extends CacheStore {
  readonly leases: LoadLeases;
  /** How many leases are held. */
  readonly held: number;
}

export function withLeases(store: CacheStore, clock: Clock): LeasingStore {
  const held = new Map<string, { readonly holder: string; readonly endsAt: number }>();
  const keyOf = ({ entryKey, stamp }: LoadLease) => `${entryKey} ${stamp}`;
  const holderOf = (lease: LoadLease) => {
    const found = held.get(keyOf(lease));
    return found !== undefined && found.endsAt > clock.monotonic() ? found.holder : undefined;
  };
  const release = (lease: LoadLease) => {
    if (holderOf(lease) === lease.holder) held.delete(keyOf(lease));
  };
  return {
    name: "leasing",
    read: (entryKey, keys) => store.read(entryKey, keys),
    ensure: (keys, version) => store.ensure(keys, version),
    apply: (steps) => store.apply(steps),
    write: (key, entry, ttlMs, lease) => {
      if (lease !== undefined) release(lease);
      return store.write(key, entry, ttlMs);
    },
    close: () => store.close(),
    leases: {
      async take(lease, durationMs) {
        if ((holderOf(lease) ?? lease.holder) !== lease.holder) return false;
        held.set(keyOf(lease), { holder: lease.holder, endsAt: clock.monotonic() + durationMs });
        return true;
      },
      isTaken: async (lease) => holderOf(lease) !== undefined,
      release: async (lease) => release(lease),
    },
    get held() {
      return [...held.values()].filter(({ endsAt }) => endsAt > clock.monotonic()).length;
    },
  };
}
