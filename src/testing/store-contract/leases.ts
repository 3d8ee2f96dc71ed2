import type { LoadLease, LoadLeases } from "../../stores/contract.ts";
import { expectSame, expectThat } from "./expecting.ts";
import { type Checks, entryOf, LONG_MS, type Trial } from "./trial.ts";

const CALLERS = 20;
const STAMP = JSON.stringify({ all: "v1", "event-type:1": "v2", tags: "v".repeat(1_000) });

function leasesOf({ store, other }: Trial): { mine: LoadLeases; theirs: LoadLeases } {
  if (store.leases === undefined || other.leases === undefined) {
    throw new Error("Expected: the store has `leases`.");
  }
  return { mine: store.leases, theirs: other.leases };
}

const leaseOf = (trial: Trial, holder: string, fields: Partial<LoadLease> = {}): LoadLease => ({
  ...{ entryKey: trial.entryKey("e"), stamp: STAMP, holder },
  ...fields,
});

export const leaseChecks: Checks = {
  async "gives a lease to one holder"(trial) {
    const { mine, theirs } = leasesOf(trial);
    const [one, two] = [leaseOf(trial, "one"), leaseOf(trial, "two")];
    expectSame("whether it is taken at first", await mine.isTaken(one), false);
    expectSame("the first to take it", await mine.take(one, LONG_MS), true);
    expectSame("the second", await theirs.take(two, LONG_MS), false);
    expectSame("whether it is taken, asked by the holder", await mine.isTaken(one), true);
    expectSame("whether it is taken, asked by the other", await theirs.isTaken(two), true);
  },

  async "lets one win when many take a lease at the same time"(trial) {
    const { mine, theirs } = leasesOf(trial);
    const taken = await Promise.all(
      Array.from({ length: CALLERS }, (_none, index) =>
        (index % 2 === 0 ? mine : theirs).take(leaseOf(trial, `holder-${index}`), LONG_MS),
      ),
    );
    expectSame("the number of winners", taken.filter(Boolean).length, 1);
  },

  async "frees a lease when its holder lets go, and nobody else"(trial) {
    const { mine, theirs } = leasesOf(trial);
    const [one, two] = [leaseOf(trial, "one"), leaseOf(trial, "two")];
    await mine.take(one, LONG_MS);
    await theirs.release(two);
    expectSame("whether it is taken after another's release", await mine.isTaken(one), true);
    await mine.release(one);
    expectSame("whether it is taken after its holder's", await theirs.isTaken(two), false);
    expectSame("the next to take it", await theirs.take(two, LONG_MS), true);
  },

  async "ends a lease by itself, and does not let its late holder take it away"(trial) {
    const { mine, theirs } = leasesOf(trial);
    const [one, two] = [leaseOf(trial, "one"), leaseOf(trial, "two")];
    await mine.take(one, trial.shortMs);
    await trial.passShort();
    expectSame("whether it is taken after its end", await theirs.isTaken(two), false);
    expectSame("the next to take it", await theirs.take(two, LONG_MS), true);
    await mine.release(one);
    expectSame("whether the next still has it", await mine.isTaken(two), true);
    expectSame("the late holder", await mine.take(one, LONG_MS), false);
  },

  async "prolongs a lease for its holder"(trial) {
    const { mine, theirs } = leasesOf(trial);
    const one = leaseOf(trial, "one");
    await mine.take(one, trial.shortMs);
    expectSame("the holder, again", await mine.take(one, LONG_MS), true);
    await trial.passShort();
    expectSame("another", await theirs.take(leaseOf(trial, "two"), LONG_MS), false);
  },

  async "keeps leases of other entries and under other versions apart"(trial) {
    const { mine, theirs } = leasesOf(trial);
    await mine.take(leaseOf(trial, "one"), LONG_MS);
    const others = [{ stamp: `${STAMP}.` }, { entryKey: trial.entryKey("f") }, { stamp: "" }];
    for (const fields of others) {
      const lease = leaseOf(trial, "two", fields);
      expectSame("whether another lease is taken", await theirs.isTaken(lease), false);
      expectSame("whoever takes another lease", await theirs.take(lease, LONG_MS), true);
    }
  },

  async "stores an entry and lets go of the lease in one step"(trial) {
    const { mine, theirs } = leasesOf(trial);
    const one = leaseOf(trial, "one");
    await mine.take(one, LONG_MS);
    await trial.store.write(one.entryKey, entryOf("loaded"), LONG_MS, one);
    expectSame("whether it is taken", await theirs.isTaken(one), false);
    const { entry } = await trial.other.read(one.entryKey, []);
    expectSame("the entry", entry, entryOf("loaded"));
  },

  async "stores an entry whose lease somebody else has by now, and leaves it to them"(trial) {
    const { mine, theirs } = leasesOf(trial);
    const [one, two] = [leaseOf(trial, "one"), leaseOf(trial, "two")];
    await theirs.take(two, LONG_MS);
    await trial.store.write(one.entryKey, entryOf("late"), LONG_MS, one);
    expectThat("the lease stays with its holder", await mine.isTaken(two));
    const { entry } = await trial.store.read(one.entryKey, []);
    expectSame("the entry", entry, entryOf("late"));
  },
};
