import { expect, it } from "vitest";
import { RecentPaths } from "../../../src/cache/recent-paths.ts";

it("finds what was remembered for the same parts", () => {
  const paths = new RecentPaths<string>();
  paths.remember([1, "a", undefined, null, true], "found");
  paths.remember([], "nothing asked");
  expect(paths.find([1, "a", undefined, null, true])).toBe("found");
  expect(paths.find([])).toBe("nothing asked");
});

it.each<[string, unknown[]]>([
  ["a text for a number", ["1", "a"]],
  ["parts that join to the same text", ["1a"]],
  ["the beginning of a path", [1]],
  ["a longer path", [1, "a", undefined]],
  ["parts in another order", ["a", 1]],
])("does not mistake %s", (_what, path) => {
  const paths = new RecentPaths<string>();
  paths.remember([1, "a"], "another's");
  expect(paths.find(path)).toBeUndefined();
});

it("does not remember by an object, which may change", () => {
  const paths = new RecentPaths<string>();
  const part = { id: 1 };
  paths.remember([part], "of 1");
  expect(paths.find([part])).toBeUndefined();
});

it("does not remember by very long paths", () => {
  const paths = new RecentPaths<string>();
  const path = Array.from({ length: 50_000 }, (_none, index) => index);
  paths.remember(path, "long");
  expect(paths.find(path)).toBeUndefined();
});

it("forgets what is not asked for, and keeps what is", () => {
  const paths = new RecentPaths<string>();
  paths.remember(["asked for"], "kept");
  paths.remember(["left alone"], "gone");
  for (let index = 0; index < 2_000; index++) {
    paths.remember([index], "passing");
    paths.find(["asked for"]);
  }
  expect(paths.find(["asked for"])).toBe("kept");
  expect(paths.find(["left alone"])).toBeUndefined();
  expect(paths.find([0])).toBeUndefined();
});

it("remembers the latest value", () => {
  const paths = new RecentPaths<string>();
  paths.remember(["it"], "before");
  paths.remember(["it"], "after");
  expect(paths.find(["it"])).toBe("after");
});
