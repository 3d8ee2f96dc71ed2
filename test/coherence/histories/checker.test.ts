import { describe, expect, it } from "vitest";
import { checkHistory } from "./checker.ts";
import type { Change, ChangedBy, Read } from "./history.ts";

/** Order and time go together here: the moment 5 is the fifth, at 5 ms. */
const at = (moment: number) => ({ order: moment, ms: moment });

const change = (by: ChangedBy, times: { made?: number; told?: number; said?: string }): Change => ({
  what: `by ${by}`,
  by,
  commits: times.made === undefined ? [] : [{ ...at(times.made), altered: new Set(["monday"]) }],
  said: new Set(times.said === undefined ? [] : [times.said]),
  acknowledged: times.told === undefined ? [] : [at(times.told)],
});

const read = (times: { loaded: number; began: number }, value = "new"): Read => ({
  what: "a read",
  began: at(times.began),
  ended: at(times.began + 1),
  source: times.loaded < times.began ? "cache" : "origin",
  loadBeganAt: times.loaded,
  parts: [{ question: "monday", value, loadBeganAt: times.loaded }],
});

/** What is found where the answer to the question turns from old to new at `turned`. */
function kindsOf(changes: readonly Change[], one: Read, turned = 10): readonly string[] {
  const truths = [
    { ...at(0), value: "old" },
    { ...at(turned), value: "new" },
  ];
  const history = { changes, reads: [one], truths: new Map([["monday", truths]]) };
  return checkHistory(history).findings.map(({ kind }) => kind);
}

describe("a visitor's change, made at 10 and acknowledged at 20", () => {
  const told = [change("visitor", { made: 10, told: 20 })];

  it("is missed by a read from 21 on that was loaded before 20", () => {
    expect(kindsOf(told, read({ loaded: 5, began: 21 }))).toEqual(["stale"]);
    expect(kindsOf(told, read({ loaded: 19, began: 21 }))).toEqual(["stale"]);
  });

  it("is not missed by what was loaded at the acknowledgement or later", () => {
    expect(kindsOf(told, read({ loaded: 20, began: 21 }))).toEqual([]);
    expect(kindsOf(told, read({ loaded: 30, began: 30 }))).toEqual([]);
  });

  it("need not be known to a read that started before the acknowledgement", () => {
    expect(kindsOf(told, read({ loaded: 5, began: 19 }, "old"))).toEqual([]);
  });

  it("is no matter where another question is asked", () => {
    const other: Read = {
      ...read({ loaded: 5, began: 21 }),
      parts: [{ question: "tuesday", value: "old", loadBeganAt: 5 }],
    };
    expect(kindsOf(told, other)).toEqual([]);
  });

  it("is no matter before anybody is told", () => {
    expect(kindsOf([change("visitor", { made: 10 })], read({ loaded: 5, began: 50 }))).toEqual([]);
  });
});

describe("a client's change, made at 10", () => {
  it("is missed by a read from 11 on that was loaded before 10, acknowledged or not", () => {
    expect(kindsOf([change("client", { made: 10 })], read({ loaded: 9, began: 11 }))).toEqual([
      "unfenced",
    ]);
    expect(kindsOf([change("client", { made: 10 })], read({ loaded: 10, began: 11 }))).toEqual([]);
    expect(kindsOf([change("client", { made: 10 })], read({ loaded: 5, began: 9 }, "old"))).toEqual(
      [],
    );
  });
});

it("holds answers to the end of a time that a client held", () => {
  const ends = [change("end of a reservation", { made: 10 })];
  expect(kindsOf(ends, read({ loaded: 9, began: 11 }))).toEqual(["unfenced"]);
});

it("lets nobody be blamed for what nobody tells", () => {
  const silent = [change("silence", { made: 10 })];
  expect(kindsOf(silent, read({ loaded: 5, began: 50 }, "old"))).toEqual([]);
});

describe("what the application says has changed", () => {
  it("is held against every answer of before, though nothing is altered", () => {
    const said = [change("application", { told: 20, said: "monday" })];
    expect(kindsOf(said, read({ loaded: 19, began: 21 }))).toEqual(["stale"]);
    expect(kindsOf(said, read({ loaded: 20, began: 21 }))).toEqual([]);
  });
});

describe("an answer that was loaded in time and is old all the same", () => {
  const told = [change("visitor", { made: 10, told: 20 })];

  it("is found when it comes from the cache", () => {
    expect(kindsOf(told, read({ loaded: 22, began: 40 }, "old"))).toEqual(["kept late"]);
  });

  it("counts as settling when Cal.com has just given it", () => {
    const late = read({ loaded: 30, began: 30 }, "old");
    const truths = new Map([
      [
        "monday",
        [
          { ...at(0), value: "old" },
          { ...at(10), value: "new" },
        ],
      ],
    ]);
    expect(checkHistory({ changes: told, reads: [late], truths })).toEqual({
      findings: [],
      settling: { late: 1, longestMs: 21 },
    });
  });

  it("is right when it was true again since", () => {
    const again = [...told, change("silence", { made: 30 })];
    const truths = ["old", "new", "old"].map((value, index) => ({ ...at(index * 10), value }));
    const one = read({ loaded: 35, began: 40 }, "old");
    const history = { changes: again, reads: [one], truths: new Map([["monday", truths]]) };
    expect(checkHistory(history).findings).toEqual([]);
  });
});

it("finds an answer that says it is younger than a part of it", () => {
  const layer = { ...read({ loaded: 5, began: 8 }, "old"), loadBeganAt: 6 };
  expect(kindsOf([], layer)).toEqual(["misdated"]);
});
