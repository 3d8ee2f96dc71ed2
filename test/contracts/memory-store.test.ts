import { expect, it } from "vitest";
import { memoryStore } from "../../src/stores/memory-store.ts";
import { createVirtualClock } from "../../src/testing/virtual-clock.ts";
import { describeStore } from "./store-contract.ts";

describeStore(
  "memoryStore",
  () => {
    const clock = createVirtualClock();
    return { store: memoryStore({ clock }), clock, pass: clock.advance };
  },
  { budgets: true },
);

const entry = { value: 1, versions: {}, loadBeganAt: 0, expiresAt: 9e12 };

it("drops the least recently used entry beyond its bound", () => {
  const store = memoryStore({ maxEntries: 2 });
  store.write("a", entry, 1_000);
  store.write("b", entry, 1_000);
  store.read("a", []);
  store.write("c", entry, 1_000);
  const found = ["a", "b", "c"].map((key) => {
    const read = store.read(key, []);
    return "entry" in read && read.entry !== undefined;
  });
  expect(found).toEqual([true, false, true]);
});

it("keeps marked records beyond its bound", () => {
  const store = memoryStore({ maxTags: 2 });
  const mark = { id: "a", kind: "fence", durationMs: 1_000 } as const;
  store.apply([
    { key: "fenced", freshVersion: "f", bump: false, addMarks: [mark], removeMarks: [] },
  ]);
  for (const key of ["one", "two", "three"]) store.ensure([key], key);
  const read = store.read(undefined, ["fenced", "one", "three"]);
  const states = "states" in read ? read.states : [];
  expect(states.map((state) => state?.version)).toEqual(["f", undefined, "three"]);
});

it("does not end a fence when the wall clock is set forward", async () => {
  let wall = 0;
  const clock = { now: () => wall, monotonic: () => 0, setTimeout: () => () => undefined };
  const store = memoryStore({ clock });
  const mark = { id: "a", kind: "fence", durationMs: 1_000 } as const;
  store.apply([{ key: "tag", freshVersion: "f", bump: false, addMarks: [mark], removeMarks: [] }]);
  wall = 1e9;
  const read = await store.read(undefined, ["tag"]);
  expect(read.states[0]?.marked).toBe(true);
});
