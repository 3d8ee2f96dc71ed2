import type { NewMark, RegistryStep } from "../../stores/contract.ts";
import { expectSame, expectThat } from "./expecting.ts";
import { type Checks, fence, LONG_MS, type Trial } from "./trial.ts";

const settling: NewMark = { id: "s", kind: "settling", durationMs: LONG_MS };
const caution: NewMark = { id: "c", kind: "caution", durationMs: LONG_MS };
const FENCED = { marked: true, cautious: true, endsByItself: true };
const CAUTIOUS = { marked: false, cautious: true, endsByItself: true };
const ENDING = { marked: false, cautious: false, endsByItself: true };

const add = ({ store, step }: Trial, ...addMarks: NewMark[]) => store.apply([step({ addMarks })]);
const remove = ({ store, step }: Trial, ...ids: string[]) =>
  store.apply([step({ removeMarks: ids })]);

/** How a mark is seen while it is there. */
export const markChecks: Checks = {
  async "keeps the version under a fence, and shows the fence to everybody"(trial) {
    const before = await trial.ensured();
    await add(trial, fence("a"));
    const fenced = { version: before.version, ...FENCED };
    expectSame("what a reader sees", await trial.state(), fenced);
    expectSame("what another process sees", await trial.state("tag", trial.other), fenced);
    expectSame("what asking for a version gives", await trial.ensured(), fenced);
    await remove(trial, "a");
    expectSame("the record without the fence", await trial.state(), before);
  },

  async "draws a version together with the first mark"(trial) {
    const step = trial.step({ addMarks: [fence("a")] });
    await trial.store.apply([step]);
    const expected = { version: step.freshVersion, ...FENCED };
    expectSame("a record made by a fence", await trial.state(), expected);
  },

  async "lets a caution through as no obstacle"(trial) {
    const { version } = await trial.ensured();
    await add(trial, caution);
    expectSame("a record under caution", await trial.state(), { version, ...CAUTIOUS });
    expectSame("the same, asked for", await trial.ensured(), { version, ...CAUTIOUS });
  },

  async "shows of an ending only that the version ends"(trial) {
    const { version } = await trial.ensured();
    await add(trial, { id: "e", kind: "ending", durationMs: LONG_MS });
    expectSame("a record with an ending", await trial.state(), { version, ...ENDING });
    expectSame("the same, asked for", await trial.ensured(), { version, ...ENDING });
  },

  async "shows settling like a fence"(trial) {
    const { version } = await trial.ensured();
    await add(trial, settling);
    const { settling: _told, ...shown } = (await trial.state()) ?? {};
    expectSame("a settling record", shown, { version, ...FENCED });
  },

  async "tells of every settling that is there, and of no other, if of any"(trial) {
    await add(trial, settling, { ...settling, id: "t" }, fence("a"), caution);
    const told = (await trial.state())?.settling;
    if (told === undefined) return;
    const toOthers = (await trial.state("tag", trial.other))?.settling;
    expectSame(
      "two that settle",
      [[...told].sort(), [...(toOthers ?? [])].sort()],
      [
        ["s", "t"],
        ["s", "t"],
      ],
    );
    await trial.other.apply([trial.step({ bump: true, removeMarks: ["s"] })]);
    expectSame("the one that is left, after a bump", (await trial.state())?.settling, ["t"]);
    await remove(trial, "t");
    expectSame("none, under a fence", (await trial.state())?.settling ?? [], []);
  },

  async "keeps the other writer's fence when one is removed"(trial) {
    const theirs = (fields: Partial<RegistryStep>) => trial.other.apply([trial.step(fields)]);
    await add(trial, fence("a"));
    await theirs({ addMarks: [fence("b")] });
    await theirs({ removeMarks: ["b"], bump: true });
    expectSame("the first fence, without the second", (await trial.state())?.marked, true);
    await theirs({ addMarks: [fence("b")] });
    await trial.store.apply([trial.step({ removeMarks: ["a"], bump: true })]);
    expectSame("the second fence, without the first", (await trial.state())?.marked, true);
    await remove(trial, "b");
    expectSame("with no fence left", (await trial.state())?.marked, false);
  },

  async "keeps fences through a bump"(trial) {
    const before = await trial.ensured();
    await add(trial, fence("a"));
    const step = trial.step({ bump: true });
    await trial.store.apply([step]);
    expectThat("the bumped version is fresh", step.freshVersion !== before.version);
    const expected = { version: step.freshVersion, ...FENCED };
    expectSame("the fenced record", await trial.state(), expected);
  },

  async "bumps, settles and removes the fence in one step"(trial) {
    await trial.ensured();
    await add(trial, fence("a"));
    const step = trial.step({ bump: true, removeMarks: ["a"], addMarks: [settling] });
    await trial.store.apply([step]);
    const { settling: _told, ...shown } = (await trial.state()) ?? {};
    expectSame("the settling record", shown, { version: step.freshVersion, ...FENCED });
    await remove(trial, settling.id);
    expectSame("the record without marks", (await trial.state())?.marked, false);
  },

  async "replaces a mark by another of its id"(trial) {
    const { version } = await trial.ensured();
    await add(trial, fence("a"));
    await add(trial, { ...caution, id: "a" });
    expectSame("a fence turned caution", await trial.state(), { version, ...CAUTIOUS });
  },

  async "does not mind the removal of a mark that is not there"(trial) {
    const before = await trial.ensured();
    await remove(trial, "never-set");
    expectSame("the record", await trial.state(), before);
    await add(trial, fence("a"));
    await remove(trial, "never-set");
    expectSame("the fence", (await trial.state())?.marked, true);
  },

  async "removes a mark from the tags that the step names, and from no other"(trial) {
    const { store, step, state } = trial;
    const tags = ["tag", "other"];
    await store.apply(tags.map((tag) => step({ tag, addMarks: [fence("a")] })));
    await remove(trial, "a");
    const marked = [(await state())?.marked, (await state("other"))?.marked];
    expectSame("whether the two are marked", marked, [false, true]);
  },

  async "does not wipe a mark when a version is asked for"(trial) {
    await add(trial, fence("a"));
    await trial.ensured("tag", trial.other);
    expectSame("the fence", (await trial.state())?.marked, true);
  },
};
