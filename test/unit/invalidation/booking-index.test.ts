import { expect, it } from "vitest";
import { Notes } from "../../../src/cache/notes.ts";
import { StoreAccess } from "../../../src/cache/store-access.ts";
import { BookingIndex } from "../../../src/invalidation/booking-index.ts";
import { mergeFacts, NO_FACTS } from "../../../src/invalidation/changes.ts";
import type { CacheStore } from "../../../src/stores/contract.ts";
import { memoryStore } from "../../../src/stores/memory-store.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

function createIndex() {
  const clock = createVirtualClock();
  const onStoreError = (error: unknown) => {
    throw error;
  };
  const memory = memoryStore({ clock });
  const written: string[] = [];
  const store: CacheStore = {
    name: "counting",
    read: (key, tags) => memory.read(key, tags),
    ensure: (tags, fresh) => memory.ensure(tags, fresh),
    apply: (steps) => memory.apply(steps),
    close: () => memory.close(),
    write: (key, entry, ttlMs) => {
      written.push(key);
      return memory.write(key, entry, ttlMs);
    },
  };
  const access = new StoreAccess({ store, clock, storeTimeoutMs: 100, onBreaker: onStoreError });
  const notes = new Notes({ access, keyPrefix: "", clock, onStoreError });
  return { index: new BookingIndex(notes), clock, written };
}
const facts = { ...NO_FACTS, eventTypeIds: [1], hostIds: [7], emailHashes: ["ann"] };

it("knows nothing of a booking nobody told of", async () => {
  expect(await createIndex().index.find("uid")).toBeUndefined();
});

it("adds what a later source says to what an earlier one said", async () => {
  const { index } = createIndex();
  await index.remember(["uid"], facts);
  await index.remember(["uid"], { ...NO_FACTS, emailHashes: ["bob"] });
  const known = await index.find("uid");
  expect(known).toMatchObject({ eventTypeIds: [1], hostIds: [7], emailHashes: ["ann", "bob"] });
});

it("adds up what several sources say at once, also while one is being noted", async () => {
  const { index, written } = createIndex();
  const first = index.remember(["uid"], facts);
  const told = ["bob", "carol"].map((hash) =>
    index.remember(["uid"], { ...NO_FACTS, emailHashes: [hash] }),
  );
  await Promise.resolve();
  const late = index.remember(["uid"], { ...NO_FACTS, hostIds: [8] });
  await Promise.all([first, ...told, late]);
  const emailHashes = ["ann", "bob", "carol"];
  expect(await index.find("uid")).toMatchObject({ hostIds: [7, 8], emailHashes });
  expect(written).toHaveLength(2);
});

it("writes nothing where a later source says no more", async () => {
  const { index, written } = createIndex();
  await index.remember(["uid"], facts);
  await index.remember(["uid"], facts);
  await index.remember(["uid"], { ...NO_FACTS, hostIds: [7] });
  expect(written).toHaveLength(1);
});

it.each([
  { eventTypeIds: [2] },
  { hostIds: [8] },
  { teamIds: [5] },
  { emailHashes: ["bob"] },
  { isSingle: true },
  { hostsComplete: false },
])("writes down that there is more to say: %j", async (more) => {
  const { index } = createIndex();
  await index.remember(["uid"], { ...facts, hostsComplete: true });
  await index.remember(["uid"], { ...NO_FACTS, hostsComplete: true, ...more });
  expect(await index.find("uid")).toEqual(
    mergeFacts({ ...facts, hostsComplete: true }, { ...NO_FACTS, hostsComplete: true, ...more }),
  );
});

it("adds nothing but to what is known where it is told so", async () => {
  const { index } = createIndex();
  await index.remember(["known"], facts);
  const more = { ...NO_FACTS, hostIds: [8] };
  await index.remember(["known", "other"], more, { onlyKnown: true });
  expect(await index.find("known")).toMatchObject({ hostIds: [7, 8] });
  expect(await index.find("other")).toBeUndefined();
});

it("remembers the same of all occurrences", async () => {
  const { index } = createIndex();
  await index.remember(["first", "second"], facts);
  expect(await index.find("second")).toEqual(await index.find("first"));
});

it("takes any text for a uid", async () => {
  const { index } = createIndex();
  await index.remember(["a:b/\ud800"], facts);
  expect(await index.find("a:b/\ud800")).toMatchObject({ hostIds: [7] });
  expect(await index.find("a")).toBeUndefined();
});

it("forgets after a month", async () => {
  const { index, clock } = createIndex();
  await index.remember(["uid"], facts);
  await clock.advance(30 * 24 * 3_600_000 - 1);
  expect(await index.find("uid")).toBeDefined();
  await clock.advance(1);
  expect(await index.find("uid")).toBeUndefined();
});
