import type { MarkKind } from "../../stores/contract.ts";
import { expectSame, expectThat } from "./expecting.ts";
import { type Checks, fence, LONG_MS, type Trial } from "./trial.ts";

const KINDS: readonly MarkKind[] = ["fence", "settling", "caution", "ending"];

const isGone = async (trial: Trial, version: string) => {
  const seen = [await trial.state(), await trial.state("tag", trial.other), await trial.ensured()];
  const versions = seen.map((state) => state?.version);
  expectThat("the version has ended with its mark", !versions.includes(version));
};

/** What is left when a mark runs out: nobody comes back for it. */
export const markEndChecks: Checks = {
  async "ends the version with a mark that runs out, of whatever kind"({ store, ...trial }) {
    const before = await Promise.all(KINDS.map((kind) => trial.ensured(kind)));
    const steps = KINDS.map((kind) =>
      trial.step({ tag: kind, addMarks: [{ id: "a", kind, durationMs: trial.shortMs }] }),
    );
    await store.apply(steps);
    await trial.passShort();
    const seen = await Promise.all(KINDS.map((kind) => trial.state(kind)));
    const after = await Promise.all(KINDS.map((kind) => trial.ensured(kind)));
    for (const [index, kind] of KINDS.entries()) {
      const versions = [seen[index]?.version, after[index]?.version];
      const { version } = before[index] ?? {};
      expectThat(`a ${kind} ends the version`, !versions.includes(version));
      const { marked, cautious, endsByItself } = after[index] ?? {};
      expectSame(`marks after a ${kind}`, [marked, cautious, endsByItself], [false, false, false]);
    }
  },

  async "keeps a mark until its end"(trial) {
    const { version } = await trial.ensured();
    await trial.store.apply([trial.step({ addMarks: [fence("a")] })]);
    await trial.passShort();
    const expected = { version, marked: true, cautious: true, endsByItself: true };
    expectSame("a fence that has not ended", await trial.state(), expected);
  },

  async "ends the version with one mark although another lives"(trial) {
    const { version } = await trial.ensured();
    await trial.store.apply([trial.step({ addMarks: [fence("dead", trial.shortMs)] })]);
    await trial.other.apply([trial.step({ addMarks: [fence("alive")] })]);
    await trial.passShort();
    await isGone(trial, version);
    expectSame("the mark that lives", (await trial.ensured()).marked, true);
  },

  async "does not bring the version back when the mark that lives is removed"(trial) {
    const { version } = await trial.ensured();
    await trial.store.apply([trial.step({ addMarks: [fence("dead", trial.shortMs)] })]);
    await trial.store.apply([trial.step({ addMarks: [fence("refused")] })]);
    await trial.passShort();
    await trial.store.apply([trial.step({ removeMarks: ["refused"] })]);
    await isGone(trial, version);
    expectSame("the marks left", (await trial.ensured()).marked, false);
  },

  async "does not bring the version back when a mark is removed after its end"(trial) {
    const { version } = await trial.ensured();
    await trial.store.apply([trial.step({ addMarks: [fence("late", trial.shortMs)] })]);
    await trial.passShort();
    await trial.store.apply([trial.step({ removeMarks: ["late"] })]);
    await isGone(trial, version);
  },

  async "does not bring the version back when a mark is renewed after its end"(trial) {
    const { version } = await trial.ensured();
    await trial.store.apply([trial.step({ addMarks: [fence("late", trial.shortMs)] })]);
    await trial.passShort();
    await trial.store.apply([trial.step({ addMarks: [fence("late")] })]);
    await isGone(trial, version);
    expectSame("the renewed mark", (await trial.ensured()).marked, true);
  },

  async "keeps the other mark of a version that has ended, until its own end"(trial) {
    const { store, step, shortMs } = trial;
    await store.apply([
      step({ addMarks: [fence("first", shortMs), fence("second", 5 * shortMs)] }),
    ]);
    await trial.passShort();
    const { version, marked } = await trial.ensured();
    expectSame("the second mark", marked, true);
    await trial.pass(5 * shortMs);
    await isGone(trial, version);
  },

  async "renews a mark under its id"(trial) {
    const { version } = await trial.ensured();
    await trial.store.apply([trial.step({ addMarks: [fence("a", trial.shortMs)] })]);
    await trial.store.apply([trial.step({ addMarks: [fence("a")] })]);
    await trial.passShort();
    const expected = { version, marked: true, cautious: true, endsByItself: true };
    expectSame("a renewed fence", await trial.state(), expected);
  },

  async "takes a duration that is no whole number"(trial) {
    await trial.store.apply([trial.step({ addMarks: [fence("a", LONG_MS + 0.25)] })]);
    expectSame("the fence", (await trial.state())?.marked, true);
  },
};
