import { expect, it } from "vitest";
import { encodeEntry } from "../../../../src/stores/entry-codec.ts";
import { DecodedEntries } from "../../../../src/stores/redis/decoded-entries.ts";

const textOf = (value: unknown) =>
  encodeEntry({ value, versions: { all: "v1" }, loadBeganAt: 1, expiresAt: 2 });
const copyOf = (text: string) => Buffer.from(text).toString();

it("parses the same text once", () => {
  const decoded = new DecodedEntries();
  const first = decoded.decode("a", textOf(["08:00"]));
  expect(first?.value).toEqual(["08:00"]);
  expect(decoded.decode("a", copyOf(textOf(["08:00"])))).toBe(first);
});

it("hands out what it has kept frozen through and through", () => {
  const entry = new DecodedEntries().decode("a", textOf([{ start: "08:00" }]));
  const isFrozen = (value: unknown): boolean =>
    typeof value !== "object" ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(isFrozen));
  expect(isFrozen(entry)).toBe(true);
});

it("parses another text anew, however alike", () => {
  const decoded = new DecodedEntries();
  decoded.decode("a", textOf(["08:00"]));
  expect(decoded.decode("a", textOf(["09:00"]))?.value).toEqual(["09:00"]);
  expect(decoded.decode("b", textOf(["08:00"]))?.value).toEqual(["08:00"]);
});

it("takes what is no entry for nothing, and keeps nothing of it", () => {
  const decoded = new DecodedEntries();
  decoded.decode("a", textOf(["08:00"]));
  expect(decoded.decode("a", "somebody else's")).toBeUndefined();
  expect(decoded.decode("a", textOf(["08:00"]))?.value).toEqual(["08:00"]);
});

it("keeps no more than its bound, the last ones", () => {
  const texts = ["a", "b", "c"].map(textOf);
  const decoded = new DecodedEntries(2 * (texts[0]?.length ?? 0));
  const entries = texts.map((text, index) => decoded.decode(`key-${index}`, text));
  const again = texts.map((text, index) => decoded.decode(`key-${index}`, text)).reverse();
  const kept = again.map((entry) => entries.includes(entry));
  // Asking for the first again has taken the place of the oldest of those that were kept.
  expect(kept).toEqual([false, false, false]);
  expect(decoded.decode("key-2", texts[2] ?? "")).toBe(again[0]);
  expect(decoded.decode("key-1", texts[1] ?? "")).toBe(again[1]);
});

it("does not keep what is longer than all it may keep", () => {
  const decoded = new DecodedEntries(100);
  const text = textOf("x".repeat(200));
  expect(decoded.decode("a", text)).not.toBe(decoded.decode("a", text));
});
