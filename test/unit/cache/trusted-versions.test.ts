import { expect, it } from "vitest";
import { TrustedVersions } from "../../../src/cache/trusted-versions.ts";
import type { StoreRead, TagState } from "../../../src/stores/contract.ts";
import { unmarked } from "../../../src/stores/tag-record.ts";
import { deferred } from "../../helpers/deferred.ts";

const answer = (...states: readonly (TagState | undefined)[]): StoreRead => ({
  entry: undefined,
  states,
});

async function knowing(versions: Readonly<Record<string, string>>) {
  const trusted = new TrustedVersions();
  const states = Object.values(versions).map(unmarked);
  await trusted.learnFrom(Object.keys(versions), async () => answer(...states));
  return trusted;
}

/** A read under way, answered by calling `end`. */
function readOf(trusted: TrustedVersions, key: string, version: string) {
  const { promise, resolve } = deferred<StoreRead>();
  const learned = trusted.learnFrom([key], () => promise);
  return async () => {
    resolve(answer(unmarked(version)));
    await learned;
  };
}

it("shows what was read, and nothing else", async () => {
  const trusted = await knowing({ "p:a": "1", "p:b": "2" });
  expect(trusted.show({ a: "1", b: "2" }, "p:")).toBe(true);
  expect(trusted.show({ a: "1", b: "3" }, "p:")).toBe(false);
  expect(trusted.show({ a: "1", c: "1" }, "p:")).toBe(false);
  expect(trusted.show({ a: "1" }, "q:")).toBe(false);
});

it("learns nothing of a record that is missing or ends by itself", async () => {
  const trusted = new TrustedVersions();
  const cautious = { ...unmarked("1"), endsByItself: true };
  await trusted.learnFrom(["a", "b"], () => answer(cautious, undefined));
  expect(trusted.show({ a: "1" }, "")).toBe(false);
});

it("forgets what it is told to, and says so by its revision", async () => {
  const trusted = await knowing({ a: "1", b: "1" });
  const before = trusted.revision;
  trusted.forget(["a"]);
  expect(trusted.revision).not.toBe(before);
  expect(trusted.show({ a: "1" }, "")).toBe(false);
  expect(trusted.show({ b: "1" }, "")).toBe(true);
  trusted.forget(["unheard of"]);
  expect(trusted.revision).toBe(before + 2);
});

it("does not learn from a read under way what was forgotten meanwhile", async () => {
  const trusted = new TrustedVersions();
  const [end, endOther] = [readOf(trusted, "a", "1"), readOf(trusted, "b", "1")];
  trusted.forget(["a"]);
  await end();
  await endOther();
  expect(trusted.show({ a: "1" }, "")).toBe(false);
  expect(trusted.show({ b: "1" }, "")).toBe(true);
});

it("learns nothing from a read that was under way when everything was forgotten", async () => {
  const trusted = new TrustedVersions();
  const end = readOf(trusted, "a", "1");
  trusted.forgetAll();
  await end();
  expect(trusted.show({ a: "1" }, "")).toBe(false);
});

it.each([
  ["another version", unmarked("2")],
  ["a mark", { ...unmarked("1"), endsByItself: true }],
  ["no record", undefined],
])("believes nothing when a later read shows %s", async (_what, state) => {
  const trusted = await knowing({ a: "1" });
  const before = trusted.revision;
  await trusted.learnFrom(["a"], () => answer(state));
  expect(trusted.show({ a: "1" }, "")).toBe(false);
  expect(trusted.show({ a: "2" }, "")).toBe(false);
  expect(trusted.revision).not.toBe(before);
});

it("does not go back to an older version by an answer that comes late", async () => {
  const trusted = new TrustedVersions();
  const end = readOf(trusted, "a", "1");
  await trusted.learnFrom(["a"], () => answer(unmarked("2")));
  await end();
  expect(trusted.show({ a: "1" }, "")).toBe(false);
});

it("goes on when a read fails", async () => {
  const trusted = await knowing({ a: "1" });
  const failed = trusted.learnFrom(["a"], () => Promise.reject(new Error("away")));
  await expect(failed).rejects.toThrow("away");
  expect(trusted.show({ a: "1" }, "")).toBe(true);
});

it("keeps within its bounds", async () => {
  const trusted = await knowing({ a: "1" });
  const keys = Array.from({ length: 50_000 }, (_none, index) => `key-${index}`);
  await trusted.learnFrom(keys, () => answer(...keys.map(() => unmarked("1"))));
  const before = trusted.revision;
  await trusted.learnFrom(["b"], () => answer(unmarked("1")));
  expect(trusted.revision).not.toBe(before);
  expect(trusted.show({ a: "1" }, "")).toBe(false);
  expect(trusted.show({ b: "1" }, "")).toBe(true);
});
