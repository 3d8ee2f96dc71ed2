import type { RegistryStep } from "../../../../src/stores/contract.ts";
import type { TagRecord } from "../../../../src/stores/tag-record.ts";
import { type Defect, type Defects, rightParts } from "./model-store.ts";

const { applyStep, ensureRecord, stateOf } = rightParts;

/** A step taken for another one. */
const takenFor = (change: (step: RegistryStep, record: TagRecord | undefined) => RegistryStep) =>
  ({
    parts: { applyStep: (record, step, now) => applyStep(record, change(step, record), now) },
  }) satisfies Defect;

const kindsTaken = (from: string, to: "fence" | "caution") =>
  takenFor((step) => ({
    ...step,
    addMarks: step.addMarks.map((mark) => (mark.kind === from ? { ...mark, kind: to } : mark)),
  }));

const withoutMarks = (record: TagRecord | undefined) => record && { ...record, marks: [] };
const live = (record: TagRecord | undefined, now: number) =>
  record && { ...record, marks: record.marks.filter(({ endsAt }) => endsAt > now) };

export const brokenMarks: Defects = {
  "keeps the version under a fence, and shows the fence to everybody": takenFor((step) =>
    step.addMarks.length > 0 ? { ...step, bump: true } : step,
  ),
  "draws a version together with the first mark": {
    parts: { applyStep: (record, step, now) => record && applyStep(record, step, now) },
  },
  "lets a caution through as no obstacle": kindsTaken("caution", "fence"),
  "shows of an ending only that the version ends": kindsTaken("ending", "caution"),
  "shows settling like a fence": kindsTaken("settling", "caution"),
  "tells of every settling that is there, and of no other, if of any": {
    parts: {
      stateOf: (record, now) => {
        const state = stateOf(record, now);
        return state?.marked ? { ...state, settling: record?.marks.map(({ id }) => id) } : state;
      },
    },
  },
  "keeps the other writer's fence when one is removed": {
    parts: {
      applyStep: (record, step, now) =>
        applyStep(step.addMarks.length > 0 ? withoutMarks(record) : record, step, now),
    },
  },
  "keeps fences through a bump": {
    parts: {
      applyStep: (record, step, now) =>
        applyStep(step.bump ? withoutMarks(record) : record, step, now),
    },
  },
  "bumps, settles and removes the fence in one step": takenFor((step) =>
    step.removeMarks.length > 0 ? { ...step, addMarks: [] } : step,
  ),
  "replaces a mark by another of its id": takenFor((step, record) => ({
    ...step,
    addMarks: step.addMarks.filter(({ id }) => !record?.marks.some((mark) => mark.id === id)),
  })),
  "does not mind the removal of a mark that is not there": takenFor((step, record) => {
    const isThere = record?.marks.some(({ id }) => step.removeMarks.includes(id));
    return step.removeMarks.length > 0 && !isThere ? { ...step, bump: true } : step;
  }),
  "removes a mark from the tags that the step names, and from no other": {
    methods: ({ apply }, { records }) => ({
      async apply(steps) {
        const removeMarks = steps.flatMap((step) => step.removeMarks);
        await apply(steps);
        const bare = { freshVersion: "", bump: false, addMarks: [], removeMarks };
        await apply([...records.keys()].map((key) => ({ key, ...bare })));
      },
    }),
  },
  "does not wipe a mark when a version is asked for": {
    parts: { ensureRecord: (record, fresh, now) => ensureRecord(withoutMarks(record), fresh, now) },
  },

  "ends the version with a mark that runs out, of whatever kind": {
    parts: {
      stateOf: (record, now) => stateOf(live(record, now), now),
      ensureRecord: (record, fresh, now) => ensureRecord(live(record, now), fresh, now),
    },
  },
  "keeps a mark until its end": takenFor((step) => ({
    ...step,
    addMarks: step.addMarks.map((mark) => ({ ...mark, durationMs: mark.durationMs / 10_000 })),
  })),
  "ends the version with one mark although another lives": {
    parts: {
      stateOf(record, now) {
        const left = live(record, now);
        return stateOf(left?.marks.length === 0 ? record : left, now);
      },
    },
  },
  "does not bring the version back when the mark that lives is removed": {
    parts: { applyStep: (record, step, now) => applyStep(live(record, now), step, now) },
  },
  "does not bring the version back when a mark is removed after its end": {
    parts: {
      applyStep(record, step, now) {
        const marks = record?.marks.filter(({ id }) => !step.removeMarks.includes(id)) ?? [];
        return applyStep(record && { ...record, marks }, step, now);
      },
    },
  },
  "does not bring the version back when a mark is renewed after its end": {
    parts: {
      applyStep(record, step, now) {
        const renewed = step.addMarks.map(({ id }) => id);
        const marks = record?.marks.filter(({ id }) => !renewed.includes(id)) ?? [];
        return applyStep(record && { ...record, marks }, step, now);
      },
    },
  },
  "keeps the other mark of a version that has ended, until its own end": {
    parts: {
      ensureRecord(record, version, now) {
        const isOver = record?.marks.some(({ endsAt }) => endsAt <= now);
        return isOver ? { version, marks: [] } : ensureRecord(record, version, now);
      },
    },
  },
  "renews a mark under its id": takenFor((step, record) => ({
    ...step,
    addMarks: step.addMarks.filter(({ id }) => !record?.marks.some((mark) => mark.id === id)),
  })),
  "takes a duration that is no whole number": takenFor((step) => {
    const isWhole = step.addMarks.every(({ durationMs }) => Number.isInteger(durationMs));
    if (!isWhole) throw new Error("value is not an integer");
    return step;
  }),
};
