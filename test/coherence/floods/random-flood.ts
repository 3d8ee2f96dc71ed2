import type { Scheduler } from "fast-check";
import { stillCurrent } from "../../../src/cache/freshness.ts";
import { StoreAccess } from "../../../src/cache/store-access.ts";
import { VersionRegistry } from "../../../src/cache/version-registry.ts";
import { FloodGuard } from "../../../src/invalidation/flood-guard.ts";
import type { CacheStore, StoredEntry } from "../../../src/stores/contract.ts";
import { SharedState } from "../interleavings/model-store.ts";

const SETTLE_MS = 5_000;
const BUMPS = 2;
const QUESTIONS = [
  ["all", "a"],
  ["all", "b"],
  ["all", "a", "b"],
];

/** What happens next, and how much of what is under way goes on after that. */
export interface FloodStep {
  readonly act: "deliver" | "deliver early" | "read" | "pass" | "lose" | "evict" | "set the clock";
  readonly process: number;
  readonly tags: readonly string[];
  readonly ms: number;
  readonly turns: number;
}

/** A change that a delivery has told of. */
interface Deed {
  readonly tags: readonly string[];
  /** When Cal.com commits it, among all that happens; loads with greater numbers show it. */
  number: number;
  acknowledged: boolean;
}

/** What a run has come to. */
export interface FloodRun {
  readonly stale: readonly string[];
  readonly hits: number;
  readonly deliveries: number;
  readonly writes: number;
}

/**
 * Processes that are flooded, and read, over one store whose commands and answers take any time; records
 * get lost, and clocks are set. Some deliveries come before what they tell of.
 */
export async function runFlood(
  schedule: Scheduler,
  steps: readonly FloodStep[],
): Promise<FloodRun> {
  const time = { now: 1_000_000, wall: 0 };
  const shared = new SharedState(() => time.now);
  const clock = {
    now: () => time.now + time.wall,
    monotonic: () => time.now,
    setTimeout: () => () => undefined,
  };
  const run = { stale: [] as string[], hits: 0, deliveries: 0, writes: 0 };
  const soon = async <T>(what: string, execute: () => T): Promise<T> => {
    await schedule.schedule(Promise.resolve(), `${what} arrives`);
    const answer = execute();
    await schedule.schedule(Promise.resolve(), `${what} is answered`);
    return answer;
  };
  const store: CacheStore = {
    name: "scheduled",
    read: (entryKey, keys) => soon("read", () => shared.read(entryKey, keys)),
    ensure: (keys, fresh) => soon("ensure", () => shared.ensure(keys, fresh)),
    apply: (applied) =>
      soon("apply", () => {
        run.writes += 1;
        shared.apply(applied);
      }),
    write: (key, entry) => soon("write", () => void shared.entries.set(key, entry)),
    close: () => undefined,
  };
  const processes = [0, 1].map(() => {
    const access = new StoreAccess({
      ...{ store, clock, storeTimeoutMs: 1_000, onBreaker: () => undefined },
    });
    const registry = new VersionRegistry({
      ...{ access, clock, keyPrefix: "", rootKey: "all", onStoreError: () => undefined },
    });
    const guard = new FloodGuard({
      ...{ registry, clock, bumpsPerMinute: BUMPS, settleMs: SETTLE_MS, cautionMs: 60_000 },
      onFlood: () => undefined,
    });
    return { registry, guard };
  });
  const deeds: Deed[] = [];
  /** What is committed at a later time. */
  let early: { readonly deed: Deed; readonly at: number }[] = [];
  let number = 0;
  let drawn = 0;

  async function deliver(process: number, tags: readonly string[], isEarly: boolean) {
    const { guard } = processes[process] as (typeof processes)[number];
    const deed = {
      tags,
      number: isEarly ? Number.NEGATIVE_INFINITY : ++number,
      acknowledged: false,
    };
    deeds.push(deed);
    run.deliveries += 1;
    // Of a store that takes its time nobody knows when it has begun to settle.
    const at = time.now + SETTLE_MS - 1;
    if (isEarly) early.push({ deed, at });
    const marks = [{ id: `s${++drawn}`, kind: "settling" as const, durationMs: SETTLE_MS }];
    await guard.applySurely(tags.map((tag) => ({ tag, bump: true, marks })));
    deed.acknowledged = true;
  }

  function pass(ms: number): void {
    time.now += ms;
    const due = early.filter(({ at }) => at <= time.now);
    early = early.filter(({ at }) => at > time.now);
    for (const { deed } of due) deed.number = ++number;
  }

  async function read(process: number, question: number) {
    const { registry } = processes[process] as (typeof processes)[number];
    const tags = QUESTIONS[question % QUESTIONS.length] as readonly string[];
    const key = `entry ${question % QUESTIONS.length}`;
    const mustShow = deeds
      .filter(
        (deed) => deed.acknowledged && [...deed.tags, "all"].some((tag) => tags.includes(tag)),
      )
      .filter((deed) => deed.tags.some((tag) => tags.includes(tag)))
      .map((deed) => deed.number);
    const { entry, states } = await registry.read(key, tags);
    if (entry !== undefined && stillCurrent(entry.versions, states)) {
      run.hits += 1;
      const loaded = entry.value as number;
      if (mustShow.some((shown) => shown > loaded)) run.stale.push(`a hit of ${loaded}`);
      return;
    }
    const captured = states.areCurrent ? states : await registry.ensure(tags);
    const loaded = ++number;
    await schedule.schedule(Promise.resolve(), "Cal.com answers");
    if (!captured.areCurrent) return;
    const versions = Object.fromEntries(
      captured.entries().map(([tag, state]) => [tag, state?.version ?? ""]),
    );
    const times = { loadBeganAt: time.now, expiresAt: Number.POSITIVE_INFINITY };
    const kept: StoredEntry = { value: loaded, versions, ...times };
    await store.write(key, kept, 1);
  }

  // A store that loses its records loses what settles with them.
  const lose = (tags: Iterable<string>) => {
    early = [];
    for (const tag of [...tags]) shared.records.delete(tag);
  };
  const underWay: Promise<void>[] = [];
  for (const { act, process, tags, ms, turns } of steps) {
    if (act === "read") underWay.push(read(process, ms));
    else if (act === "pass") pass(ms);
    else if (act === "lose") lose(shared.records.keys());
    else if (act === "evict") lose(tags);
    else if (act === "set the clock") time.wall += ms % 2 === 0 ? ms : -ms;
    else underWay.push(deliver(process, tags, act === "deliver early"));
    for (let turn = 0; turn < turns && schedule.count() > 0; turn++) await schedule.waitOne();
  }
  await schedule.waitFor(Promise.all(underWay));
  return run;
}
