import type { CacheStore, CalcomClient, CalcomClientOptions } from "../../src/index.ts";
import type { ProfileName } from "../../src/testing/profile.ts";
import { watchHashing } from "./hashing.ts";
import { createWorld, timesOf } from "./world.ts";

/** Longer than any of these tests goes on: nothing here is put right by its time to live. */
const NEVER_MS = 30 * 24 * 3_600_000;
export const TTL = { emptyMs: NEVER_MS, nearMs: NEVER_MS, farMs: NEVER_MS };

export const INTERVAL_MS = 60_000;

/** Waits until no hash is under way. */
export const settle = watchHashing();

/** A world whose clients keep answers for good, and hear of nothing unless webhooks are subscribed. */
export function createReconciledWorld(
  options: { readonly store?: CacheStore; readonly profile?: ProfileName } = {},
) {
  const world = createWorld(options);
  const client = (extra: CalcomClientOptions = {}) => world.client({ ttl: TTL, ...extra });
  return {
    ...world,
    client,
    /** Lets time pass, hashes included, which take real time. */
    async pass(ms: number) {
      await settle();
      await world.clock.advance(ms);
      await settle();
      await world.clock.advance(0);
    },
    /** What a client that keeps nothing is told. */
    truth: (eventTypeId: number) => {
      const calcom = client();
      calcom.setMode("bypass");
      return timesOf(calcom, eventTypeId);
    },
  };
}

/** A client after its first pass, before which nobody knows what was missed. */
export async function begun(calcom: CalcomClient, options = {}) {
  const reconciler = calcom.reconciler(options);
  await reconciler.run();
  return reconciler;
}
