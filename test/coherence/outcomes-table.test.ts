import { afterAll, describe, expect, it, vi } from "vitest";
import { watchHashing } from "../helpers/hashing.ts";
import { CREATES } from "./outcomes-table/changes.ts";
import { CHANGES } from "./outcomes-table/changes-made.ts";
import { expectedOf, isCell } from "./outcomes-table/expectations.ts";
import { FAULTS } from "./outcomes-table/faults.ts";
import { runCell } from "./outcomes-table/run-cell.ts";

const quiet = watchHashing();
afterAll(() => void vi.restoreAllMocks());

const ROWS = [...CREATES, ...CHANGES];
const byName = <T extends { readonly name: string }>(list: readonly T[]) =>
  list.map((one) => [one.name, one] as const);

describe.each(["selfHosted", "hosted"] as const)("on %s Cal.com", (profile) => {
  const isHosted = profile === "hosted";

  describe.each(byName(FAULTS))("when %s", (_name, fault) => {
    const rows = ROWS.filter((change) => isCell(change, fault, isHosted));

    it.each(byName(rows))("%s ends as it is told", async (_name, change) => {
      expect(await runCell(change, fault, profile, quiet)).toEqual({
        verdict: expectedOf(change, fault, isHosted),
        sent: 1,
        done: fault.happens === "never" ? 0 : 1,
        isTold: true,
        stale: [],
        notKept: [],
      });
    });
  });
});
