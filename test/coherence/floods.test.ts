import { expect, it } from "vitest";
import { createFloodWorld, signedReplay } from "../helpers/flood-world.ts";
import { ANN, at, onDay, sourceOf, timesOf, warm } from "../helpers/world.ts";

const MINUTE_MS = 60_000;
const SETTLE_MS = 5_000;
const BUMPS = 60;

it("writes no more for a thousand replays than for sixty, and confirms each of them", async () => {
  const { during, flood, open, replay } = await createFloodWorld();
  const calcom = open();
  let told = 0;
  calcom.on("invalidated", ({ coherence, tags }) => {
    if (coherence === "confirmed" && tags.includes("unknown")) told += 1;
  });
  const { apply } = await during(() => flood(calcom, replay, 1_000));
  expect(apply).toBe(BUMPS);
  expect(told).toBe(1_000);
  // Notes are written for the first of them.
  const { apply: steps, write } = await during(() => flood(calcom, replay, 100));
  expect([steps, write]).toEqual([0, 0]);
});

it("writes no more for replays that come at once", async () => {
  const { during, open, replay } = await createFloodWorld();
  const calcom = open();
  const all = () => Promise.all(Array.from({ length: 500 }, () => calcom.handleWebhook(replay)));
  expect((await during(all)).apply).toBe(BUMPS);
});

it("bounds what ever new attendees make it write", async () => {
  const { created, during, open, half, hour, written } = await createFloodWorld();
  const calcom = open();
  await warm(calcom, half.id, hour.id);
  const asked = await during(async () => {
    for (let count = 0; count < 1_000; count++) {
      await calcom.handleWebhook(await created(`uid${count}`, `a${count}@example.test`));
    }
  });
  expect(asked.apply).toBe(10 * BUMPS + 1);
  expect([await sourceOf(calcom, half.id), await sourceOf(calcom, hour.id)]).toEqual([
    "origin",
    "origin",
  ]);
  const indexed = [...written].filter((key) => key.includes("booking:uid"));
  expect(indexed.length).toBeLessThanOrEqual(10 * BUMPS + 1);
});

it("orphans everything for one delivery that names more people than can be told apart", async () => {
  const { half, open } = await createFloodWorld();
  const calcom = open();
  await warm(calcom, half.id);
  const guests = Array.from({ length: 5_000 }, (_, count) => `guest${count}@example.test`);
  const payload = { uid: "crowd", eventTypeId: half.id + 1_000, guests };
  const delivery = await signedReplay("BOOKING_CREATED", payload);
  const { invalidated } = await calcom.handleWebhook(delivery);
  expect([...invalidated].sort()).toEqual(["all", "unknown"]);
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});

it("shows a booking in the middle of a flood at once, and when it is over", async () => {
  const { clock, fake, flood, half, open, receiveWith, replay } = await createFloodWorld();
  const calcom = open();
  receiveWith((request) => calcom.handleWebhook(request));
  await warm(calcom, half.id);
  await flood(calcom, replay, 200);
  await warm(calcom, half.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  await flood(calcom, replay, 200);
  await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  for (let elapsed = 0; elapsed < 2 * MINUTE_MS; elapsed += 500) {
    const times = await timesOf(calcom, half.id);
    expect(times).not.toContain("09:00");
    expect(times).not.toContain("10:00");
    await clock.advance(500);
  }
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

it("settles for what comes last in the minute as long as for everything else", async () => {
  const { clock, fake, flood, half, open, replay } = await createFloodWorld();
  const calcom = open();
  await flood(calcom, replay, BUMPS, 0);
  await clock.advance(MINUTE_MS - 1);
  await calcom.handleWebhook(replay);
  await clock.advance(SETTLE_MS - 1);
  await warm(calcom, half.id);
  // Cal.com commits what it has told of before.
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await clock.advance(2);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("does not keep what is loaded between a cancel's delivery and its commit", async () => {
  const { clock, fake, flood, half, open, receiveWith, replay } = await createFloodWorld();
  const calcom = open();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await flood(calcom, replay, 2 * BUMPS);
  const during: string[] = [];
  receiveWith(async (request) => {
    await calcom.handleWebhook(request);
    during.push(...(await timesOf(calcom, half.id)));
  });
  await fake.bookings.cancel(uid);
  expect(during).not.toContain("09:00");
  for (let elapsed = 0; elapsed < 2 * MINUTE_MS; elapsed += 1_000) {
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    await clock.advance(1_000);
  }
});

it("keeps only for a short time what is loaded soon after a cancel that was not written", async () => {
  const { alice, clock, during, flood, half, open, replay } = await createFloodWorld();
  const calcom = open();
  // Pools that an application gives are known once they were asked for.
  await warm(calcom, half.id);
  await flood(calcom, replay, 2 * BUMPS, 0);
  await clock.advance(MINUTE_MS - 1);
  const payload = { uid: "replayed", eventTypeId: half.id, organizer: { id: alice.id } };
  const cancelled = await signedReplay("BOOKING_CANCELLED", payload);
  expect((await during(() => calcom.handleWebhook(cancelled))).apply).toBe(0);
  await clock.advance(5 * MINUTE_MS - 1_000);
  const { provenance } = await calcom.slots.list(onDay(half.id));
  expect(provenance.loadBeganAt).toBe(clock.now());
  expect(provenance.expiresAt - clock.now()).toBeLessThanOrEqual(10_000);
});

it("shows a booking also where the store has lost everything in the middle of a flood", async () => {
  const { clock, fake, flood, half, lose, open, receiveWith, replay } = await createFloodWorld();
  const calcom = open();
  receiveWith((request) => calcom.handleWebhook(request));
  await flood(calcom, replay, 2 * BUMPS);
  lose();
  await warm(calcom, half.id);
  expect(await sourceOf(calcom, half.id)).toBe("cache");
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  for (let elapsed = 0; elapsed < 2 * MINUTE_MS; elapsed += 1_000) {
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
    await clock.advance(1_000);
  }
});

it("bumps what has lost its mark to a write that was refused", async () => {
  const { clock, fake, flood, half, lose, open, receiveWith, replay } = await createFloodWorld();
  const calcom = open();
  receiveWith((request) => calcom.handleWebhook(request));
  await flood(calcom, replay, 2 * BUMPS);
  lose();
  await warm(calcom, half.id);
  const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "before" });
  fake.faults.block({ method: "POST", ms: 1_000 });
  const input = { eventTypeId: half.id, start: at("10:00"), attendee: ANN };
  const refused = expect(calcom.bookings.create(input)).rejects.toThrow();
  await gate.reached;
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  gate.release();
  await refused;
  await clock.advance(1_000);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("bumps for a booking of its own as always", async () => {
  const { during, flood, half, open, replay } = await createFloodWorld();
  const calcom = open();
  await flood(calcom, replay, 2 * BUMPS);
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
  const { apply } = await during(async () => {
    expect((await calcom.bookings.create(input)).coherence).toBe("confirmed");
  });
  expect(apply).toBe(2);
  const again = await during(() => flood(calcom, replay, 100));
  expect(again.apply).toBeLessThanOrEqual(1);
});

it("keeps hits for whom a flood is not about, and has them back for the others in a minute", async () => {
  const { alice, clock, flood, half, hour, open, replay } = await createFloodWorld({
    invalidation: { pools: {} },
  });
  const bob = { id: alice.id + 1_000, email: "bob@example.test" };
  const host = { id: alice.id, email: alice.email };
  const calcom = open({ invalidation: { pools: { [half.id]: [host], [hour.id]: [bob] } } });
  await warm(calcom, half.id, hour.id);
  await flood(calcom, replay, 2 * BUMPS);
  await warm(calcom, half.id);
  expect([await sourceOf(calcom, half.id), await sourceOf(calcom, hour.id)]).toEqual([
    "origin",
    "cache",
  ]);
  await clock.advance(MINUTE_MS + SETTLE_MS);
  await warm(calcom, half.id);
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

it("bounds the writes of two processes that are flooded with the same", async () => {
  const { during, flood, open, replay } = await createFloodWorld();
  const [one, two] = [open(), open()];
  const { apply } = await during(async () => {
    for (let round = 0; round < 200; round++) {
      await flood(one, replay, 1);
      await flood(two, replay, 1);
    }
  });
  expect(apply).toBeLessThanOrEqual(2 * BUMPS + 2);
});

it("refuses to confirm what it cannot ask the store about, and makes up for it", async () => {
  const { clock, fake, flood, half, open, outage, during, receiveWith, replay } =
    await createFloodWorld();
  const [calcom, other] = [open(), open()];
  await flood(calcom, replay, 2 * BUMPS);
  outage.isDown = true;
  const failures: unknown[] = [];
  receiveWith((request) =>
    calcom.handleWebhook(request).catch((error: unknown) => failures.push(error)),
  );
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const attempts = await during(async () => {
    for (let count = 0; count < 100; count++) {
      await expect(calcom.handleWebhook(replay)).rejects.toThrow();
    }
  });
  expect(attempts.apply).toBe(0);
  expect(failures).toMatchObject([{ code: "store_unavailable" }]);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  outage.isDown = false;
  await clock.advance(SETTLE_MS);
  for (const client of [calcom, other]) {
    expect(await timesOf(client, half.id)).not.toContain("09:00");
  }
});

it("warns its operator once a minute", async () => {
  const warnings: string[] = [];
  const logger = { warn: (message: string) => warnings.push(message) };
  const { flood, open, replay } = await createFloodWorld({ logger });
  const calcom = open();
  await flood(calcom, replay, 1_000, 10);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain("bumpsPerMinute");
  await flood(calcom, replay, 6_000, 10);
  expect(warnings).toHaveLength(2);
});

it("counts a delivery that settles once more, and what an option says", async () => {
  const { during, open, replay } = await createFloodWorld();
  const calcom = open({ invalidation: { bumpsPerMinute: 2 } });
  const received = await calcom.receiveWebhook(replay);
  const { apply } = await during(async () => {
    for (let count = 0; count < 10; count++) await received.settleAgain();
  });
  expect(apply).toBe(1);
});

it("never gives a version of a flooded tag twice", async () => {
  const { flood, half, open, replay } = await createFloodWorld();
  const calcom = open();
  await flood(calcom, replay, 2 * BUMPS);
  const versions = [];
  for (let count = 0; count < 3; count++) {
    versions.push(await calcom.versionOf({ eventTypeId: half.id }));
    await calcom.handleWebhook(replay);
  }
  expect(new Set(versions).size).toBe(3);
});
