import { expect, it } from "vitest";
import { createTeamWorld } from "../helpers/team-world.ts";
import { at, SECRET, timesOf, warm } from "../helpers/world.ts";

const SETTLED_MS = 10_000;

/**
 * A delivery names every host of a booking to a client that knows no pools; then the booking goes
 * from Alice to Carol, which no webhook tells (recording 0250).
 */
async function createReassignedWorld() {
  const world = createTeamWorld();
  const { alice, calcom, carol, client, clock, fake, ofCarol, receiveWith, team, together } = world;
  const writer = client({ invalidation: { pools: "off" } });
  receiveWith((request) => writer.handleWebhook(request));
  fake.webhooks.subscribe({ url: "https://app.example/team", secret: SECRET, teamId: team.id });
  const booking = await fake.bookings.book({ eventTypeId: together.id, start: at("09:00") });
  expect(booking.userId).toBe(alice.id);
  fake.bookings.add({ ...booking, userId: carol.id });
  await clock.advance(SETTLED_MS);
  await warm(calcom, ofCarol.id);
  expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
  return { ...world, uid: booking.uid, writer };
}

it("who had a booking last is free after a cancel whose reply was lost", async () => {
  const { calcom, fake, ofCarol, uid, writer } = await createReassignedWorld();
  fake.faults.webhooks.lose({ times: 2 });
  fake.faults.dropReply({ method: "POST" });
  await expect(writer.bookings.cancel(uid)).rejects.toMatchObject({ coherence: "confirmed" });
  expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
});

it("who had a booking last is free when it is given to another", async () => {
  const { alice, calcom, ofCarol, uid, writer } = await createReassignedWorld();
  const { reassignedTo } = await writer.bookings.reassign(uid, { userId: alice.id });
  expect(reassignedTo.id).toBe(alice.id);
  expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
});

it("who had a booking last is free when it is heard that it has moved", async () => {
  const { alice, calcom, fake, ofCarol, together, uid } = await createReassignedWorld();
  fake.eventTypes.update(together.id, { hostIds: [alice.id] });
  expect((await fake.bookings.reschedule(uid, at("11:00"))).userId).toBe(alice.id);
  expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
});
