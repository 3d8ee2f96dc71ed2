import { expect, it } from "vitest";
import { MergedReads } from "../../../../src/stores/redis/merged-reads.ts";

const ALL = ["all", "host"];

/** Answers each key with its own name, except `nothing`, when the test says so. */
function reading() {
  const sent: { registry: string; keys: readonly string[]; settle: (error?: Error) => void }[] = [];
  const reads = new MergedReads(
    (registry, keys) =>
      new Promise((resolve, reject) => {
        const settle = (error?: Error) =>
          error
            ? reject(error)
            : resolve(keys.map((key) => (key === "nothing" ? null : `${key}!`)));
        sent.push({ registry, keys, settle });
      }),
  );
  return { reads, sent, settleAll: () => sent.forEach(({ settle }) => void settle()) };
}
const moment = () => Promise.resolve();

it("sends what begins in one moment as one command, each key once", async () => {
  const { reads, sent, settleAll } = reading();
  const answers = [
    reads.read("r", "a", ALL),
    reads.read("r", "b", ["host", "nothing"]),
    reads.read("r", undefined, ALL),
  ];
  await moment();
  settleAll();
  expect(sent.map(({ keys }) => keys)).toEqual([["a", "all", "host", "b", "nothing"]]);
  expect(await Promise.all(answers)).toEqual([
    ["a!", "all!", "host!"],
    ["b!", "host!", null],
    ["all!", "host!"],
  ]);
});

it("gives a read that begins after the command left one of its own", async () => {
  const { reads, sent, settleAll } = reading();
  void reads.read("r", "a", ALL);
  await moment();
  void reads.read("r", "a", ALL);
  await moment();
  expect(sent.map(({ keys }) => keys)).toEqual([
    ["a", "all", "host"],
    ["a", "all", "host"],
  ]);
  settleAll();
});

it("does not mix registries", async () => {
  const { reads, sent, settleAll } = reading();
  const answers = [reads.read("r", "a", ["all"]), reads.read("s", "a", ["other"])];
  await moment();
  settleAll();
  expect(sent.map(({ registry, keys }) => [registry, ...keys])).toEqual([
    ["r", "a", "all"],
    ["s", "a", "other"],
  ]);
  expect(await Promise.all(answers)).toEqual([
    ["a!", "all!"],
    ["a!", "other!"],
  ]);
});

it("lets no command grow beyond all bounds", async () => {
  const { reads, sent, settleAll } = reading();
  const answers = Array.from({ length: 1_000 }, (_none, index) => reads.read("r", `${index}`, ALL));
  await moment();
  settleAll();
  expect(Math.max(...sent.map(({ keys }) => keys.length))).toBeLessThan(300);
  const found = (await Promise.all(answers)).map((texts) => texts[0]);
  expect(found).toEqual(Array.from({ length: 1_000 }, (_none, index) => `${index}!`));
});

it("tells everybody of a command that failed", async () => {
  const { reads, sent } = reading();
  const answers = [reads.read("r", "a", ALL), reads.read("r", "b", ALL)];
  await moment();
  sent[0]?.settle(new Error("gone"));
  const outcomes = await Promise.allSettled(answers);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
