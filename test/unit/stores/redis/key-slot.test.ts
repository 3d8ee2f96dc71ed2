import { expect, it } from "vitest";
import { hashTagOf, keySlot } from "../../../../src/stores/redis/key-slot.ts";

it.each([
  ["no braces", "no braces"],
  ["calcom:{a:b}:tag:all", "a:b"],
  ["{a}{b}", "a"],
  ["a{}b{c}", "a{}b{c}"],
  ["a{b", "a{b"],
  ["}a{b}", "b"],
])("finds what decides about the slot of %j", (key, tag) => {
  expect(hashTagOf(key)).toBe(tag);
});

it("reckons the check sum that Redis publishes for its slots", () => {
  expect(keySlot("123456789")).toBe(0x31c3);
  expect(keySlot("a{123456789}b")).toBe(0x31c3);
  expect(keySlot("")).toBe(0);
});
