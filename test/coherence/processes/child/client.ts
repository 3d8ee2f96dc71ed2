import type { Clock } from "../../../../src/clock.ts";
import { type CacheStore, CalcomClient } from "../../../../src/index.ts";
import { redisStore } from "../../../../src/redis.ts";
import type { Notebook } from "../notes.ts";
import {
  CHANGE_HEADER,
  type ChildSettings,
  FENCE_MS,
  PROCESS_HEADER,
  SECRET,
  SETTLE_MS,
  STORE_TIMEOUT_MS,
  TIMEOUT_MS,
} from "../settings.ts";
import { current } from "./doing.ts";

/** So long that whatever is kept wrongly is noticed. */
const TTL_MS = 900_000;

export const makeStore = ({ redisUrl, role }: ChildSettings): CacheStore =>
  redisStore({ url: redisUrl, values: role.values });

export function makeClient(
  settings: ChildSettings,
  clock: Clock,
  store: CacheStore,
  notebook: Notebook,
): CalcomClient {
  const { apiKey, calUrl, maxStalenessMs, pools, role } = settings;
  return new CalcomClient({
    ...{ apiKey, baseUrl: calUrl, principal: role.principal, webhookSecret: SECRET, clock, store },
    ttl: { emptyMs: TTL_MS, nearMs: TTL_MS, farMs: TTL_MS },
    timeoutMs: TIMEOUT_MS,
    storeTimeoutMs: STORE_TIMEOUT_MS,
    consistency: maxStalenessMs === undefined ? "strict" : { maxStalenessMs },
    invalidation: {
      pools: role.pools === "table" ? pools : "auto",
      fenceMs: FENCE_MS,
      settleMs: { webhook: SETTLE_MS },
    },
    fetch: fetchAs(settings.name, clock, notebook),
  });
}

/** The platform's `fetch`, which tells Cal.com who asks, and notes when a change leaves. */
function fetchAs(name: string, clock: Clock, notebook: Notebook): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.headers.set(PROCESS_HEADER, name);
    const doing = current();
    if (doing === undefined) return globalThis.fetch(request);
    const { change, storeFailed } = doing;
    request.headers.set(CHANGE_HEADER, change);
    if (request.method === "GET") return globalThis.fetch(request);
    doing.sentAt = clock.now();
    notebook.note({ kind: "sent", change, at: doing.sentAt, fenced: !storeFailed });
    try {
      return await globalThis.fetch(request);
    } finally {
      // Who has called it off may already have told the store.
      if (!request.signal.aborted) doing.repliedAt = clock.now();
    }
  };
}
