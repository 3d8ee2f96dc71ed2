import { expect, it } from "vitest";
import { LocalValues } from "../../../src/cache/local-values.ts";

const entry = (value: string) => ({
  value,
  versions: { all: "1" },
  loadBeganAt: 0,
  expiresAt: 1,
});

it("gives what was kept, by reference", () => {
  const values = new LocalValues();
  const kept = entry("one");
  values.keep("a", kept);
  expect(values.get("a")?.entry).toBe(kept);
  expect(values.get("b")).toBeUndefined();
});

it("keeps what is known of an entry that is kept again", () => {
  const values = new LocalValues();
  const kept = entry("one");
  values.keep("a", kept);
  const value = values.get("a");
  values.keep("a", kept);
  expect(values.get("a")).toBe(value);
  values.keep("a", entry("one"));
  expect(values.get("a")).not.toBe(value);
});

it("gives nothing that was dropped", () => {
  const values = new LocalValues(4);
  for (const key of ["a", "b", "c"]) values.keep(key, entry(key));
  values.drop("a");
  values.drop("c");
  expect([values.get("a"), values.get("c")]).toEqual([undefined, undefined]);
  expect(values.get("b")?.entry.value).toBe("b");
});

it("lets go of what nobody has asked for of late", () => {
  const values = new LocalValues(100);
  values.keep("asked for", entry("it"));
  for (let count = 0; count < 1_000; count++) {
    values.keep(`key-${count}`, entry("other"));
    expect(values.get("asked for")?.entry.value).toBe("it");
  }
  const left = Array.from({ length: 1_000 }, (_none, count) => values.get(`key-${count}`));
  expect(left.filter((value) => value !== undefined).length).toBeLessThanOrEqual(100);
  expect(values.get("key-0")).toBeUndefined();
});
