import fc from "fast-check";
import { expect, it } from "vitest";
import { PendingChanges } from "../../../src/cache/pending-changes.ts";
import { mergeChanges, type TagChange, widenChanges } from "../../../src/cache/tag-change.ts";
import { applyStep, type TagRecord } from "../../../src/stores/tag-record.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { deferred } from "../../helpers/deferred.ts";

const bump = (tag: string): TagChange => ({ tag, bump: true });

function pendingOn(apply: (tags: readonly string[]) => Promise<void>) {
  const clock = createVirtualClock();
  const pending = new PendingChanges({
    clock,
    rootTag: "all",
    apply: (changes) => apply(changes.map(({ tag }) => tag)),
    onError: () => undefined,
  });
  return { clock, pending };
}

it("repeats until everything has landed, together, and then lets the tags go", async () => {
  let isDown = true;
  const landed: (readonly string[])[] = [];
  const { clock, pending } = pendingOn(async (tags) => {
    if (isDown) throw new Error("down");
    landed.push(tags);
  });
  for (const tag of ["a", "b", "a"]) pending.keep([bump(tag)], new Error("down"));
  await clock.advance(1_000);
  expect(pending.holds("a")).toBe(true);
  isDown = false;
  await clock.advance(10_000);
  expect(landed).toEqual([["a", "b"]]);
  expect(pending.holdsAny).toBe(false);
});

it("loses nothing that comes while a batch is under way and fails", async () => {
  const attempts = [deferred<boolean>(), deferred<boolean>()];
  const landed: string[] = [];
  let attempt = 0;
  const { clock, pending } = pendingOn(async (tags) => {
    const succeeds = (await attempts[attempt++]?.promise) ?? true;
    if (!succeeds) throw new Error("down");
    landed.push(...tags);
  });
  pending.keep([bump("early")], new Error("down"));
  await clock.advance(100);
  pending.keep([bump("late"), bump("early")], new Error("down"));
  attempts[0]?.resolve(false);
  await clock.advance(200);
  attempts[1]?.resolve(true);
  await clock.advance(10_000);
  expect(landed.sort()).toEqual(["early", "late"]);
  expect(pending.holdsAny).toBe(false);
});

it("stops when closed", async () => {
  let attempts = 0;
  const { clock, pending } = pendingOn(async () => {
    attempts += 1;
    throw new Error("down");
  });
  pending.keep([bump("a")], new Error("down"));
  pending.close();
  await clock.advance(60_000);
  expect(attempts).toBe(0);
});

it("keeps a change of everything where tags get too many, and lets nothing of them be a hit", async () => {
  let isDown = true;
  const landed: (readonly string[])[] = [];
  const { clock, pending } = pendingOn(async (tags) => {
    if (isDown) throw new Error("down");
    landed.push(tags);
  });
  for (let count = 0; count < 5_000; count++) pending.keep([bump(`tag ${count}`)], new Error());
  expect(pending.holds("all")).toBe(true);
  const held = Array.from({ length: 5_000 }, (_, count) => pending.holds(`tag ${count}`));
  expect(held.filter((isHeld) => isHeld).length).toBeLessThanOrEqual(1_000);
  await clock.advance(10_000);
  isDown = false;
  await clock.advance(10_000);
  expect(landed).toHaveLength(1);
  expect(landed[0]).toContain("all");
  expect(pending.holdsAny).toBe(false);
});

it("keeps a change of everything also when a batch that failed comes back", async () => {
  const attempts = [deferred<boolean>(), deferred<boolean>()];
  const landed: string[] = [];
  let attempt = 0;
  const { clock, pending } = pendingOn(async (tags) => {
    if (!((await attempts[attempt++]?.promise) ?? true)) throw new Error("down");
    landed.push(...tags);
  });
  const many = (name: string) =>
    Array.from({ length: 600 }, (_, count) => bump(`${name} ${count}`));
  pending.keep(many("early"), new Error());
  await clock.advance(100);
  pending.keep(many("late"), new Error());
  attempts[0]?.resolve(false);
  await clock.advance(200);
  expect([pending.holds("all"), pending.holds("early 0"), pending.holds("late 0")]).toEqual([
    true,
    false,
    false,
  ]);
  attempts[1]?.resolve(true);
  await clock.advance(10_000);
  expect(landed).toEqual(["all"]);
  expect(pending.holdsAny).toBe(false);
});

const change: fc.Arbitrary<TagChange> = fc.record({
  tag: fc.constant("tag"),
  bump: fc.boolean(),
  marks: fc.array(
    fc.record({
      id: fc.constantFrom("a", "b"),
      kind: fc.constant("fence" as const),
      durationMs: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 2 },
  ),
  removeMarks: fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 2 }),
});

it("merges two changes into one that protects no less than both in turn", () => {
  const before: TagRecord = { version: "v", marks: [{ id: "c", kind: "fence", endsAt: 5 }] };
  const step = ({ tag, bump, marks = [], removeMarks = [] }: TagChange, freshVersion: string) => ({
    ...{ key: tag, freshVersion, bump },
    ...{ addMarks: marks, removeMarks },
  });
  fc.assert(
    fc.property(change, change, (first, second) => {
      const inTurn = applyStep(applyStep(before, step(first, "f1"), 0), step(second, "f2"), 0);
      const merged = applyStep(before, step(mergeChanges(first, second), "f3"), 0);
      const ids = (record: TagRecord | undefined) => record?.marks.map(({ id }) => id).sort() ?? [];
      expect(ids(merged)).toEqual([...new Set(ids(inTurn))]);
      if (inTurn?.version !== "v") expect(merged?.version).not.toBe("v");
    }),
  );
});

const kinds = ["fence", "settling", "caution", "ending"] as const;
const anyChange: fc.Arbitrary<TagChange> = fc.record({
  tag: fc.constantFrom("a", "b", "all"),
  bump: fc.boolean(),
  marks: fc.array(
    fc.record({
      id: fc.constantFrom("1", "2", "3"),
      kind: fc.constantFrom(...kinds),
      durationMs: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 3 },
  ),
});

it("stops for as long as any of the changes that it stands for", () => {
  fc.assert(
    fc.property(fc.array(anyChange, { minLength: 1 }), (changes) => {
      const widened = widenChanges("all", changes);
      expect(widened).toMatchObject({ tag: "all", bump: true });
      const longest = (all: readonly TagChange[], isCaution: boolean) =>
        Math.max(
          0,
          ...all
            .flatMap(({ marks = [] }) => marks)
            .filter(({ kind }) => (kind === "caution") === isCaution)
            .map(({ durationMs }) => durationMs),
        );
      for (const isCaution of [true, false]) {
        expect(longest([widened], isCaution)).toBe(longest(changes, isCaution));
      }
      // A fence of one of them that is taken away later must not take the others' protection along.
      const ids = new Set(changes.flatMap(({ marks = [] }) => marks.map(({ id }) => id)));
      expect(widened.marks?.filter(({ id }) => ids.has(id))).toEqual([]);
      const stops = widened.marks?.filter(({ kind }) => kind !== "caution") ?? [];
      expect(stops.every(({ kind }) => kind === "settling")).toBe(true);
    }),
  );
});
