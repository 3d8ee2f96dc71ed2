import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { slotsOf } from "./daylight-saving.ts";

const script = fileURLToPath(new URL("./print-slots.ts", import.meta.url));
const tsx = fileURLToPath(new URL("../../node_modules/tsx/dist/cli.mjs", import.meta.url));

describe("slots around a change of the clocks", () => {
  it("start at nine on the wall clock in London before and after both changes", async () => {
    const starts = await slotsOf("Europe/London", [
      ["2027-03-26", "2027-03-29"],
      ["2027-10-29", "2027-11-01"],
    ]);
    expect(starts.map((slots) => slots[0])).toEqual([
      "2027-03-26T09:00:00.000Z",
      "2027-03-29T09:00:00.000+01:00",
      "2027-10-29T09:00:00.000+01:00",
      "2027-11-01T09:00:00.000Z",
    ]);
    expect(starts.map((slots) => slots.length)).toEqual([16, 16, 16, 16]);
  });

  it("start at nine on the wall clock in New York before and after both changes", async () => {
    const starts = await slotsOf("America/New_York", [
      ["2027-03-12", "2027-03-15"],
      ["2027-11-05", "2027-11-08"],
    ]);
    expect(starts.map((slots) => slots[0])).toEqual([
      "2027-03-12T09:00:00.000-05:00",
      "2027-03-15T09:00:00.000-04:00",
      "2027-11-05T09:00:00.000-04:00",
      "2027-11-08T09:00:00.000-05:00",
    ]);
  });

  it("leave out the hour that a day in spring does not have", async () => {
    const [slots] = await slotsOf("Europe/London", [["2027-03-28", "2027-03-28"]], {
      days: ["Sunday"],
      startTime: "00:00",
      endTime: "03:00",
    });
    expect(slots).toEqual([
      "2027-03-28T00:00:00.000Z",
      "2027-03-28T00:30:00.000Z",
      "2027-03-28T02:00:00.000+01:00",
      "2027-03-28T02:30:00.000+01:00",
    ]);
  });

  it("have the hour twice that a day in autumn has twice", async () => {
    const [slots] = await slotsOf("America/New_York", [["2027-11-07", "2027-11-07"]], {
      days: ["Sunday"],
      startTime: "00:00",
      endTime: "02:00",
    });
    expect(slots).toEqual([
      "2027-11-07T00:00:00.000-04:00",
      "2027-11-07T00:30:00.000-04:00",
      "2027-11-07T01:00:00.000-04:00",
      "2027-11-07T01:30:00.000-04:00",
      "2027-11-07T01:00:00.000-05:00",
      "2027-11-07T01:30:00.000-05:00",
    ]);
  });

  it("do not depend on the zone of the machine", () => {
    const printed = ["UTC", "America/New_York", "Pacific/Auckland", "Europe/London"].map((TZ) =>
      execFileSync(process.execPath, [tsx, script], {
        env: { ...process.env, TZ },
        encoding: "utf8",
      }),
    );
    expect(new Set(printed).size).toBe(1);
    expect(printed[0]).toContain("2027-03-29T09:00:00.000+01:00");
  }, 30_000);
});
