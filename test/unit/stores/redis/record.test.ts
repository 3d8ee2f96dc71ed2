import { expect, it } from "vitest";
import { stateOfText } from "../../../../src/stores/redis/record.ts";
import { unmarked } from "../../../../src/stores/tag-record.ts";

const marked = (...kinds: string[]) =>
  stateOfText(JSON.stringify({ v: "v1", m: kinds.map((kind) => ["id", kind, 1]) }));

it("reads a bare text as a version without marks", () => {
  expect(stateOfText("v1")).toEqual(unmarked("v1"));
});

it("sees nothing where there is no record", () => {
  expect([stateOfText(null), stateOfText(undefined)]).toEqual([undefined, undefined]);
});

it("tells what the kinds of marks mean, whenever they end", () => {
  const state = { version: "v1", endsByItself: true };
  expect(marked("fence")).toEqual({ ...state, marked: true, cautious: true });
  const settling = { ...state, marked: true, cautious: true, settling: ["id"] };
  expect(marked("settling")).toEqual(settling);
  expect(marked("caution")).toEqual({ ...state, marked: false, cautious: true });
  expect(marked("ending")).toEqual({ ...state, marked: false, cautious: false });
  expect(marked("ending", "fence")).toEqual({ ...state, marked: true, cautious: true });
});

it("takes a kind that it does not know for an obstacle", () => {
  expect(marked("of a later release")?.marked).toBe(true);
});

it.each(["{", "{}", '{"v":1,"m":[]}', '{"v":"v1","m":{}}'])("believes no version of %s", (text) => {
  expect(stateOfText(text)).toBeUndefined();
});
