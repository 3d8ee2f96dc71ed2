import { deepFreeze } from "../../../../src/freeze.ts";
import type {
  CacheStore,
  LoadLease,
  RegistryStep,
  StepNews,
  StoredEntry,
} from "../../../../src/stores/contract.ts";
import { MemoryBudgets } from "../../../../src/stores/memory-budgets.ts";
import {
  applyStep,
  ensureRecord,
  stateOf,
  type TagRecord,
} from "../../../../src/stores/tag-record.ts";

interface Listener {
  readonly rootKey: string;
  readonly by: object;
  readonly hear: (news: StepNews) => void;
}

/** What all stores over the same data share. */
export interface ModelData {
  readonly now: () => number;
  readonly records: Map<string, TagRecord>;
  readonly entries: Map<string, { readonly text: string; readonly endsAt: number }>;
  readonly leases: Map<string, { readonly holder: string; readonly endsAt: number }>;
  readonly generations: Map<string, string>;
  readonly listeners: Set<Listener>;
  readonly budgets: MemoryBudgets;
  drawn: number;
  isCutOff: boolean;
}

export function modelData(now: () => number): ModelData {
  return {
    now,
    records: new Map(),
    entries: new Map(),
    leases: new Map(),
    generations: new Map(),
    listeners: new Set(),
    budgets: new MemoryBudgets({ monotonic: now }),
    drawn: 0,
    isCutOff: false,
  };
}

/** The decisions of a store, each of which can be taken wrongly by itself. */
export interface ModelParts {
  encode(entry: StoredEntry): string;
  decode(text: string): StoredEntry;
  entryKey(key: string): string;
  recordKey(key: string): string;
  leaseKey(lease: LoadLease): string;
  lifeOf(ttlMs: number): number;
  stateOf: typeof stateOf;
  ensureRecord: typeof ensureRecord;
  applyStep: typeof applyStep;
  /** Whether a step replaces the generation. */
  announces(step: RegistryStep): boolean;
  /** Lets others in between what should be one act. */
  betweenSteps(): Promise<void> | undefined;
  isFree(taken: { readonly holder: string; readonly endsAt: number }, now: number): boolean;
}

export const rightParts: ModelParts = {
  encode: (entry) => JSON.stringify(entry),
  decode: (text) => deepFreeze(JSON.parse(text)),
  entryKey: (key) => key,
  recordKey: (key) => key,
  leaseKey: ({ entryKey, stamp }) => `${entryKey} ${stamp}`,
  lifeOf: (ttlMs) => ttlMs,
  stateOf,
  ensureRecord,
  applyStep,
  announces: ({ bump, addMarks }) => bump || addMarks.length > 0,
  betweenSteps: () => undefined,
  isFree: ({ endsAt }, now) => endsAt <= now,
};

/** A store like one over a network: every answer takes a turn, and it can be cut off. */
export function modelStore(data: ModelData, parts: ModelParts): CacheStore {
  const self = {};
  const contexts: { readonly keyPrefix: string; readonly rootKey: string }[] = [];
  const { now, records, entries, leases, generations, listeners } = data;
  const answer = async () => {
    await Promise.resolve();
    if (data.isCutOff) throw new Error("The model is cut off.");
  };
  const draw = () => `generation-${++data.drawn}`;
  const rootOf = (key: string) =>
    contexts.find(({ keyPrefix }) => key.startsWith(keyPrefix))?.rootKey ?? "";
  const tell = (rootKey: string, news: StepNews) => {
    for (const listener of listeners) {
      const isMeant = news.kind === "message" || listener.by === self;
      if (isMeant && listener.rootKey === rootKey) listener.hear(news);
    }
  };
  const holderOf = (lease: LoadLease) => {
    const taken = leases.get(parts.leaseKey(lease));
    return taken === undefined || parts.isFree(taken, now()) ? undefined : taken.holder;
  };
  const release = (lease: LoadLease) => {
    if (holderOf(lease) === lease.holder) leases.delete(parts.leaseKey(lease));
  };

  return {
    name: "model",
    attach: (context) => void contexts.push(context),
    async read(entryKey, recordKeys) {
      await answer();
      const kept = entryKey === undefined ? undefined : entries.get(parts.entryKey(entryKey));
      const isThere = kept !== undefined && kept.endsAt > now();
      return {
        entry: isThere ? parts.decode(kept.text) : undefined,
        states: recordKeys.map((key) => parts.stateOf(records.get(parts.recordKey(key)), now())),
      };
    },
    async ensure(recordKeys, freshVersion) {
      await answer();
      const states = [];
      for (const key of recordKeys) {
        const before = records.get(parts.recordKey(key));
        const between = parts.betweenSteps();
        if (between !== undefined) await between;
        const after = parts.ensureRecord(before, freshVersion, now());
        records.set(parts.recordKey(key), after);
        states.push(parts.stateOf(after, now()) ?? { version: freshVersion, ...UNMARKED });
      }
      return states;
    },
    async apply(steps) {
      const [first] = steps;
      if (first === undefined) return;
      const rootKey = rootOf(first.key);
      const recordKeys = steps.map(({ key }) => key);
      tell(rootKey, { kind: "own", recordKeys });
      try {
        await answer();
        for (const step of steps) {
          const key = parts.recordKey(step.key);
          const before = records.get(key);
          const between = parts.betweenSteps();
          if (between !== undefined) await between;
          const after = parts.applyStep(before, step, now());
          if (after === undefined) records.delete(key);
          else records.set(key, after);
        }
        if (!steps.some(parts.announces)) return;
        const previous = generations.get(rootKey) ?? "";
        const next = draw();
        generations.set(rootKey, next);
        tell(rootKey, { kind: "message", previous, next, recordKeys });
      } finally {
        tell(rootKey, { kind: "own", recordKeys });
      }
    },
    async write(entryKey, entry, ttlMs, lease) {
      await answer();
      const text = parts.encode(entry);
      entries.set(parts.entryKey(entryKey), { text, endsAt: now() + parts.lifeOf(ttlMs) });
      if (lease !== undefined) release(lease);
    },
    close: () => undefined,
    leases: {
      async take(lease, durationMs) {
        await answer();
        const holder = holderOf(lease);
        if (holder !== undefined && holder !== lease.holder) return false;
        const endsAt = now() + durationMs;
        leases.set(parts.leaseKey(lease), { holder: lease.holder, endsAt });
        return true;
      },
      async isTaken(lease) {
        await answer();
        return holderOf(lease) !== undefined;
      },
      async release(lease) {
        await answer();
        release(lease);
      },
    },
    budgets: {
      async call(call) {
        await answer();
        return data.budgets.call(call);
      },
    },
    generations: {
      async read(rootKey) {
        await answer();
        const known = generations.get(rootKey) ?? draw();
        generations.set(rootKey, known);
        return known;
      },
      listen(rootKey, hear) {
        const listener = { rootKey, hear, by: self };
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

/** What is wrong with a store: some of its decisions, or some of its methods. */
export interface Defect {
  readonly parts?: Partial<ModelParts>;
  readonly methods?: (right: CacheStore, data: ModelData) => Partial<CacheStore>;
}

/** By the title of the check that each has to fail. */
export type Defects = Readonly<Record<string, Defect>>;

export function brokenStore(data: ModelData, { parts, methods }: Defect): CacheStore {
  const store = modelStore(data, { ...rightParts, ...parts });
  return { ...store, ...methods?.(store, data) };
}

const UNMARKED = { marked: false, cautious: false, endsByItself: false };
