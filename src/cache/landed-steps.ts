import type { CacheStore, RegistryStep } from "../stores/contract.ts";

type Hear = (recordKeys: readonly string[]) => void;

const hearers = new WeakMap<CacheStore, Set<Hear>>();

/** Tells of the steps that clients of this process have had confirmed. @returns what stops it */
export function hearLandedSteps(store: CacheStore, hear: Hear): () => void {
  const all = hearers.get(store) ?? new Set();
  hearers.set(store, all.add(hear));
  return () => void all.delete(hear);
}

/** The store has confirmed these; those that only take marks away end nothing. */
export function tellLandedSteps(store: CacheStore, steps: readonly RegistryStep[]): void {
  const all = hearers.get(store);
  if (all === undefined || all.size === 0) return;
  const ending = steps.filter(({ bump, addMarks }) => bump || addMarks.length > 0);
  const recordKeys = ending.map(({ key }) => key);
  for (const hear of [...all]) hear(recordKeys);
}
