import type { BookingsDeps } from "./api/bookings.ts";
import { principalOf } from "./api/credentials.ts";
import { DoubleBookingWatch } from "./api/double-booking-watch.ts";
import { EventTypeReader } from "./api/event-type-reader.ts";
import { Http } from "./api/http.ts";
import type { RateGovernor } from "./api/rate-budget/permits.ts";
import type { SlotsDeps } from "./api/slots.ts";
import { SlotsQuestions } from "./api/slots-questions.ts";
import { WritePath } from "./api/write-path.ts";
import { CoherentCache } from "./cache/coherent-cache.ts";
import { EntryNamespace } from "./cache/entry-namespace.ts";
import { runInFrame } from "./cache/frame.ts";
import type { ReadOptions } from "./cache/layer.ts";
import { Notes } from "./cache/notes.ts";
import { StoreAccess } from "./cache/store-access.ts";
import type { BreakerState } from "./cache/store-breaker.ts";
import { VersionRegistry } from "./cache/version-registry.ts";
import { checkedChoice, checkedTimeout } from "./checks.ts";
import { EventHub } from "./events.ts";
import { governorOf } from "./governor.ts";
import { Agreement } from "./invalidation/agreement.ts";
import { BookingIndex } from "./invalidation/booking-index.ts";
import { EmailHashes } from "./invalidation/email-hashes.ts";
import { Invalidator } from "./invalidation/invalidator.ts";
import { isCoveredByUnknown } from "./invalidation/tags.ts";
import { Topology } from "./invalidation/topology.ts";
import type { Logger, ResolvedOptions } from "./options.ts";
import { receiverOf } from "./receiver.ts";
import type { ReceiverDeps } from "./webhooks/receiver.ts";

const USES = ["use", "refresh", "bypass"] as const;
const PRIORITIES = ["confirm", "offer", "prefetch"] as const;
const CAUTION_TTL_MS = 10_000;

const BREAKER_SAYS: Readonly<Record<BreakerState, string>> = {
  open: "The store keeps failing. It is left alone but for a probe now and then; Cal.com is asked instead.",
  closed: "The store answers again.",
};

const FLOOD_SAYS = {
  tags: "Webhook deliveries bump some tags more often than `invalidation.bumpsPerMinute`. What depends on these is asked of Cal.com for the rest of the minute.",
  everything:
    "Webhook deliveries come in such numbers that everything is asked of Cal.com for the rest of the minute.",
} as const;

/** Everything a client is made of, put together in one place. */
export interface Parts {
  readonly access: StoreAccess;
  readonly events: EventHub;
  readonly registry: VersionRegistry;
  readonly governor: RateGovernor;
  readonly cache: CoherentCache;
  readonly invalidator: Invalidator;
  readonly topology: Topology;
  readonly namespace: EntryNamespace;
  readonly reads: SlotsDeps & BookingsDeps;
  readonly receiver: ReceiverDeps;
  /** Looks for what Cal.com has booked twice, where that is wanted. */
  readonly watch: DoubleBookingWatch | undefined;
  /** Tells listeners and the log, unless the store was not even asked. */
  readonly storeFailed: (error: unknown) => void;
  /** Forgets hosts that were learned before event types were edited last, by whomever. */
  readonly heedEdits: () => Promise<void>;
  /** Makes sure that all who share the store reckon with the same width. */
  readonly agree: () => Promise<void> | undefined;
}

export function assemble(options: ResolvedOptions): Parts {
  const { baseUrl, clock, store, storeTimeoutMs, timeoutMs, versions, width } = options;
  const warn = carefully(options.logger);
  const events = new EventHub((error) => warn("A listener threw.", error));
  const access = new StoreAccess({
    store,
    clock,
    storeTimeoutMs,
    onBreaker: (state) => {
      warn(BREAKER_SAYS[state]);
      outsideAnyLoad(() => events.emit("store-breaker", { state }));
    },
  });
  const storeFailed = (error: unknown) => {
    if (access.isRefusal(error)) return;
    warn("The store did not answer; Cal.com is asked instead.", error);
    outsideAnyLoad(() => events.emit("store-failed", { error }));
  };
  const namespace = new EntryNamespace({
    baseUrl,
    namespace: options.namespace,
    principal: options.principal,
    credential: principalOf(options.credentials),
  });
  const { tagPrefix, notePrefix } = namespace.keys;
  const rootKey = `${tagPrefix}all`;
  store.attach?.({ clock, keyPrefix: tagPrefix, rootKey, warn });
  const registry = new VersionRegistry({
    access,
    clock,
    keyPrefix: tagPrefix,
    rootKey,
    maxStalenessMs: options.maxStalenessMs,
    onStoreError: storeFailed,
    onLanded: (tags) =>
      events.emit("invalidated", { tags, cause: "repeated", coherence: "confirmed" }),
  });
  const notes = new Notes({
    access,
    keyPrefix: notePrefix,
    clock,
    onStoreError: storeFailed,
  });
  const agreement = new Agreement({ access, key: `${tagPrefix}#width`, clock, width });
  const agree = agreement.check;
  const cache = new CoherentCache({
    access,
    registry,
    clock,
    cautionTtlMs: CAUTION_TTL_MS,
    isCovered: isCoveredByUnknown,
    agree,
    onHit: (layer) => {
      if (events.hears("hit")) outsideAnyLoad(() => events.emit("hit", { layer }));
    },
    onMiss: (layer, reason) => outsideAnyLoad(() => events.emit("miss", { layer, reason })),
    onStoreError: storeFailed,
  });
  const governor = governorOf(options, {
    access,
    onLimited: (limited) => outsideAnyLoad(() => events.emit("rate-limited", limited)),
    onStoreError: storeFailed,
  });
  const http = new Http({
    baseUrl,
    ...options.credentials,
    fetch: options.fetch,
    clock,
    governor,
    retries: options.retries,
  });
  const emailHashes = new EmailHashes(`${baseUrl} ${options.namespace}`);
  const eventTypes = new EventTypeReader(http, { timeoutMs, version: versions.eventTypes });
  const topology: Topology = new Topology({
    pools: options.pools,
    emailHashes,
    clock,
    readEventType: (eventTypeId, priority) =>
      outsideAnyLoad(() => eventTypes.read(eventTypeId, priority)),
    onChanged: (eventTypeId) => {
      const tags = [`event-type:${eventTypeId}`] as const;
      invalidator.invalidate({ kind: "requested", tags }, "topology").catch(storeFailed);
    },
    onUnknown: (eventTypeId, error) => events.emit("pool-unknown", { eventTypeId, error }),
  });
  const context = { width, poolOf: topology.poolOf };
  const invalidator = new Invalidator({
    registry,
    context,
    settleMs: options.settleMs,
    events,
    agree: agreement.checkSurely,
    clock,
    bumpsPerMinute: options.bumpsPerMinute,
    onFlood: (reach) => warn(FLOOD_SAYS[reach]),
  });
  const heedEdits = async () => {
    try {
      topology.heed((await registry.ensure(["all"])).get("all")?.version);
    } catch (error) {
      storeFailed(error);
      topology.forget();
    }
  };
  const index = new BookingIndex(notes);
  const { fenceMs, reconcileTimeoutMs, refuseWithoutStore } = options;
  const writes = new WritePath({
    invalidator,
    topology,
    governor,
    heedEdits,
    clock,
    width,
    timeoutMs,
    reconcileTimeoutMs,
    fenceMs,
    refuseWithoutStore,
  });
  const readOptions = (call: ReadOptions | undefined) => ({
    cache: call?.cache === undefined ? ("use" as const) : checkedChoice("cache", call.cache, USES),
    timeoutMs: checkedTimeout(call?.timeoutMs) ?? timeoutMs,
    signal: call?.signal,
    priority: call?.priority && checkedChoice("priority", call.priority, PRIORITIES),
  });
  const reads = {
    ...{
      cache,
      http,
      clock,
      topology,
      width,
      index,
      emailHashes,
      writes,
      readOptions,
      namespace,
      versions,
    },
    ttl: options.ttl,
    questions: new SlotsQuestions(),
  };
  const watch = options.detectsDoubleBookings
    ? new DoubleBookingWatch({
        clock,
        onFound: (found) => outsideAnyLoad(() => events.emit("double-booked", found)),
        onError: (error) => warn("Nobody knows whether a time was booked twice.", error),
      })
    : undefined;
  const receiver = receiverOf(options, {
    ...{ access, notes, notePrefix, warn, invalidator, index, emailHashes },
    onStoreError: storeFailed,
  });
  return {
    ...{ access, agree, events, governor, heedEdits, registry, cache },
    ...{ invalidator, topology, namespace, reads, receiver, watch, storeFailed },
  };
}

// A logger that throws must not turn a booking into an error.
function carefully(logger: Logger | undefined): Logger["warn"] {
  return (message, details) => {
    try {
      logger?.warn(message, details);
    } catch {
      // There is nobody left to tell.
    }
  };
}

// Listeners and background reads are nobody's dependency.
function outsideAnyLoad<T>(run: () => T): T {
  return runInFrame(undefined, run);
}
