import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ownFolder } from "../../helpers/redis-process.ts";
import { mergeNotes } from "./history.ts";
import { type Note, openNotebook } from "./notes.ts";
import { FENCE_MS, SETTLE_MS, TIMEOUT_MS } from "./settings.ts";

const folder = ownFolder();
let files = 0;

function merged(
  notes: readonly Note[],
  committedAt: number,
  losses: { from: number; to: number }[],
) {
  files += 1;
  const file = join(folder, `${files}.jsonl`);
  const notebook = openNotebook(file);
  for (const note of notes) notebook.note(note);
  notebook.close();
  const commits = [{ at: committedAt, change: "c", altered: [0] }];
  const calCom = { commits, truths: [[{ at: 0, digest: "d" }]] };
  return mergeNotes(new Map([["2.0", file]]), calCom, losses);
}

const told = (...args: Parameters<typeof merged>) =>
  merged(...args).changes.flatMap((change) =>
    change.told.map(({ by, at, after, process }) => ({ by, at, after, process })),
  );

describe("what many processes have noted", () => {
  const begun: Note = { kind: "begun", change: "c", what: "a booking", at: 10 };
  const sent: Note = { kind: "sent", change: "c", at: 20, fenced: true };
  const fence = { by: "fence", at: 100, after: 100, process: "2.0" };

  it("is put together by change", () => {
    const told: Note = {
      ...{ kind: "acknowledged", by: "write", change: "c", at: 130, after: 110, said: [] },
    };
    const [change] = merged([begun, told], 100, []).changes;
    expect(change).toMatchObject({ name: "c", what: "a booking", begunAt: 10 });
    expect(change?.told).toMatchObject([{ by: "write", at: 130, after: 110, process: "2.0" }]);
  });

  it("has to be known from the commit on where a fence was confirmed, whoever died", () => {
    expect(told([begun, sent], 100, [])).toEqual([fence]);
    expect(told([begun, { ...sent, fenced: false }], 100, [])).toEqual([]);
  });

  it("may be unknown where the store has lost the fence, or it has ended", () => {
    expect(told([begun, sent], 100, [{ from: 50, to: 60 }])).toEqual([]);
    expect(told([begun, sent], 100, [{ from: 101, to: 160 }])).toEqual([fence]);
    expect(told([begun, sent], 10 + TIMEOUT_MS + FENCE_MS, [])).toEqual([]);
  });

  it("has to be known once it is done, where it was announced before", () => {
    const heard: Note = {
      ...{ kind: "acknowledged", by: "webhook", change: "c", at: 95, after: 90, said: [] },
    };
    const settling = { by: "settling", at: 100, after: 100, process: "2.0" };
    expect(told([heard], 100, [])).toContainEqual(settling);
    expect(told([heard], 90 + SETTLE_MS, [])).not.toContainEqual(settling);
  });

  it("is read up to the line that was torn when its process was killed", () => {
    const read = { began: 1, ended: 2, what: "slots", source: "cache", loadBeganAt: 1, parts: [] };
    const line = JSON.stringify({ kind: "read", ...read });
    const file = join(folder, "torn.jsonl");
    writeFileSync(file, `${line}\n${line.slice(0, 20)}`);
    const { reads } = mergeNotes(new Map([["0.0", file]]), { commits: [], truths: [] }, []);
    expect(reads).toHaveLength(1);
  });
});
