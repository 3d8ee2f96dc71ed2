import { describe, expect, it } from "vitest";
import { type Conformance, checkConformance, isConforming } from "./conformance.ts";

const GOOD: Conformance = {
  recordings: 2,
  genuine: true,
  read: { ok: 2, failed: [], withAnotherInput: [] },
  reproduced: { ok: 1, notReproduced: [{ number: "0001", reason: "made by what is absent" }] },
  deliveries: { total: 1, verified: 1, parsed: 1, failed: [] },
};
const failed = [{ number: "0001", reason: "something else" }];

describe("the verdict of `npm run conformance`", () => {
  it("is good where all is read and received, and the rest has its reason", () => {
    expect(isConforming(GOOD)).toBe(true);
  });

  it.each<[string, Partial<Conformance>]>([
    ["a recording is read as something else", { read: { ...GOOD.read, failed } }],
    ["a delivery is not understood", { deliveries: { ...GOOD.deliveries, failed } }],
    ["a recording is missing or was changed", { genuine: false }],
    [
      "nobody says why a recording is not reproduced",
      { reproduced: { ok: 1, notReproduced: [{ number: "0002", reason: null }] } },
    ],
  ])("is bad where %s", (_what, change) => {
    expect(isConforming({ ...GOOD, ...change })).toBe(false);
  });
});

it("holds to all that was recorded, as it was recorded", async () => {
  const conformance = await checkConformance();
  expect(conformance.genuine).toBe(true);
  expect(isConforming(conformance)).toBe(true);
});
