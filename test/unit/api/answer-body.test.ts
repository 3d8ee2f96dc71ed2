import fc from "fast-check";
import { expect, it } from "vitest";
import { answerBody } from "../../../src/api/answer-body.ts";

it.each(["", " ", "\r\n\t"])("%j is nothing", (text) => {
  expect(answerBody(text, "application/json")).toEqual({ body: undefined, instead: "nothing" });
});

it.each([
  ["<html></html>", null],
  ["<!DOCTYPE html>", "text/plain"],
  ["\n  <head>", null],
  ["error code: 502", "text/html; charset=UTF-8"],
])("%j is a page", (text, type) => {
  expect(answerBody(text, type)).toEqual({ body: undefined, instead: "html" });
});

it.each(['{"data":', "{'a':1}", "ok", "<data/>", "NaN"])("%j is something else", (text) => {
  expect(answerBody(text, "application/json")).toEqual({ body: undefined, instead: "other" });
});

it("is JSON where it can be read, whatever it is called", () => {
  expect(answerBody('{"a":1}', "text/html")).toEqual({ body: { a: 1 } });
});

it("reads all that JSON can hold", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(4), (text, space) => {
      const value = JSON.parse(text);
      expect(answerBody(JSON.stringify(value, null, space), null)).toEqual({ body: value });
    }),
  );
});

const nestedIn = (depth: number, open: string, close: string) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;

it.each([
  ["[", "]"],
  ['{"a":', "}"],
  ['[{"]":', "}]"],
])("reads %s%s nested deep, and refuses what no recursion would survive", (open, close) => {
  const levels = open.startsWith("[{") ? 2 : 1;
  expect(answerBody(nestedIn(200 / levels, open, close), null).instead).toBeUndefined();
  expect(answerBody(nestedIn(200 / levels + 1, open, close), null).instead).toBe("other");
  expect(answerBody(nestedIn(50_000, open, close), null).instead).toBe("other");
});

it("counts no brackets within texts", () => {
  const text = JSON.stringify({ a: `${"[{".repeat(500)}"\\"` });
  expect(answerBody(text, null)).toEqual({ body: JSON.parse(text) });
});

it.each([
  ["quotes", '"'.repeat(1_000_000)],
  ["escaped quotes", `"${'\\"'.repeat(500_000)}`],
  ["brackets", "[".repeat(1_000_000)],
  ["blanks", `${" ".repeat(1_000_000)}<`],
])("takes no longer than its length allows: %s", (_case, text) => {
  const startedAt = performance.now();
  expect(answerBody(text, null).instead).toBe("other");
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
