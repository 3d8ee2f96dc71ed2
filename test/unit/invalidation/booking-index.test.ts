import { expect, it } from "vitest";
import { Notes } from "../../../src/cache/notes.ts";
import { StoreAccess } from "../../../src/cache/store-access.ts";
import { BookingIndex } from "../../../src/invalidation/booking-index.ts";
import { NO_FACTS } from "../../../src/invalidation/changes.ts";
import { memoryStore } from "../../../src/stores/memory-store.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";

function createIndex() {
  const clock = createVirtualClock();
  const onStoreError = (error: unknown) => {
    throw error;
  };
  const store = memoryStore({ clock });
  const access = new StoreAccess({ store, clock, storeTimeoutMs: 100, onBreaker: onStoreError });
  const notes = new Notes({ access, keyPrefix: "", clock, onStoreError });
  return { index: new BookingIndex(notes), clock };
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
