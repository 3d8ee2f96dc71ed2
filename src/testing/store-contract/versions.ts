import { expectSame, expectThat } from "./expecting.ts";
import { type Checks, fence } from "./trial.ts";

export const versionChecks: Checks = {
  async "creates a version only where there is none"(trial) {
    const first = await trial.ensured();
    expectSame("a second answer", await trial.ensured(), first);
    expectSame("another process's answer", await trial.ensured("tag", trial.other), first);
    expectSame("what a reader sees", await trial.state("tag", trial.other), first);
  },

  async "creates a version without any mark"(trial) {
    const { version, ...marks } = await trial.ensured();
    expectThat("the version is a text that is not empty", version.length > 0);
    expectSame("its marks", marks, { marked: false, cautious: false, endsByItself: false });
  },

  async "does not create a version by reading"(trial) {
    await trial.state();
    expectSame("a record that was only read", await trial.state(), undefined);
  },

  async "answers for every tag of a call, in the order asked for"({ store, key, ...trial }) {
    const old = await trial.ensured("old");
    const fresh = trial.fresh();
    const states = await store.ensure(["left", "old", "right"].map(key), fresh);
    expectSame(
      "the versions",
      states.map(({ version }) => version),
      [fresh, old.version, fresh],
    );
  },

  async "never shows a version again that was bumped"(trial) {
    const before = await trial.ensured();
    await trial.store.apply([trial.step({ bump: true })]);
    const seen = [await trial.state(), await trial.state("tag", trial.other)];
    const after = await trial.ensured();
    const versions = [...seen, after].map((state) => state?.version);
    expectThat("the bumped version is gone", !versions.includes(before.version));
    expectSame("what is seen from now on", await trial.ensured("tag", trial.other), after);
  },

  async "puts the fresh version in the place of one that is bumped"(trial) {
    await trial.ensured();
    const step = trial.step({ bump: true });
    await trial.store.apply([step]);
    expectSame("the version after a bump", (await trial.state())?.version, step.freshVersion);
  },

  async "leaves tags alone that a step does not name"(trial) {
    const neighbours = ["tag2", "ta", "other"];
    const before = await Promise.all(neighbours.map((tag) => trial.ensured(tag)));
    await trial.ensured();
    await trial.store.apply([trial.step({ bump: true })]);
    const after = await Promise.all(neighbours.map((tag) => trial.state(tag)));
    expectSame("the neighbours", after, before);
  },

  async "changes nothing by a step that asks for nothing"(trial) {
    const before = await trial.ensured();
    await trial.store.apply([trial.step(), trial.step({ tag: "none" })]);
    await trial.store.apply([]);
    expectSame("the record", await trial.state(), before);
  },

  async "bumps two hundred tags in one call"({ store, key, fresh, step }) {
    const tags = Array.from({ length: 200 }, (_none, index) => `tag-${index}`);
    const before = await store.ensure(tags.map(key), fresh());
    await store.apply(tags.map((tag) => step({ tag, bump: true })));
    const after = await store.ensure(tags.map(key), fresh());
    const survivors = before.filter(({ version }, index) => version === after[index]?.version);
    expectSame("versions that survived", survivors, []);
  },

  async "keeps the records of two namespaces apart"(trial) {
    const neighbour = trial.neighbour();
    const [mine, theirs] = [await trial.ensured(), await neighbour.ensured()];
    await trial.store.apply([trial.step({ bump: true })]);
    expectSame("the record of the other namespace", await neighbour.state(), theirs);
    await neighbour.store.apply([neighbour.step({ addMarks: [fence("a")] })]);
    const { version, marked } = await trial.ensured();
    expectThat("the record of this one was bumped", version !== mine.version);
    expectSame("whether it is marked", marked, false);
  },
};
