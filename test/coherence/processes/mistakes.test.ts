import { describe, expect, it } from "vitest";
import { mistakesIn } from "./mistakes.ts";
import type { Note } from "./notes.ts";

const state = (heapBytes: number, resources = 8): Note => ({
  ...{ kind: "state", at: 1, heapBytes, resources },
});
const deferred: Note = { kind: "deferred", change: "c", at: 1 };
const landed: Note = {
  ...{ kind: "acknowledged", by: "landing", change: "c", at: 2, after: 1, said: [] },
};

const mistakes = (...notes: readonly Note[]) =>
  mistakesIn(
    {
      ...{ changes: [], reads: [], truths: [] },
      others: notes.map((note) => ({ process: "2.0", note })),
    },
    ["2.0"],
  );

describe("what must not happen in a process", () => {
  it("is what it says itself, such as a rejection that nobody handles", () => {
    expect(mistakes({ kind: "mistake", what: "MaxListenersExceededWarning" })).toEqual([
      "Process 2.0: MaxListenersExceededWarning",
    ]);
  });

  it("is holding on to more and more", () => {
    expect(mistakes(state(20e6), state(60e6), state(25e6))).toEqual([]);
    expect(mistakes(state(20e6), state(60e6))).toHaveLength(1);
    expect(mistakes(state(20e6, 8), state(20e6, 40))).toHaveLength(1);
  });

  it("is never telling the store what was deferred, while it lives", () => {
    expect(mistakes(deferred, landed)).toEqual([]);
    expect(mistakes(deferred)).toEqual(["The store has never been told of c of process 2.0."]);
    const dead = [{ process: "1.0", note: deferred }];
    expect(mistakesIn({ changes: [], reads: [], truths: [], others: dead }, ["2.0"])).toEqual([]);
  });
});
