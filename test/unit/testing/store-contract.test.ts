import { expect, it } from "vitest";
import { storeContract } from "../../../src/testing/store-contract.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { brokenBudgets } from "./store-contract/broken-budgets.ts";
import { brokenEntries } from "./store-contract/broken-entries.ts";
import { brokenGenerations } from "./store-contract/broken-generations.ts";
import { brokenLeases } from "./store-contract/broken-leases.ts";
import { brokenMarks } from "./store-contract/broken-marks.ts";
import { brokenVersions } from "./store-contract/broken-versions.ts";
import { brokenStore, type Defect, type Defects, modelData } from "./store-contract/model-store.ts";

const DEFECTS: Defects = {
  "has what it is said to have": { methods: () => ({ name: "" }) },
  ...brokenEntries,
  ...brokenVersions,
  ...brokenMarks,
  ...brokenLeases,
  ...brokenGenerations,
  ...brokenBudgets,
  "confirms nothing when it cannot reach its data": {
    methods: ({ apply }) => ({
      apply: async (steps) => apply(steps)?.then(undefined, () => undefined),
    }),
  },
  "tells its listeners of its own step that was not confirmed": {
    methods: ({ apply }, data) => ({
      apply: async (steps) => {
        if (data.isCutOff) throw new Error("cut off");
        await apply(steps);
      },
    }),
  },
};

/** The whole contract of two stores over one model, which may have a defect. */
function contractOf(defect: Defect = {}) {
  let cut: () => void = () => undefined;
  return storeContract(
    () => {
      const clock = createVirtualClock();
      const data = modelData(clock.monotonic);
      cut = () => {
        data.isCutOff = true;
      };
      const [store, other] = [brokenStore(data, defect), brokenStore(data, defect)];
      return { store, other, clock, pass: clock.advance };
    },
    { leases: true, generations: true, budgets: true, cutOff: () => cut() },
  );
}

it.each(contractOf())("passes a store without a defect: $title", ({ run }) => run());

it.each(contractOf())("fails a store with a defect: $title", async ({ title }) => {
  const check = contractOf(DEFECTS[title]).find((one) => one.title === title);
  await expect(check?.run()).rejects.toThrow(/expected|integer/i);
});

it("knows a defect for every check, and a check for every defect", () => {
  const titles = contractOf().map(({ title }) => title);
  expect(Object.keys(DEFECTS).sort()).toEqual(titles.sort());
});
