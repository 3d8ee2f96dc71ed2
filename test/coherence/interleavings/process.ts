import { NO_GOVERNOR } from "../../../src/api/rate-budget/permits.ts";
import { WritePath } from "../../../src/api/write-path.ts";
import { CoherentCache } from "../../../src/cache/coherent-cache.ts";
import type { EntryNamespace } from "../../../src/cache/entry-namespace.ts";
import { CachedLayer } from "../../../src/cache/layer.ts";
import type { Answer, LoadScope, Question } from "../../../src/cache/question.ts";
import { reading } from "../../../src/cache/reading.ts";
import { StoreAccess } from "../../../src/cache/store-access.ts";
import { VersionRegistry } from "../../../src/cache/version-registry.ts";
import type { Clock } from "../../../src/clock.ts";
import { EventHub } from "../../../src/events.ts";
import { type Change, NO_FACTS } from "../../../src/invalidation/changes.ts";
import { Invalidator } from "../../../src/invalidation/invalidator.ts";
import { isCoveredByUnknown } from "../../../src/invalidation/tags.ts";
import type { Topology } from "../../../src/invalidation/topology.ts";
import type { CacheStore } from "../../../src/stores/contract.ts";

/** Which bookings Cal.com had committed when it answered. */
export type Commits = readonly string[];

/** What an answer was made from. */
export interface Given {
  readonly commits: Commits;
  readonly loadBeganAt: number;
  readonly source: Answer["source"];
}

/** The parts of one client that keep its caches coherent, with Cal.com left out. */
export interface Process {
  read(): Promise<Given>;
  readLayer(): Promise<Given>;
  /** Through a layer that rests on the layer. */
  readNested(): Promise<Given>;
  /** Asks Cal.com, and stores what it is told. */
  ask(): Promise<Given>;
  /** Asks Cal.com, and nothing is stored of it. */
  confirm(): Promise<Given>;
  /** @param look whether the booking is there; asked twice at most. By default nobody looks */
  write(
    send: (signal: AbortSignal | undefined) => Promise<void>,
    signal: AbortSignal,
    look?: () => Promise<boolean>,
  ): Promise<unknown>;
  hear(): Promise<unknown>;
  invalidate(): Promise<unknown>;
}

const POOL = [{ id: 7, emailHash: "hash" }];
const BOOKING = { ...NO_FACTS, eventTypeIds: [1], hostIds: [7], emailHashes: ["hash"] };
const CHANGE: Change = { kind: "booking-created", booking: BOOKING };
const TAGS = ["all", "event-type:1", "host:7", "email:hash"];
const LONG_MS = 10_000_000;
/** Enough for one pause between looks, and not for the next, which is twice as long. */
const SEARCH_MS = 200;

const ASKING = { cache: "ask", timeoutMs: LONG_MS, signal: undefined } as const;
const FOUND = { seen: "found", answer: undefined } as const;

function givenBy({ value, source, dependencies }: Answer): Given {
  return { commits: value as Commits, loadBeganAt: dependencies.loadBeganAt, source };
}

export function createProcess(parts: {
  readonly store: CacheStore;
  readonly clock: Clock;
  readonly load: () => Promise<Commits>;
  readonly maxStalenessMs?: number | undefined;
}): Process {
  const { clock, load, store } = parts;
  const fail = (error: unknown) => {
    throw error;
  };
  const access = new StoreAccess({ store, clock, storeTimeoutMs: LONG_MS, onBreaker: fail });
  const agree = () => undefined;
  const registry = new VersionRegistry({
    access,
    clock,
    keyPrefix: "",
    rootKey: "all",
    maxStalenessMs: parts.maxStalenessMs,
    onStoreError: fail,
  });
  const cache = new CoherentCache({
    ...{ access, registry, clock, agree, cautionTtlMs: LONG_MS, isCovered: isCoveredByUnknown },
    ...{ onHit: () => undefined, onMiss: () => undefined, onStoreError: fail },
  });
  const events = new EventHub(fail);
  const context = { width: "hosts", poolOf: () => POOL } as const;
  const settleMs = { write: 0, webhook: 5_000 };
  const invalidator = new Invalidator({
    ...{ registry, context, settleMs, events, agree, clock },
    ...{ bumpsPerMinute: 60, onFlood: fail },
  });
  const topology = { find: () => ({ pool: POOL, isTeam: false }) } as unknown as Topology;
  const writes = new WritePath({
    ...{
      governor: NO_GOVERNOR,
      invalidator,
      topology,
      heedEdits: async () => undefined,
      clock,
      width: "hosts",
    },
    ...{
      timeoutMs: 10_000,
      reconcileTimeoutMs: SEARCH_MS,
      fenceMs: 60_000,
      refuseWithoutStore: false,
    },
  });
  const options = { cache: "use", timeoutMs: LONG_MS, signal: undefined } as const;
  const question: Question = {
    ...{ layer: "slots", entryKey: "slots", tags: TAGS, derived: false, kept: true },
    load: async () => ({ value: await load(), ttlMs: LONG_MS }),
  };
  const confirmation: Question = { ...question, entryKey: "confirm", kept: false };
  const readSlots = (scope?: LoadScope) =>
    reading(scope?.frame, async (begun) => cache.get(question, { ...options, reading: begun }));
  const askCalCom = async (asked: Question) => givenBy(await cache.get(asked, ASKING));
  const host = {
    ...{ cache, clock, readOptions: () => options, contextOf: (scope: LoadScope) => scope },
    namespace: { prefix: () => "" } as unknown as EntryNamespace,
  };
  const layerOf = (name: string, make: (scope: LoadScope) => Promise<unknown>) =>
    new CachedLayer<string, Commits, LoadScope>(
      name,
      {
        key: (question) => [question],
        load: async (_question, scope) => (await make(scope)) as Commits,
        ttlMs: LONG_MS,
      },
      host,
    );
  const layer = layerOf("layer", async (scope) => (await readSlots(scope)).value);
  const nested = layerOf("nested", async (scope) => (await layer.readWithin(scope, "it")).value);
  const readLayer = async (from: typeof layer) => {
    const { value, provenance } = await from.read("it");
    const { loadBeganAt, source } = provenance;
    return { commits: value, loadBeganAt, source };
  };
  return {
    read: async () => givenBy(await readSlots()),
    readLayer: () => readLayer(layer),
    readNested: () => readLayer(nested),
    ask: () => askCalCom(question),
    confirm: () => askCalCom(confirmation),
    write: (send, signal, look) =>
      writes.run(
        {
          ...{ name: "bookings.create", method: "POST", path: "bookings" },
          expected: () => CHANGE,
          facts: async () => BOOKING,
          send: ({ signal: sent }) => send(sent),
          changed: async () => CHANGE,
          look: look && (async () => ((await look()) ? FOUND : { seen: "not-found" })),
        },
        { signal },
      ),
    hear: () => invalidator.hear(CHANGE),
    invalidate: () => invalidator.invalidate(CHANGE, "request"),
  };
}
