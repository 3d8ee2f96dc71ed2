import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CacheStore, NewMark, RegistryStep, StoredEntry } from "../../src/stores/contract.ts";
import { unmarked } from "../../src/stores/tag-record.ts";

/** A store under test, and a way to let its own clock pass. */
export interface StoreUnderTest {
  readonly store: CacheStore;
  readonly pass: (ms: number) => Promise<void>;
  readonly end: () => Promise<void>;
}

const entry: StoredEntry = {
  value: Object.freeze({ free: Object.freeze(["08:00"]) }),
  versions: { all: "v1" },
  loadBeganAt: 5,
  expiresAt: 9_000_000_000_000,
  decaysAt: 7,
  requestId: "r1",
};

/** A mark that lasts long enough for the slowest machine. */
const LONG_MS = 60_000;
const SHORT_MS = 40;

let drawn = 0;
const fresh = () => `fresh-${++drawn}`;
const fence = (id: string, durationMs = LONG_MS): NewMark => ({ id, kind: "fence", durationMs });
const step = (fields: Partial<RegistryStep>): RegistryStep => ({
  key: "tag",
  freshVersion: fresh(),
  bump: false,
  addMarks: [],
  removeMarks: [],
  ...fields,
});

/** What every store must do; the rules of DESIGN 2 and 3.2 as facts about one record. */
export function describeStore(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    let store: CacheStore;
    const state = async (key = "tag") => (await store.read(undefined, [key])).states[0];
    const ensure = async (key = "tag") => (await store.ensure([key], fresh()))[0];
    const versionNow = async () => (await ensure())?.version;

    beforeEach(async () => {
      under = await create();
      store = under.store;
    });
    afterEach(() => under.end());

    it("returns an entry and the records beside it", async () => {
      await store.write("entry", entry, LONG_MS);
      const made = await ensure();
      const read = await store.read("entry", ["tag", "other"]);
      expect(read.entry).toEqual(entry);
      expect(read.states).toEqual([made, undefined]);
    });

    it("hands out frozen values", async () => {
      await store.write("entry", entry, LONG_MS);
      const { value } = (await store.read("entry", [])).entry as { value: { free: string[] } };
      expect(() => value.free.push("09:00")).toThrow(TypeError);
    });

    it("forgets an entry whose time is over", async () => {
      await store.write("entry", { ...entry, expiresAt: 0 }, SHORT_MS);
      await under.pass(SHORT_MS + 10);
      const found = (await store.read("entry", [])).entry;
      expect(found === undefined || found.expiresAt === 0).toBe(true);
    });

    it("creates a version only where there is none", async () => {
      const first = await ensure();
      expect((await ensure())?.version).toBe(first?.version);
    });

    it("gives every tag of one call its own answer", async () => {
      const [old] = await store.ensure(["left"], "one");
      const states = await store.ensure(["right", "left"], "two");
      expect(states.map(({ version }) => version)).toEqual(["two", old?.version]);
    });

    it("never shows a bumped version again", async () => {
      const before = await versionNow();
      await store.apply([step({ bump: true })]);
      expect(await versionNow()).not.toBe(before);
    });

    it("keeps the version under a fence and shows the mark", async () => {
      const before = await versionNow();
      await store.apply([step({ addMarks: [fence("a")] })]);
      expect(await ensure()).toEqual({
        version: before,
        ...{ marked: true, cautious: true, endsByItself: true },
      });
      await store.apply([step({ removeMarks: ["a"] })]);
      expect(await state()).toEqual(unmarked(before ?? ""));
    });

    it("draws a version together with the first fence", async () => {
      await store.apply([step({ addMarks: [fence("a")] })]);
      expect((await state())?.marked).toBe(true);
    });

    it("keeps the other writer's fence when one is removed", async () => {
      await store.apply([step({ addMarks: [fence("a")] })]);
      await store.apply([step({ addMarks: [fence("b")] })]);
      await store.apply([step({ removeMarks: ["a"], bump: true })]);
      expect((await state())?.marked).toBe(true);
      await store.apply([step({ removeMarks: ["b"] })]);
      expect((await state())?.marked).toBe(false);
    });

    it("sets settling and removes the fence in one step", async () => {
      const before = await versionNow();
      await store.apply([step({ addMarks: [fence("a")] })]);
      const settling = { id: "s", kind: "settling", durationMs: LONG_MS } as const;
      await store.apply([step({ bump: true, removeMarks: ["a"], addMarks: [settling] })]);
      const after = await ensure();
      expect(after?.marked).toBe(true);
      expect(after?.version).not.toBe(before);
    });

    it("does not wipe a mark when a version is asked for", async () => {
      await store.apply([step({ addMarks: [fence("a")] })]);
      await ensure();
      expect((await state())?.marked).toBe(true);
    });

    it("ends the version with a mark that runs out", async () => {
      const before = await versionNow();
      await store.apply([step({ addMarks: [fence("a", SHORT_MS)] })]);
      await under.pass(SHORT_MS + 10);
      expect((await state())?.version).not.toBe(before);
      expect(await ensure()).toMatchObject({ marked: false });
      expect(await versionNow()).not.toBe(before);
    });

    it("ends the version with one mark although another still lives", async () => {
      const before = await versionNow();
      await store.apply([step({ addMarks: [fence("dead", SHORT_MS)] })]);
      await store.apply([step({ addMarks: [fence("refused")] })]);
      await under.pass(SHORT_MS + 10);
      await store.apply([step({ removeMarks: ["refused"] })]);
      expect(await versionNow()).not.toBe(before);
    });

    it("renews a mark under its id", async () => {
      const before = await versionNow();
      await store.apply([step({ addMarks: [fence("a", SHORT_MS)] })]);
      await store.apply([step({ addMarks: [fence("a")] })]);
      await under.pass(SHORT_MS + 10);
      expect(await ensure()).toEqual({
        version: before,
        ...{ marked: true, cautious: true, endsByItself: true },
      });
    });

    it("lets a caution through as no obstacle", async () => {
      await ensure();
      const caution = { id: "c", kind: "caution", durationMs: LONG_MS } as const;
      await store.apply([step({ bump: true, addMarks: [caution] })]);
      expect(await ensure()).toMatchObject({ marked: false, cautious: true });
    });

    it("shows nothing of an ending until it runs out, and then ends the version", async () => {
      await ensure();
      const ending = { id: "e", kind: "ending", durationMs: SHORT_MS } as const;
      await store.apply([step({ bump: true, addMarks: [ending] })]);
      const before = await ensure();
      expect(before).toMatchObject({ marked: false, cautious: false });
      expect(await state()).toEqual(before);
      await under.pass(SHORT_MS + 10);
      expect(await versionNow()).not.toBe(before?.version);
    });

    it("applies twenty tags in one call", async () => {
      const keys = Array.from({ length: 20 }, (_none, index) => `tag-${index}`);
      const before = await store.ensure(keys, fresh());
      await store.apply(keys.map((key) => step({ key, bump: true })));
      const after = await store.ensure(keys, fresh());
      const survivors = before.filter(({ version }, index) => version === after[index]?.version);
      expect(survivors).toEqual([]);
    });
  });
}
