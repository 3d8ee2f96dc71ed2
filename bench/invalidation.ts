// What one booking's invalidation costs beside the deletion of 100 and 340 guessed keys, on the same
// kind of store, with few and with many entries: `npm run bench:invalidation [-- --json]`.
import KeyvRedis from "@keyv/redis";
import { Keyv } from "keyv";
import { StoreAccess } from "../src/cache/store-access.ts";
import { VersionRegistry } from "../src/cache/version-registry.ts";
import { systemClock } from "../src/clock.ts";
import { EventHub } from "../src/events.ts";
import { type Change, NO_FACTS } from "../src/invalidation/changes.ts";
import { Invalidator } from "../src/invalidation/invalidator.ts";
import type { CacheStore, StoredEntry } from "../src/stores/contract.ts";
import { keyvStore } from "../src/stores/keyv-store.ts";
import { memoryStore } from "../src/stores/memory-store.ts";
import { hasRedis, startRedis } from "../test/helpers/redis-server.ts";
import { medianMicros } from "./measure.ts";

interface Row {
  readonly store: string;
  readonly entries: number;
  readonly what: string;
  readonly operations: number;
  readonly micros: number;
}

const ENTRIES = [100, 100_000];
const GUESSED_KEYS = [100, 340];
const POOL = [{ id: 1, emailHash: "organizer" }];
const BOOKING: Change = {
  kind: "booking-created",
  booking: { ...NO_FACTS, eventTypeIds: [1], hostIds: [1], emailHashes: ["organizer", "attendee"] },
};
const TAGS = ["all", "unknown", "event-type:1", "host:1", "email:organizer", "email:attendee"];
const keyOf = (index: number) => `calcom:slots:1:day-${index}:day-${index}`;

function bookingOn(store: CacheStore) {
  const access = new StoreAccess({
    store,
    clock: systemClock,
    storeTimeoutMs: 60_000,
    onBreaker: () => undefined,
  });
  const keys = { keyPrefix: "tag:", rootKey: "tag:all" };
  store.attach?.({ clock: systemClock, ...keys });
  const registry = new VersionRegistry({
    ...keys,
    access,
    clock: systemClock,
    onStoreError: (error) => {
      throw error;
    },
  });
  const invalidator = new Invalidator({
    registry,
    context: { width: "hosts", poolOf: () => POOL },
    settleMs: { write: 0, webhook: 0 },
    events: new EventHub(() => undefined),
    agree: () => undefined,
    clock: systemClock,
    bumpsPerMinute: 60,
    onFlood: () => undefined,
  });
  const book = async () => {
    const fence = await invalidator.fence(
      BOOKING,
      { deadlineMs: 10_000, allowanceMs: 60_000 },
      true,
    );
    await invalidator.settle(fence, BOOKING);
  };
  return { registry, book };
}

type StoreName = "memory" | "keyv" | "redis";

const server = hasRedis ? await startRedis() : undefined;
const keyvOf = (name: StoreName) =>
  new Keyv({ store: name === "redis" ? new KeyvRedis(server?.url) : new Map() });

async function inBatches(count: number, run: (index: number) => unknown): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const batch = Array.from({ length: Math.min(500, count - from) }, (_none, at) =>
      run(from + at),
    );
    await Promise.all(batch);
  }
}

async function fill(store: CacheStore, registry: VersionRegistry, entries: number): Promise<void> {
  const states = await registry.ensure(TAGS);
  const known = states.entries().map(([tag, state]) => [tag, state?.version ?? ""]);
  const versions = Object.fromEntries(known);
  const entry: StoredEntry = { value: [], versions, loadBeganAt: 0, expiresAt: 9e15 };
  await inBatches(entries, (index) => store.write(keyOf(index), entry, 3_600_000));
}

async function measureOurs(name: StoreName, entries: number, runsPerRound: number): Promise<Row> {
  const store = name === "memory" ? memoryStore({ maxEntries: entries }) : keyvStore(keyvOf(name));
  const { registry, book } = bookingOn(store);
  await fill(store, registry, entries);
  const before = () => registry.ensure(TAGS);
  const micros = await medianMicros(book, { rounds: 7, runsPerRound, before });
  await store.close();
  const what = "calcom-coherent: fence and bump by tag";
  return { store: name, entries, what, operations: 2, micros };
}

async function measureDeletions(
  name: StoreName,
  entries: number,
  keys: number,
  runsPerRound: number,
): Promise<Row> {
  const map = new Map<string, unknown>();
  const keyv = keyvOf(name);
  const inMemory = name === "memory";
  const set = (key: string) => (inMemory ? map.set(key, []) : keyv.set(key, "[]"));
  const remove = (key: string) => (inMemory ? map.delete(key) : keyv.delete(key));
  await inBatches(entries, (index) => set(keyOf(index)));
  const guess = async () => {
    for (let index = 0; index < keys; index++) {
      const done = remove(keyOf(index));
      if (done instanceof Promise) await done;
    }
  };
  const before = () => inBatches(Math.min(keys, entries), (index) => set(keyOf(index)));
  const micros = await medianMicros(guess, { rounds: 7, runsPerRound, before });
  await keyv.disconnect();
  const what = `the origin's repair: delete ${keys} guessed keys`;
  return { store: name, entries, what, operations: keys, micros };
}

async function measureFloor(entries: number): Promise<Row> {
  const map = new Map<string, unknown>();
  for (let index = 0; index < entries; index++) map.set(keyOf(index), []);
  const run = () => map.delete(keyOf(0));
  const before = () => map.set(keyOf(0), []);
  const micros = await medianMicros(run, { rounds: 7, runsPerRound: 2_000, before });
  return { store: "memory", entries, what: "floor: delete one known key", operations: 1, micros };
}

const RUNS: Readonly<Record<StoreName, number>> = { memory: 500, keyv: 50, redis: 10 };
const stores: StoreName[] = server === undefined ? ["memory", "keyv"] : ["memory", "keyv", "redis"];
const rows: Row[] = [];
// Once for nothing, so that the first row is not the compiler's.
await measureOurs("memory", 100, 500);
for (const entries of ENTRIES) {
  rows.push(await measureFloor(entries));
  for (const store of stores) {
    rows.push(await measureOurs(store, entries, RUNS[store]));
    for (const keys of GUESSED_KEYS) {
      rows.push(await measureDeletions(store, entries, keys, RUNS[store]));
    }
  }
}
await server?.kill();

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ node: process.version, rows }, null, 2));
} else {
  console.log("store   entries  microseconds  operations  what");
  for (const { store, entries, what, operations, micros } of rows) {
    const columns = [store.padEnd(6), String(entries).padStart(8), micros.toFixed(2).padStart(13)];
    console.log([...columns, String(operations).padStart(11), ` ${what}`].join(" "));
  }
}
