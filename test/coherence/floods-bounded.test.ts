import { expect, it } from "vitest";
import { BOUND_MS, createBoundedWorld } from "../helpers/bounded-world.ts";
import { signedReplay } from "../helpers/flood-world.ts";
import { at, sourceOf, timesOf } from "../helpers/world.ts";

const BUMPS = 3;
const SETTLE_MS = 5_000;

/** A reader that trusts versions, and a receiver in another process. */
async function floodedReader() {
  const world = createBoundedWorld();
  const { alice, clock, fake, half, server, strict } = world;
  const { link, reader } = await world.warmReader();
  const receiverLink = server.connect();
  const receiver = strict(receiverLink, { invalidation: { bumpsPerMinute: BUMPS } });
  const replay = await signedReplay("BOOKING_CREATED", {
    ...{ uid: "replayed", eventTypeId: half.id, schedulingType: null },
    organizer: { id: alice.id, email: alice.email },
  });
  const flood = async (times: number) => {
    for (let time = 0; time < times; time++) await receiver.handleWebhook(replay);
  };
  return {
    ...world,
    ...{ link, reader, receiver, receiverLink, replay, flood },
    /** Somebody books, and the receiver is told. */
    async bookAndTell(time: string) {
      await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
      await receiver.handleWebhook(replay);
      await clock.advance(1);
    },
  };
}

it("is not given from memory what a flood has marked", async () => {
  const { bookAndTell, flood, half, reader } = await floodedReader();
  await flood(2 * BUMPS);
  await bookAndTell("09:00");
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
  await bookAndTell("10:00");
  expect(await timesOf(reader, half.id)).not.toContain("10:00");
});

it("is seen within the bound by a reader that no message reaches", async () => {
  const { bookAndTell, clock, flood, half, link, reader } = await floodedReader();
  link.messages = "lost";
  await flood(2 * BUMPS);
  await bookAndTell("09:00");
  await clock.advance(BOUND_MS);
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
  await bookAndTell("10:00");
  expect(await timesOf(reader, half.id)).not.toContain("10:00");
});

it("asks the store for the mark, whatever the receiver trusts itself", async () => {
  const { alice, bounded, clock, fake, half, replay, server } = await floodedReader();
  const link = server.connect();
  const both = bounded(link, {
    invalidation: { bumpsPerMinute: BUMPS, pools: { [half.id]: [alice] } },
  });
  for (let count = 0; count < 2 * BUMPS; count++) await both.handleWebhook(replay);
  // The store has lost the mark, nobody tells, and what is loaded then is trusted.
  server.state.records.clear();
  for (let count = 0; count < 5; count++) {
    await sourceOf(both, half.id);
    await clock.advance(1);
  }
  expect(await sourceOf(both, half.id)).toBe("cache");
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  link.sent.length = 0;
  await both.handleWebhook(replay);
  expect(link.sent).toContain("apply");
  expect(await timesOf(both, half.id)).not.toContain("09:00");
});

it("has readers trust again when a flood and its caution are over", async () => {
  const { clock, flood, half, link, reader, warmUp } = await floodedReader();
  await flood(20 * BUMPS);
  await sourceOf(reader, half.id);
  expect(await sourceOf(reader, half.id)).toBe("origin");
  await clock.advance(60_000 + SETTLE_MS);
  // The caution that a flood leaves ends versions too, and is not trusted before its end.
  await clock.advance(5 * 60_000);
  await warmUp(reader, link);
});
