import { describe, expect, it } from "vitest";
import { signedDelivery } from "../../src/testing/signed-delivery.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, DAY, onDay, SECRET, sourceOf, timesOf, warm } from "../helpers/world.ts";

const SETTLED_MS = 10_000;

type TeamWorld = ReturnType<typeof createTeamWorld>;

/** A layer over the slots of one event type: the first time that is free. */
function firstTime({ calcom }: TeamWorld, eventTypeId: number) {
  return calcom.layer(`first of ${eventTypeId}`, {
    key: () => [eventTypeId],
    load: async (_query: undefined, context) => {
      const { slots } = await context.slots.list(onDay(eventTypeId));
      return slots[DAY]?.[0]?.start.slice(11, 16) ?? null;
    },
    ttlMs: 600_000,
  });
}

const book = async ({ calcom }: TeamWorld, eventTypeId: number) => {
  const input = { eventTypeId, start: at("09:00"), attendee: ANN };
  return (await calcom.bookings.create(input)).booking;
};

describe.each([true, false])("with hosts known: %s", (knows) => {
  const createKnown = () => createTeamWorld("roundRobin", knows);

  it("a booking that is to be moved by its attendee frees its time at once", async () => {
    const world = createKnown();
    const { calcom, half, hour } = world;
    const { uid } = await book(world, half.id);
    const first = firstTime(world, hour.id);
    await warm(calcom, half.id, hour.id);
    expect(await first.get(undefined)).toBe("10:00");
    await calcom.bookings.requestReschedule(uid, { rescheduleReason: "ill" });
    expect(await timesOf(calcom, half.id)).toContain("09:00");
    expect(await timesOf(calcom, hour.id)).toContain("09:00");
    expect(await first.get(undefined)).toBe("09:00");
  });

  it.each(["whom Cal.com picks", "who is named"])(
    "a reassigned booking frees its old host and takes the new one, %s",
    async (how) => {
      const world = createKnown();
      const { alice, calcom, carol, half, ofCarol, together } = world;
      const { uid, hosts } = await book(world, together.id);
      const wasAlices = hosts[0]?.id === alice.id;
      const [from, to] = wasAlices ? [half, ofCarol] : [ofCarol, half];
      const next = wasAlices ? carol : alice;
      const layers = [from, to].map(({ id }) => firstTime(world, id));
      await warm(calcom, from.id, to.id);
      const before = await Promise.all(layers.map((layer) => layer.get(undefined)));
      expect(before).toEqual(["09:30", "09:00"]);
      const input = how === "who is named" ? { userId: next.id } : undefined;
      const { reassignedTo } = await calcom.bookings.reassign(uid, input);
      expect(reassignedTo.id).toBe(next.id);
      expect(await timesOf(calcom, from.id)).toContain("09:00");
      expect(await timesOf(calcom, to.id)).not.toContain("09:00");
      const after = await Promise.all(layers.map((layer) => layer.get(undefined)));
      expect(after).toEqual(["09:00", "09:30"]);
    },
  );

  const ADD = {
    guest: ({ calcom, carol }: TeamWorld, uid: string) =>
      calcom.bookings.addGuests(uid, { guests: [{ email: carol.email }] }),
    attendee: ({ calcom, carol }: TeamWorld, uid: string) =>
      calcom.bookings.addAttendee(uid, { ...ANN, email: carol.email }),
  };

  describe.each(Object.entries(ADD))("a %s who is a host elsewhere", (_kind, add) => {
    it("is busy there from then on", async () => {
      const world = createKnown();
      const { calcom, half, ofCarol } = world;
      const { uid } = await book(world, half.id);
      const first = firstTime(world, ofCarol.id);
      await warm(calcom, ofCarol.id);
      expect(await first.get(undefined)).toBe("09:00");
      await add(world, uid);
      expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
      expect(await first.get(undefined)).toBe("09:30");
    });

    it("is busy there also when the reply was lost", async () => {
      const world = createKnown();
      const { calcom, fake, half, ofCarol } = world;
      const { uid } = await book(world, half.id);
      await warm(calcom, ofCarol.id);
      fake.faults.dropReply({ method: "POST", path: /\/(?:guests|attendees)$/ });
      await expect(add(world, uid)).rejects.toMatchObject({
        code: "unknown_outcome",
        coherence: "confirmed",
      });
      expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
    });

    it("is free again there when the booking is called off, whatever the answer names", async () => {
      const world = createKnown();
      const { calcom, fake, half, ofCarol } = world;
      const { uid } = await book(world, half.id);
      await add(world, uid);
      expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
      fake.faults.dropReply({ method: "POST", path: /\/cancel$/ });
      await expect(calcom.bookings.cancel(uid)).rejects.toMatchObject({ code: "unknown_outcome" });
      expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
    });
  });

  it("a booking by slug orphans what any of its hosts offers, and holds it while in flight", async () => {
    const world = createKnown();
    const { alice, calcom, fake, half, hour } = world;
    await warm(calcom, half.id, hour.id);
    const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "afterCommit" });
    const booking = calcom.bookings.create({
      eventTypeSlug: half.slug,
      username: alice.username,
      start: at("09:00"),
      attendee: ANN,
    });
    await gate.reached;
    expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
    gate.release();
    expect(await booking).toMatchObject({ coherence: "confirmed" });
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
    expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
  });

  it("a booking at another place is read anew", async () => {
    const world = createKnown();
    const { calcom, half } = world;
    const { uid } = await book(world, half.id);
    await warm(calcom, half.id);
    await calcom.bookings.updateLocation(uid, { type: "link", link: "https://meet.example/1" });
    expect(await sourceOf(calcom, half.id)).toBe("origin");
  });
});

it("a booking by slug leaves warm whom its answer does not concern", async () => {
  const { alice, calcom, half, ofCarol } = createTeamWorld();
  await warm(calcom, half.id, ofCarol.id);
  const choice = { eventTypeSlug: half.slug, username: alice.username };
  await calcom.bookings.create({ ...choice, start: at("09:00"), attendee: ANN });
  expect(await sourceOf(calcom, half.id)).toBe("origin");
  expect(await sourceOf(calcom, ofCarol.id)).toBe("cache");
});

it("a reassigned booking whose old host nobody knew orphans everything", async () => {
  const { alice, carol, client, clock, fake, half, pools, together } = createTeamWorld();
  // Alice was a host when it was booked, and is none any more.
  const { uid } = await fake.bookings.book({ eventTypeId: together.id, start: at("09:00") });
  expect(fake.bookings.get(uid)?.userId).toBe(alice.id);
  fake.eventTypes.update(together.id, { hostIds: [carol.id] });
  const calcom = client({
    invalidation: { pools: { ...pools, [together.id]: [{ id: carol.id, email: carol.email }] } },
  });
  const payload = { uid, eventTypeId: together.id };
  const trigger = "BOOKING_PAID";
  await calcom.handleWebhook(await signedDelivery({ trigger, payload, secret: SECRET }));
  await clock.advance(SETTLED_MS);
  await warm(calcom, half.id);
  expect(await sourceOf(calcom, half.id)).toBe("cache");
  await calcom.bookings.reassign(uid, { userId: carol.id });
  expect(await timesOf(calcom, half.id)).toContain("09:00");
});

it("a booking that others have moved is fenced under the uid it is moved by", async () => {
  const { calcom, carol, client, fake, half, ofCarol, pools } = createTeamWorld();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  const moved = await fake.bookings.reschedule(uid, at("10:00"));
  // As a round robin does that changes the host on the way.
  fake.bookings.add({ ...moved, eventTypeId: ofCarol.id, userId: carol.id });
  const writer = client({ invalidation: { pools } });
  await writer.bookings.get(uid);
  await writer.bookings.get(moved.uid);
  await warm(calcom, ofCarol.id);
  const path = `/v2/bookings/${moved.uid}/reschedule`;
  const gate = fake.pause({ method: "POST", path, phase: "afterCommit" });
  const move = writer.bookings.reschedule(uid, { start: at("11:00") });
  await gate.reached;
  expect(await timesOf(calcom, ofCarol.id)).not.toContain("11:00");
  gate.release();
  expect((await move).booking.start).toBe(at("11:00"));
  expect(await timesOf(calcom, ofCarol.id)).toContain("10:00");
});
