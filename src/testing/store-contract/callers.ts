import type { CacheStore, RegistryStep } from "../../stores/contract.ts";
import { expectSame, expectThat } from "./expecting.ts";
import { type Checks, fence, type Trial } from "./trial.ts";

const CALLERS = 20;
const ROUNDS = 25;
const TAGS = ["one", "two", "three", "four", "five"];

const callers = ({ store, other }: Trial) =>
  Array.from({ length: CALLERS }, (_none, index) => (index % 2 === 0 ? store : other));

/** What holds however many call at the same time, from however many processes. */
export const callerChecks: Checks = {
  async "lets one win when many ask for a version at the same time"(trial) {
    const keys = TAGS.map(trial.key);
    const answers = await Promise.all(
      callers(trial).map((by, index) => {
        const first = index % TAGS.length;
        const own = [...keys.slice(first), ...keys.slice(0, first)];
        return by.ensure(own, trial.fresh());
      }),
    );
    const { states } = await trial.store.read(undefined, keys);
    for (const [index, answer] of answers.entries()) {
      const first = index % TAGS.length;
      const expected = [...states.slice(first), ...states.slice(0, first)];
      expectSame("the versions that everybody is told", answer, expected);
    }
  },

  async "keeps every mark of those who set one at the same time"(trial) {
    const { version } = await trial.ensured();
    const ids = callers(trial).map((_by, index) => `mark-${index}`);
    const add = (id: string) => ({ addMarks: [fence(id)] });
    const remove = (id: string) => ({ removeMarks: [id] });
    const together = (change: (id: string) => Partial<RegistryStep>) =>
      Promise.all(
        callers(trial).map((by, index) => by.apply([trial.step(change(ids[index] ?? ""))])),
      );
    for (const order of [ids, [...ids].reverse()]) {
      await together(add);
      for (const id of order) {
        expectSame(`the fence while ${id} is there`, (await trial.state())?.marked, true);
        await trial.store.apply([trial.step(remove(id))]);
      }
    }
    await together(add);
    await together(remove);
    const unmarked = { version, marked: false, cautious: false, endsByItself: false };
    expectSame("the record when all have removed theirs", await trial.state(), unmarked);
  },

  async "leaves the tags of one call together when many change them"(trial) {
    const keys = TAGS.map(trial.key);
    await trial.store.ensure(keys, trial.fresh());
    await Promise.all(
      callers(trial).map((by) => {
        const freshVersion = trial.fresh();
        return by.apply(TAGS.map((tag) => trial.step({ tag, bump: true, freshVersion })));
      }),
    );
    const { states } = await trial.store.read(undefined, keys);
    const versions = new Set(states.map((state) => state?.version));
    expectSame("the number of callers whose versions are left", versions.size, 1);
  },

  async "never shows a version again, whoever bumps and asks meanwhile"(trial) {
    const gone = new Set<string>();
    const reader = async (by: CacheStore) => {
      for (let round = 0; round < ROUNDS; round++) {
        const before = [...gone];
        const state = (await trial.state("tag", by)) ?? (await trial.ensured("tag", by));
        expectThat("a bumped version does not come back", !before.includes(state.version));
      }
    };
    const bumper = async (by: CacheStore) => {
      for (let round = 0; round < ROUNDS; round++) {
        const seen = await trial.state("tag", by);
        await by.apply([trial.step({ bump: true })]);
        if (seen !== undefined) gone.add(seen.version);
      }
    };
    const marker = async (by: CacheStore) => {
      for (let round = 0; round < ROUNDS; round++) {
        await by.apply([trial.step({ addMarks: [fence("a")] })]);
        await trial.ensured("tag", by);
        await by.apply([trial.step({ removeMarks: ["a"] })]);
      }
    };
    const { store, other } = trial;
    await Promise.all([reader, bumper, marker].flatMap((run) => [run(store), run(other)]));
    expectThat("versions were bumped", gone.size > 0);
  },
};

/** What only transactions or scripts can do. */
export const atomicChecks: Checks = {
  async "shows nobody half of a call"(trial) {
    const keys = TAGS.map(trial.key);
    await trial.store.ensure(keys, trial.fresh());
    const writer = async (by: CacheStore) => {
      for (let round = 0; round < ROUNDS; round++) {
        const freshVersion = trial.fresh();
        await by.apply(TAGS.map((tag) => trial.step({ tag, bump: true, freshVersion })));
      }
    };
    const reader = async (by: CacheStore) => {
      for (let round = 0; round < 2 * ROUNDS; round++) {
        const { states } = await by.read(undefined, keys);
        const versions = new Set(states.map((state) => state?.version));
        expectSame("the number of calls seen in one read", versions.size, 1);
      }
    };
    const { store, other } = trial;
    await Promise.all([writer(store), writer(other), reader(store), reader(other)]);
  },

  async "shows nobody a bump without the mark that comes with it"(trial) {
    await trial.ensured();
    const fenced = new Set<string>();
    const writer = async (by: CacheStore) => {
      for (let round = 0; round < ROUNDS; round++) {
        const step = trial.step({ bump: true, addMarks: [fence(trial.fresh())] });
        fenced.add(step.freshVersion);
        await by.apply([step]);
      }
    };
    const reader = async (by: CacheStore) => {
      for (let round = 0; round < 2 * ROUNDS; round++) {
        const state = await trial.state("tag", by);
        const isAlone = state !== undefined && fenced.has(state.version) && !state.marked;
        expectThat("a version that came with a fence is seen fenced", !isAlone);
      }
    };
    const { store, other } = trial;
    await Promise.all([writer(store), writer(other), reader(store), reader(other)]);
  },
};
