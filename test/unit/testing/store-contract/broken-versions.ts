import { unmarked } from "../../../../src/stores/tag-record.ts";
import { type Defects, rightParts } from "./model-store.ts";

const { applyStep, stateOf } = rightParts;

export const brokenVersions: Defects = {
  "creates a version only where there is none": {
    parts: { ensureRecord: (record, version) => ({ version, marks: record?.marks ?? [] }) },
  },
  "creates a version without any mark": {
    parts: {
      stateOf(record, now) {
        const state = stateOf(record, now);
        return state && { ...state, endsByItself: true };
      },
    },
  },
  "does not create a version by reading": {
    parts: { stateOf: (record, now) => stateOf(record, now) ?? unmarked("made-by-a-reader") },
  },
  "answers for every tag of a call, in the order asked for": {
    methods: ({ ensure }) => ({
      async ensure(keys, fresh) {
        const [first] = await ensure(keys, fresh);
        return keys.map(() => first ?? unmarked(fresh));
      },
    }),
  },
  "never shows a version again that was bumped": {
    parts: { applyStep: (record, step, now) => applyStep(record, { ...step, bump: false }, now) },
  },
  "puts the fresh version in the place of one that is bumped": {
    parts: {
      applyStep(record, step, now) {
        const after = applyStep(record, step, now);
        return step.bump && after?.marks.length === 0 ? undefined : after;
      },
    },
  },
  "leaves tags alone that a step does not name": {
    methods: ({ apply }, { records }) => ({
      async apply(steps) {
        const keys = [...records.keys()];
        const all = steps.flatMap((step) =>
          keys.filter((key) => key.startsWith(step.key)).map((key) => ({ ...step, key })),
        );
        await apply([...steps, ...all]);
      },
    }),
  },
  "changes nothing by a step that asks for nothing": {
    parts: { applyStep: (record, step, now) => applyStep(record, { ...step, bump: true }, now) },
  },
  "bumps two hundred tags in one call": {
    methods: ({ apply }) => ({ apply: (steps) => apply(steps.slice(0, 100)) }),
  },
  "keeps the records of two namespaces apart": {
    parts: { recordKey: (key) => key.slice(key.lastIndexOf(":tag:")) },
  },

  "lets one win when many ask for a version at the same time": {
    parts: { betweenSteps: () => Promise.resolve() },
  },
  "keeps every mark of those who set one at the same time": {
    parts: { betweenSteps: () => Promise.resolve() },
  },
  "leaves the tags of one call together when many change them": {
    methods({ apply }) {
      let calls = 0;
      return {
        async apply(steps) {
          const own = calls++ % 4 < 2 ? steps : [...steps].reverse();
          for (const step of own) await apply([step]);
        },
      };
    },
  },
  "never shows a version again, whoever bumps and asks meanwhile": {
    parts: { betweenSteps: () => Promise.resolve() },
  },
  "shows nobody half of a call": {
    methods: ({ apply }) => ({
      async apply(steps) {
        for (const step of steps) await apply([step]);
      },
    }),
  },
  "shows nobody a bump without the mark that comes with it": {
    methods: ({ apply }) => ({
      async apply(steps) {
        await apply(steps.map((step) => ({ ...step, addMarks: [] })));
        await apply(steps.map((step) => ({ ...step, bump: false })));
      },
    }),
  },
};
