import { describe, expect, it } from "vitest";
import { checkHistory } from "./checker.ts";
import type { Change, Read, Told } from "./history.ts";

/** One question, which one change made at 100 has altered; told at 120 to a process called `writer`. */
const TRUTHS = [
  [
    { at: 0, digest: "before" },
    { at: 100, digest: "after" },
  ],
];

function changeTold(told: Partial<Told> = {}): Change {
  const change: Change = {
    ...{ name: "c", what: "a booking", begunAt: 90, sent: undefined },
    commits: [{ at: 100, change: "c", altered: [0] }],
    told: [],
  };
  const common = { change, by: "write", process: "writer", at: 120, after: 110, said: [] } as const;
  change.told.push({ ...common, ...told });
  return change;
}

function readAt(began: number, read: { digest?: string; loaded?: number } & Partial<Read>): Read {
  const { digest = "before", loaded = 50, ...more } = read;
  return {
    ...{ kind: "read", what: "slots", process: "reader", began, ended: began + 1 },
    ...{ source: "cache", loadBeganAt: loaded, parts: [[0, digest, loaded]], ...more },
  };
}

const kinds = (read: Read, change = changeTold(), boundMs = 0) =>
  checkHistory({ changes: [change], reads: [read], truths: TRUTHS }, boundMs).map(
    ({ kind }) => kind,
  );

describe("the checker of histories of processes", () => {
  it("finds what was loaded before a change that everybody had been told of", () => {
    expect(kinds(readAt(121, {}))).toEqual(["stale"]);
  });

  it("lets a read be that began before everybody was told", () => {
    expect(kinds(readAt(119, {}))).toEqual([]);
  });

  it("asks nothing of what was loaded after the change", () => {
    expect(kinds(readAt(121, { loaded: 111, digest: "after" }))).toEqual([]);
  });

  it("finds an old answer that is said to be new", () => {
    expect(kinds(readAt(121, { loaded: 115 }))).toEqual(["untrue"]);
  });

  it("finds an answer that was never true", () => {
    expect(kinds(readAt(121, { loaded: 115, digest: "neither" }))).toEqual(["untrue"]);
  });

  it("takes an answer that became untrue while the read went on", () => {
    const truths = [[...(TRUTHS[0] ?? []), { at: 130, digest: "later" }]];
    const reads = [readAt(121, { loaded: 122, digest: "later", ended: 140 })];
    const judge = (read: Read) =>
      checkHistory({ changes: [changeTold()], reads: [read], truths }, 0);
    expect(reads.flatMap(judge)).toEqual([]);
    expect(judge({ ...(reads[0] as Read), ended: 129 })).toHaveLength(1);
  });

  it("finds a layer that says it is younger than its parts", () => {
    const read = readAt(121, { loaded: 111, digest: "after" });
    expect(kinds({ ...read, loadBeganAt: 112 })).toEqual(["misdated"]);
  });

  it("judges what the application names, although nothing has changed", () => {
    const change: Change = { ...changeTold({ by: "application", said: [0] }), commits: [] };
    expect(kinds(readAt(121, {}), change)).toEqual(["stale"]);
  });

  it("does not ask for what was only announced", () => {
    const change = changeTold({ by: "webhook", after: 95, at: 99 });
    expect(kinds(readAt(110, { loaded: 105 }), change)).toEqual([]);
  });

  describe("with a bound", () => {
    it("gives others that much time", () => {
      expect(kinds(readAt(420, {}), changeTold(), 300)).toEqual([]);
      expect(kinds(readAt(421, {}), changeTold(), 300)).toEqual(["stale"]);
    });

    it("gives none to the process that was told", () => {
      expect(kinds(readAt(121, { process: "writer" }), changeTold(), 300)).toEqual(["stale"]);
    });

    it("judges own and others' changes together", () => {
      const own = changeTold({ process: "reader", at: 500, after: 60 });
      const others = changeTold();
      const judged = checkHistory(
        { changes: [own, others], reads: [readAt(501, { loaded: 80 })], truths: TRUTHS },
        300,
      );
      expect(judged.map(({ told }) => told?.change)).toEqual([others]);
    });
  });
});
