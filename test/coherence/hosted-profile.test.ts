import { describe, expect, it } from "vitest";
import type { CalcomClientOptions } from "../../src/index.ts";
import { ANN, at, createWorld, DAY, onDay, sourceOf, timesOf, warm } from "../helpers/world.ts";

/** A client that has just been told the slots, which Cal.com now keeps for two seconds. */
async function warmed(options: CalcomClientOptions = {}) {
  const world = createWorld({ profile: "hosted" });
  const calcom = world.client(options);
  await warm(calcom, world.half.id);
  const book = () =>
    calcom.bookings.create({ eventTypeId: world.half.id, start: at("09:00"), attendee: ANN });
  return { ...world, calcom, book };
}

describe("after a booking, while Cal.com still gives the answer it kept", () => {
  it("serves that answer and does not store it", async () => {
    const { calcom, book, clock, half } = await warmed();
    await book();
    await clock.advance(1_900);
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    await clock.advance(100);
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("keeps answers again when Cal.com has settled", async () => {
    const { calcom, book, clock, half } = await warmed();
    await book();
    await clock.advance(2_999);
    await warm(calcom, half.id);
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    await clock.advance(2);
    await warm(calcom, half.id);
    expect(await sourceOf(calcom, half.id)).toBe("cache");
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("would store it if it did not wait for Cal.com to settle", async () => {
    const { calcom, book, clock, half } = await warmed({ invalidation: { settleMs: 0 } });
    await book();
    await clock.advance(1_900);
    await warm(calcom, half.id);
    await clock.advance(5_000);
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  });
});

describe("when the replica has missed a write", () => {
  it("keeps nothing old after a 500 for a booking that was made", async () => {
    const { calcom, book, clock, fake, half } = await warmed();
    fake.faults.replicaMissesReadBack({ method: "POST", path: "/bookings" });
    await expect(book()).rejects.toMatchObject({ code: "unknown_outcome", status: 500 });
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    await clock.advance(2_000);
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("frees the slot of a cancelled booking whose answer says accepted", async () => {
    const { calcom, clock, fake, half } = await warmed();
    const { uid } = fake.bookings.add({ eventTypeId: half.id, start: at("09:00") });
    await clock.advance(60_000);
    await warm(calcom, half.id);
    fake.faults.replicaMissesReadBack({ method: "POST" });
    const { booking } = await calcom.bookings.cancel(uid, {});
    expect(booking.status).toBe("accepted");
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
    await clock.advance(3_001);
    expect(await timesOf(calcom, half.id)).toContain("09:00");
  });

  it("does not find a booking that was just made", async () => {
    const { calcom, book, clock } = await warmed();
    const { booking } = await book();
    await expect(calcom.bookings.get(booking.uid)).rejects.toMatchObject({ status: 404 });
    await clock.advance(500);
    expect(await calcom.bookings.get(booking.uid)).toMatchObject({ status: "accepted" });
  });
});

describe("by webhooks from a queue", () => {
  /** A client that hears of what visitors do, and asks for the slots each time. */
  async function hearing(options: CalcomClientOptions = {}) {
    const world = await warmed(options);
    world.receiveWith(async (request) => {
      await world.calcom.handleWebhook(request);
      await warm(world.calcom, world.half.id);
    });
    return world;
  }

  it("is right once what it heard of has settled", async () => {
    const { calcom, clock, fake, half } = await hearing();
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await clock.advance(1_000);
    await fake.webhooks.settled();
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    await clock.advance(5_001);
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  });

  it("would keep the old answer if it did not wait for Cal.com to settle", async () => {
    const { calcom, clock, fake, half } = await hearing({ invalidation: { settleMs: 0 } });
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await clock.advance(1_000);
    await fake.webhooks.settled();
    await clock.advance(5_001);
    expect(await timesOf(calcom, half.id)).toContain("09:00");
  });

  it.each(["reversed", { shuffled: 1 }, { shuffled: 2 }] as const)(
    "is right when they come twice, and %j",
    async (order) => {
      const { calcom, clock, fake, half } = await hearing();
      const held = fake.faults.webhooks.hold();
      const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
      await fake.bookings.reschedule(uid, at("13:00"));
      const other = await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
      await fake.bookings.cancel(other.uid);
      for (const index of held.list.keys()) await held.deliver(index, { keep: true });
      await held.release(order);
      await clock.advance(5_001);
      for (const source of ["origin", "cache"]) {
        const { slots, provenance } = await calcom.slots.list(onDay(half.id));
        const times = slots[DAY]?.map(({ start }) => start.slice(11, 16));
        expect(provenance.source).toBe(source);
        expect(times).toEqual(expect.arrayContaining(["09:00", "10:00"]));
        expect(times).not.toContain("13:00");
      }
    },
  );
});
