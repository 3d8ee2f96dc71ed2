import type { CacheStore, LoadLeases } from "../../../../src/stores/contract.ts";
import type { Defect, Defects } from "./model-store.ts";

const leasing = (change: (right: LoadLeases, store: CacheStore) => Partial<LoadLeases>) =>
  ({
    methods: (store) => {
      const right = store.leases as LoadLeases;
      return { leases: { ...right, ...change(right, store) } };
    },
  }) satisfies Defect;

export const brokenLeases: Defects = {
  "gives a lease to one holder": leasing(() => ({ take: async () => true })),
  "lets one win when many take a lease at the same time": leasing(({ isTaken, take }) => ({
    async take(lease, durationMs) {
      if (await isTaken(lease)) return take(lease, durationMs);
      await take(lease, durationMs);
      return true;
    },
  })),
  "frees a lease when its holder lets go, and nobody else": {
    methods: (store, { leases }) => ({
      leases: { ...(store.leases as LoadLeases), release: async () => leases.clear() },
    }),
  },
  "ends a lease by itself, and does not let its late holder take it away": {
    parts: { isFree: () => false },
  },
  "prolongs a lease for its holder": leasing(({ isTaken, take }) => ({
    async take(lease, durationMs) {
      return (await isTaken(lease)) ? false : take(lease, durationMs);
    },
  })),
  "keeps leases of other entries and under other versions apart": {
    parts: { leaseKey: ({ entryKey, stamp }) => `${entryKey} ${stamp}`.slice(0, 500) },
  },
  "stores an entry and lets go of the lease in one step": {
    methods: ({ write }) => ({ write: (key, entry, ttlMs) => write(key, entry, ttlMs) }),
  },
  "stores an entry whose lease somebody else has by now, and leaves it to them": {
    methods: ({ write }, { leases }) => ({
      async write(...args) {
        await write(...args);
        if (args[3] !== undefined) leases.clear();
      },
    }),
  },
};
