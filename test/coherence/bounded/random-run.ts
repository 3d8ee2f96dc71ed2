import { stillCurrent } from "../../../src/cache/freshness.ts";
import { StoreAccess } from "../../../src/cache/store-access.ts";
import { VersionRegistry } from "../../../src/cache/version-registry.ts";
import type { RegistryStep, StoredEntry } from "../../../src/stores/contract.ts";
import { createRandom } from "../../../src/testing/random.ts";
import { SharedState, type StoreOperation, scheduledLink } from "../interleavings/model-store.ts";
import { DriftingTime } from "./drifting-time.ts";

export const BOUND_MS = 1_000;
const STEPS = 400;
const FENCE_MS = 3_000;
const TAGS = ["all", "a", "b"];
const QUESTIONS = [["all", "a"], ["all", "b"], TAGS, ["all", "a"]];

/** A change that readers have to be told of. */
interface Deed {
  readonly tags: readonly string[];
  /** When it happened, among all that happens: loads with greater numbers show it. */
  readonly number: number;
  /** When it was acknowledged, or would have been but for its fence. */
  readonly at: number;
  readonly own: boolean;
}

/** What a run has come to. */
export interface RandomRun {
  readonly stale: readonly string[];
  readonly reads: number;
  readonly fromMemory: number;
  /** Answers that were older than a change elsewhere, within the bound. */
  readonly late: number;
}

/**
 * One process that trusts versions, its store, and others that change things, for a few hundred steps
 * in an order drawn by the seed. Commands and messages come late, twice, in any order or never.
 */
export async function runAtRandom(seed: number): Promise<RandomRun> {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const takeOut = <T>(items: T[]): T | undefined =>
    items.splice(Math.floor(random() * items.length), 1)[0];
  const time = new DriftingTime();
  const shared = new SharedState(() => time.now);
  const operations: StoreOperation[] = [];
  const mail: (() => void)[] = [];
  const { store, tell } = scheduledLink(shared, (operation) => operations.push(operation));
  shared.hearers.push((message) => mail.push(() => tell(message)));
  const { clock } = time;
  const storeTimeoutMs = pick([100, 2 * BOUND_MS]);
  const access = new StoreAccess({ store, clock, storeTimeoutMs, onBreaker: () => undefined });
  const registry = new VersionRegistry({
    ...{ access, clock, keyPrefix: "", rootKey: "all", maxStalenessMs: BOUND_MS },
    onStoreError: () => undefined,
  });
  const deeds: Deed[] = [];
  const run = { stale: [] as string[], reads: 0, fromMemory: 0, late: 0 };
  const messagesGetLost = random() < 0.5;
  const commandsGetLost = random() < 0.3;
  const isSuspended = random() < 0.5;
  let number = 0;
  let drawn = 0;

  const stepOn = (key: string, fields: Partial<RegistryStep>): RegistryStep => ({
    ...{ key, freshVersion: `v${++drawn}`, bump: false, addMarks: [], removeMarks: [] },
    ...fields,
  });
  const somewhere = () => pick([["a"], ["b"], ["a", "b"], ["all"]]);
  const deed = (tags: readonly string[]) =>
    deeds.push({ tags, number: ++number, at: time.now, own: false });

  /** A writer elsewhere: fences, commits, and bumps; or dies in between. */
  function* write(): Generator<undefined> {
    const tags = somewhere();
    const id = `mark ${++drawn}`;
    const fence = { id, kind: "fence", durationMs: FENCE_MS } as const;
    const begunAt = time.now;
    shared.apply(tags.map((tag) => stepOn(tag, { addMarks: [fence] })));
    yield;
    if (time.now >= begunAt + FENCE_MS) return;
    deed(tags);
    yield;
    if (random() < 0.3) return;
    const bump = random() < 0.8;
    if (bump) shared.apply(tags.map((tag) => stepOn(tag, { bump, removeMarks: [id] })));
  }

  async function ask(): Promise<void> {
    const question = Math.floor(random() * QUESTIONS.length);
    const tags = QUESTIONS[question] as readonly string[];
    const key = `entry ${question}`;
    const start = { number: ++number, at: time.now };
    const touching = deeds.filter((one) => one.tags.some((tag) => tags.includes(tag)));
    const judge = (loaded: number) => {
      run.reads += 1;
      const missing = touching.filter((one) => one.number > loaded);
      if (missing.length > 0) run.late += 1;
      for (const { own, at } of missing) {
        if (own) run.stale.push(`seed ${seed}: misses its own change`);
        else if (start.at - at >= BOUND_MS) {
          run.stale.push(`seed ${seed}: misses a change after ${start.at - at} ms`);
        }
      }
    };
    const recalled = registry.recall(key);
    if (recalled !== undefined) {
      run.fromMemory += 1;
      return judge(recalled.value as number);
    }
    try {
      const { entry, states } = await registry.read(key, tags);
      if (entry !== undefined && stillCurrent(entry.versions, states)) {
        return judge(entry.value as number);
      }
      const captured = tags.some((tag) => states.get(tag) === undefined)
        ? await registry.ensure(tags)
        : states;
      const loaded = ++number;
      judge(loaded);
      const versions: Record<string, string> = {};
      for (const [tag, state] of captured.entries()) {
        if (state === undefined || state.marked) return;
        versions[tag] = state.version;
      }
      const times = { loadBeganAt: clock.now(), expiresAt: Number.POSITIVE_INFINITY };
      const kept: StoredEntry = { value: loaded, versions, ...times };
      registry.keepLocally(key, kept);
      await access.ask("keep", () => store.write(key, kept, 1));
    } catch {
      // The store did not answer, so Cal.com is asked.
      judge(++number);
    }
  }

  async function changeSomething(): Promise<void> {
    const change = { tags: somewhere(), number: ++number, own: true };
    await registry.apply(change.tags.map((tag) => ({ tag, bump: true }))).then(
      () => deeds.push({ ...change, at: time.now }),
      () => undefined,
    );
  }

  const writers: Generator<undefined>[] = [];
  const happenings: readonly (readonly [weight: number, happen: () => void])[] = [
    [40, () => void takeOut(operations)?.fire()],
    [commandsGetLost ? 0.2 : 0, () => void takeOut(operations)],
    [3, () => takeOut(mail)?.()],
    [0.3, () => mail.at(Math.floor(random() * mail.length))?.()],
    [messagesGetLost ? 2 : 0, () => void takeOut(mail)],
    [10, () => void ask()],
    [
      0.5,
      () => {
        const tags = somewhere();
        shared.apply(tags.map((tag) => stepOn(tag, { bump: true })));
        deed(tags);
      },
    ],
    [0.2, () => void writers.push(write())],
    [2, () => void takeOut(writers.filter((writer) => !writer.next().done))],
    [0.5, () => void changeSomething()],
    [2, () => time.pass(pick([1, 30, 60, 130, 260, 510]))],
    [isSuspended ? 0.05 : 0, () => time.suspend(pick([300, 5_000]))],
    [isSuspended ? 0 : 0.3, () => time.setWall(pick([-7_000, -300, 300]))],
  ];
  const all = happenings.reduce((sum, [weight]) => sum + weight, 0);
  for (let step = 0; step < STEPS; step++) {
    let left = random() * all;
    for (const [weight, happen] of happenings) {
      left -= weight;
      if (left >= 0) continue;
      happen();
      break;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return run;
}
