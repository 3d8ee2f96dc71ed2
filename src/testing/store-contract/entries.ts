import { expectSame, expectThat } from "./expecting.ts";
import { type Checks, entryOf, LONG_MS } from "./trial.ts";

const MANY = 20;

/** Values that a careless form of storage takes for something else. */
const VALUES: readonly unknown[] = [
  ...[null, false, 0, -1.5, 1e300, "", "null", "undefined", "{}", "[1", "0"],
  ...["\u0000\n\r\t\"\\'", "Zürich 東京 👩‍👩‍👧", [[], [null], [[{}]]]],
  { "": 1, toString: "x", "a.b": { $date: 0 }, length: 3, nested: { empty: {}, none: null } },
];

/** What follows the layer's name in a key is the application's, as JSON. */
const NAMES: readonly string[] = [
  ...["", " ", "a", "A", "a ", " a", "a:", "a:b", "a*", "a?", "[a]", "a]", "{a}", "{", "}"],
  ...['"', "\\", "/", "..", "a\nb", "a\u0000b", "a\u0000c", "ü", "u\u0308", "👩‍👩‍👧", "%41"],
  ...["a#marks", "a@server", "__proto__", "constructor", "x".repeat(2_000), "x".repeat(2_001)],
];

export const entryChecks: Checks = {
  async "gives an entry and the records beside it, in the order asked for"(trial) {
    const { store, key, entryKey } = trial;
    const entry = { ...entryOf({ free: ["08:00"] }, { all: "v1" }), decaysAt: 7, requestId: "r1" };
    await store.write(entryKey("e"), entry, LONG_MS);
    const [left, right] = [await trial.ensured("left"), await trial.ensured("right")];
    const read = await store.read(entryKey("e"), ["right", "none", "left"].map(key));
    expectSame("the entry", read.entry, entry);
    expectSame("the records", read.states, [right, undefined, left]);
  },

  async "gives records without an entry, and an entry without records"({ store, ...trial }) {
    await store.write(trial.entryKey("e"), entryOf("kept"), LONG_MS);
    const state = await trial.ensured();
    const records = await store.read(undefined, [trial.key("tag")]);
    expectSame("records alone", records, { entry: undefined, states: [state] });
    const entry = await store.read(trial.entryKey("e"), []);
    expectSame("an entry alone", entry, { entry: entryOf("kept"), states: [] });
  },

  async "gives nothing where nothing was written"({ store, key, entryKey }) {
    const read = await store.read(entryKey("e"), [key("tag")]);
    expectSame("an unknown entry and record", read, { entry: undefined, states: [undefined] });
    expectSame("no question", await store.read(undefined, []), { entry: undefined, states: [] });
  },

  async "gives an entry that another process has written"({ store, other, entryKey }) {
    await other.write(entryKey("e"), entryOf("theirs"), LONG_MS);
    expectSame("the entry", (await store.read(entryKey("e"), [])).entry, entryOf("theirs"));
  },

  async "replaces an entry by the one written last"({ store, other, entryKey }) {
    await store.write(entryKey("e"), entryOf("first"), LONG_MS);
    await store.read(entryKey("e"), []);
    await other.write(entryKey("e"), entryOf("second"), LONG_MS);
    expectSame("the entry", (await store.read(entryKey("e"), [])).entry, entryOf("second"));
  },

  async "keeps every JSON value as it is"({ store, entryKey }) {
    for (const value of VALUES) {
      await store.write(entryKey("e"), entryOf(value), LONG_MS);
      expectSame("the entry", (await store.read(entryKey("e"), [])).entry, entryOf(value));
    }
  },

  async "keeps an entry of a million characters"({ store, entryKey }) {
    const value = Array.from({ length: 10_000 }, (_none, index) => `${index} ü`.padEnd(100, "."));
    await store.write(entryKey("e"), entryOf(value), LONG_MS);
    expectSame("the entry", (await store.read(entryKey("e"), [])).entry, entryOf(value));
  },

  async "keeps entries apart, whatever characters their keys hold"({ store, entryKey }) {
    const keys = NAMES.map((name) => entryKey(JSON.stringify(["layer", name])));
    for (const [index, key] of keys.entries()) await store.write(key, entryOf(index), LONG_MS);
    for (const [index, key] of keys.entries()) {
      expectSame(`the entry ${index}`, (await store.read(key, [])).entry, entryOf(index));
    }
  },

  async "hands out values that are frozen through and through"({ store, entryKey }) {
    // As clients hand them in.
    const value = Object.freeze({ free: Object.freeze([Object.freeze({ start: "08:00" })]) });
    await store.write(entryKey("e"), entryOf(value), LONG_MS);
    const found = (await store.read(entryKey("e"), [])).entry?.value as typeof value;
    const parts = [found, found.free, found.free[0]];
    expectThat("every part of the value is frozen", parts.every(Object.isFrozen));
  },

  async "forgets an entry when its time to live is over"({ store, entryKey, ...trial }) {
    await store.write(entryKey("e"), entryOf("short"), trial.shortMs);
    await store.write(entryKey("f"), entryOf("long"), LONG_MS);
    await trial.passShort();
    expectSame("the short one", (await store.read(entryKey("e"), [])).entry, undefined);
    expectSame("the long one", (await store.read(entryKey("f"), [])).entry, entryOf("long"));
  },

  async "takes a time to live that is no whole number"({ store, entryKey }) {
    await store.write(entryKey("e"), entryOf("kept"), LONG_MS + 0.25);
    expectSame("the entry", (await store.read(entryKey("e"), [])).entry, entryOf("kept"));
    await store.write(entryKey("f"), entryOf("gone at once"), 0.25);
  },

  async "keeps one of the entries that are written at the same time, whole"(trial) {
    const { store, other, entryKey } = trial;
    const entries = Array.from({ length: MANY }, (_none, index) =>
      entryOf({ from: index, text: String(index).repeat(20_000) }, { all: `v${index}` }),
    );
    const readers = entries.map(async (entry, index) => {
      const by = index % 2 === 0 ? store : other;
      await by.write(entryKey("e"), entry, LONG_MS);
      return (await by.read(entryKey("e"), [])).entry;
    });
    for (const found of await Promise.all(readers)) {
      const { from } = (found?.value ?? { from: -1 }) as { readonly from: number };
      expectSame("an entry read among writes", found, entries[from] ?? "one of those written");
    }
  },
};
