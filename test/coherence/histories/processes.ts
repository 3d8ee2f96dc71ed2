import { CalcomClient, type CalcomClientOptions, type Layer } from "../../../src/index.ts";
import { defer } from "../../../src/testing/matching.ts";
import type { LeasingStore } from "../../helpers/with-leases.ts";
import type { Part } from "./history.ts";
import { defineLayers, type LayerName } from "./layers.ts";
import { type HistoryWorld, type Person, SECRET } from "./world.ts";

/** A client in a process of its own, which may die at any moment. */
export interface Process {
  readonly name: string;
  readonly principal: Person;
  /** Whether it has been told the hosts of every event type. */
  readonly knowsPools: boolean;
  readonly client: CalcomClient;
  readonly layers: Readonly<Record<LayerName, Layer<string, readonly Part[]>>>;
  readonly isAlive: boolean;
  /** Nothing it has begun goes on, and nothing of its own comes after. */
  die(): void;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
}

interface Kind {
  readonly principal: Person;
  readonly pools: "table" | "auto" | "off" | "function";
  /** Milliseconds that a request takes to the store at most; 0: it is asked at once. */
  readonly storeMs: number;
  /** Milliseconds in which it finds out what has become of a write; 0: it does not look. */
  readonly reconcileMs: number;
}

/** Milliseconds a call may take. */
export const TIMEOUT_MS = 8_000;
/** Milliseconds after that in which a write may still be carried out. */
export const FENCE_MS = 12_000;

const KINDS: readonly Kind[] = [
  { principal: "alice", pools: "table", storeMs: 0, reconcileMs: 5_000 },
  { principal: "alice", pools: "auto", storeMs: 0, reconcileMs: 0 },
  { principal: "carol", pools: "off", storeMs: 0, reconcileMs: 5_000 },
  { principal: "carol", pools: "auto", storeMs: 20, reconcileMs: 12_000 },
  { principal: "dave", pools: "function", storeMs: 0, reconcileMs: 12_000 },
  { principal: "bob", pools: "auto", storeMs: 40, reconcileMs: 0 },
];

/** Makes the process of a number; those of equal kinds share their answers. */
export function startProcess(
  world: HistoryWorld,
  store: LeasingStore,
  number: number,
  random: () => number,
): Process {
  const kind = KINDS[number % KINDS.length] as Kind;
  const { principal, pools, reconcileMs, storeMs } = kind;
  const { timers, fake, people, subjects, hostsOf, recorder } = world;
  const poolOf = (id: number) =>
    hostsOf(id).map(({ id: hostId, email }) => ({ id: hostId, email }));
  const table = Object.fromEntries(subjects.map(({ id }) => [id, poolOf(id)]));
  const choices = { table, function: poolOf, auto: "auto", off: "off" } as const;
  let isAlive = true;
  const dead = defer<void>();
  const whileAlive = async <T>(answer: T | Promise<T>): Promise<T> => {
    const settled = await Promise.resolve(answer).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if (!isAlive) return new Promise<never>(() => {});
    if ("error" in settled) throw settled.error;
    return settled.value;
  };
  const sleep = () =>
    new Promise<void>((resolve) => {
      timers.setTimeout(resolve, Math.floor(random() * storeMs));
    });
  // The way there takes time, the way back none: then a promise resolves when it becomes true.
  const asked = <T>(ask: () => T | Promise<T>): T | Promise<T> => {
    if (!isAlive) return new Promise<never>(() => {});
    if (storeMs === 0) return ask();
    return sleep().then(() => whileAlive(ask()));
  };
  const options: CalcomClientOptions = {
    baseUrl: fake.baseUrl,
    apiKey: people[principal].apiKey,
    webhookSecret: SECRET,
    clock: timers,
    retries: number % 2,
    // Long enough for what is wrong to be noticed.
    ttl: { emptyMs: 900_000, nearMs: 900_000, farMs: 900_000 },
    timeoutMs: TIMEOUT_MS,
    reconcileTimeoutMs: reconcileMs,
    // Shorter than by default, so that caches are warm again before long.
    invalidation: { pools: choices[pools], fenceMs: FENCE_MS },
    fetch: async (input, init) => whileAlive(isAlive ? fake.fetch(input, init) : new Response()),
    store: {
      name: store.name,
      read: (entryKey, keys) => asked(() => store.read(entryKey, keys)),
      ensure: (keys, version) => asked(() => store.ensure(keys, version)),
      apply: (steps) => asked(() => store.apply(steps)),
      write: (key, entry, ttlMs, lease) => asked(() => store.write(key, entry, ttlMs, lease)),
      close: () => undefined,
      leases: {
        take: async (lease, durationMs) => asked(() => store.leases.take(lease, durationMs)),
        isTaken: async (lease) => asked(() => store.leases.isTaken(lease)),
        release: async (lease) => asked(() => store.leases.release(lease)),
      },
    },
  };
  const client = new CalcomClient(options);
  client.on("invalidated", ({ cause, coherence }) => {
    if (coherence === "confirmed" && cause !== "topology") recorder.confirmed();
  });
  return {
    name: `${number} (${principal}, pools ${pools})`,
    principal,
    knowsPools: pools === "table" || pools === "function",
    client,
    layers: defineLayers(client, world),
    get isAlive() {
      return isAlive;
    },
    die() {
      isAlive = false;
      dead.resolve();
    },
    death: dead.promise,
  };
}
