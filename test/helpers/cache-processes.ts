import { CoherentCache } from "../../src/cache/coherent-cache.ts";
import type { EntryNamespace } from "../../src/cache/entry-namespace.ts";
import { CachedLayer, type ReadOptions } from "../../src/cache/layer.ts";
import type { Answer, LoadScope, Question } from "../../src/cache/question.ts";
import { reading } from "../../src/cache/reading.ts";
import { StoreAccess } from "../../src/cache/store-access.ts";
import { VersionRegistry } from "../../src/cache/version-registry.ts";
import { sleep } from "../../src/cache/waiting.ts";
import { StoreError } from "../../src/index.ts";
import { createVirtualClock, type VirtualClock } from "../../src/testing/virtual-clock.ts";
import { deferred } from "./deferred.ts";
import { createLeasingServer } from "./leasing-server.ts";

export const STORE_TIMEOUT_MS = 100;
const TTL_MS = 3_600_000;

/** What is asked when a process has no answer; it can be made to wait, and to fail. */
export function createOrigin(clock: VirtualClock) {
  let gate: Promise<void> = Promise.resolve();
  const origin = {
    value: "first",
    calls: 0,
    failure: undefined as Error | undefined,
    lastsMs: 0,
    /** What is asked from now on is answered, as things stand when it is asked, after `release`. */
    hold() {
      const { promise, resolve } = deferred();
      gate = promise;
      return { release: resolve };
    },
    open() {
      gate = Promise.resolve();
    },
    async ask(): Promise<string> {
      origin.calls += 1;
      const { value, failure, lastsMs } = origin;
      await gate;
      if (lastsMs > 0) await sleep(lastsMs, clock, undefined);
      if (failure !== undefined) throw failure;
      return value;
    },
  };
  return origin;
}

/** Processes with a cache each, one store with leases, and virtual time. */
export function createCacheProcesses() {
  const clock = createVirtualClock();
  const server = createLeasingServer(clock);
  const origin = createOrigin(clock);
  return { clock, server, origin, join: () => joinProcess(clock, server, origin) };
}

function joinProcess(
  clock: VirtualClock,
  server: ReturnType<typeof createLeasingServer>,
  origin: ReturnType<typeof createOrigin>,
) {
  const link = server.connect();
  // Timers of a process that has died do not fire.
  const own = {
    ...clock,
    setTimeout: (callback: () => void, delayMs: number) =>
      clock.setTimeout(() => {
        if (link.mode !== "dead") callback();
      }, delayMs),
  };
  const events: string[] = [];
  const failed = (error: unknown) => {
    if (!(error instanceof StoreError)) throw error;
  };
  const access = new StoreAccess({
    ...{ store: link.store, clock: own, storeTimeoutMs: STORE_TIMEOUT_MS },
    onBreaker: () => undefined,
  });
  const registry = new VersionRegistry({
    ...{ access, clock: own, keyPrefix: "", rootKey: "all", onStoreError: failed },
  });
  const cache = new CoherentCache({
    ...{ access, registry, clock: own, cautionTtlMs: TTL_MS, onStoreError: failed },
    ...{ agree: () => undefined, isCovered: () => false },
    onHit: () => events.push("hit"),
    onMiss: (_layer, reason) => events.push(reason),
  });
  const readOptions = (options: ReadOptions | undefined) => ({
    cache: options?.cache ?? ("use" as const),
    timeoutMs: options?.timeoutMs ?? 60_000,
    signal: options?.signal,
  });
  const question = (name: string): Question => ({
    ...{ layer: "slots", entryKey: name, tags: ["all", name], derived: false, kept: true },
    load: async () => ({ value: await origin.ask(), ttlMs: TTL_MS }),
  });
  const get = (asked: Question, options?: ReadOptions, scope?: LoadScope): Promise<Answer> =>
    reading(scope?.frame, async (begun) =>
      cache.get(asked, { ...readOptions(options), reading: begun }),
    );
  const host = {
    ...{ cache, clock: own, readOptions, contextOf: (scope: LoadScope) => scope },
    namespace: { prefix: () => "" } as unknown as EntryNamespace,
  };
  return {
    link,
    events,
    cache,
    registry,
    get,
    question,
    /** The value of a question. */
    read: async (options?: ReadOptions, name = "it") =>
      (await get(question(name), options)).value as string,
    readWithin: async (scope: LoadScope, name = "it") =>
      (await get(question(name), undefined, scope)).value as string,
    layer: (name: string, load: (scope: LoadScope) => Promise<string>) =>
      new CachedLayer<null, string, LoadScope>(
        name,
        { key: () => [], load: (_query, scope) => load(scope), ttlMs: TTL_MS },
        host,
      ),
    /** Acknowledges a change of what `name` depends on. */
    bump: (name = "it") => registry.apply([{ tag: name, bump: true }]),
    mark: (name = "it") =>
      registry.apply([
        { tag: name, bump: false, marks: [{ id: "f", kind: "fence", durationMs: 60_000 }] },
      ]),
    die() {
      link.mode = "dead";
    },
  };
}

export type CacheProcess = ReturnType<typeof joinProcess>;
