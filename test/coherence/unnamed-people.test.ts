import { expect, it } from "vitest";
import { createTeamWorld } from "../helpers/team-world.ts";
import { at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const SEAT = "seat-of-carol";

/** Carol takes a seat at 10:00 of an event type of Alice's, and nobody is told. */
async function createSeatedWorld({ isHeardOf }: { isHeardOf: boolean }) {
  const world = createTeamWorld();
  const { alice, calcom, carol, client, fake, ofCarol } = world;
  const seats = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };
  const { id } = fake.eventTypes.add({ ownerId: alice.id, slug: "seated", seats });
  const pools = { ...world.pools, [id]: [{ id: alice.id, email: alice.email }] };
  const hidden = { isHidden: false };
  const writer = client({
    invalidation: { pools },
    fetch: async (input, init) => {
      const response = await fake.fetch(input, init);
      if (!hidden.isHidden) return response;
      const body = (await response.json()) as { data: object };
      return Response.json({ ...body, data: { ...body.data, attendees: [] } });
    },
  });
  const ann = { name: "Ann", email: "ann@example.test", timeZone: "UTC", language: "en" };
  const booking = fake.bookings.add({
    eventTypeId: id,
    start: at("10:00"),
    attendees: [{ ...ann, seatUid: "seat-of-ann" }],
  });
  await warm(writer, id);
  if (isHeardOf) await writer.bookings.get(booking.uid);
  const seatOfCarol = { ...ann, name: "Carol", email: carol.email, seatUid: SEAT };
  fake.bookings.add({ ...booking, attendees: [...booking.attendees, seatOfCarol] });
  expect(await timesOf(calcom, ofCarol.id)).not.toContain("10:00");
  return { ...world, hidden, uid: booking.uid, writer };
}

it("a booking with seats that is called off frees also those whom its answer leaves out", async () => {
  const { calcom, ofCarol, uid, writer } = await createSeatedWorld({ isHeardOf: true });
  const { booking } = await writer.bookings.cancel(uid, { cancellationReason: "ill" });
  expect(booking.attendees).toEqual([]);
  expect(await timesOf(calcom, ofCarol.id)).toContain("10:00");
});

it.each([true, false])(
  "a seat that is given back frees whose it was, its booking heard of: %s",
  async (isHeardOf) => {
    const { calcom, ofCarol, uid, writer } = await createSeatedWorld({ isHeardOf });
    const { booking } = await writer.bookings.cancel(uid, { seatUid: SEAT });
    expect(booking.attendees.map(({ name }) => name)).toEqual(["Ann"]);
    expect(await timesOf(calcom, ofCarol.id)).toContain("10:00");
  },
);

it("a seat that is given back frees whose it was, though the reply was lost", async () => {
  const { calcom, fake, ofCarol, uid, writer } = await createSeatedWorld({ isHeardOf: true });
  fake.faults.dropReply({ method: "POST", path: /\/cancel$/ });
  const cancel = writer.bookings.cancel(uid, { seatUid: SEAT });
  await expect(cancel).rejects.toMatchObject({ coherence: "confirmed" });
  expect(await timesOf(calcom, ofCarol.id)).toContain("10:00");
});

it("a seat that is moved moves with whose it is, though the answer hides them", async () => {
  const world = await createSeatedWorld({ isHeardOf: true });
  const { calcom, hidden, ofCarol, uid, writer } = world;
  hidden.isHidden = true;
  await writer.bookings.reschedule(uid, { start: at("11:00"), seatUid: SEAT });
  const times = await timesOf(calcom, ofCarol.id);
  expect([times.includes("10:00"), times.includes("11:00")]).toEqual([true, false]);
});

it("a booking that is to be moved frees who was added to it, and nobody was told", async () => {
  const { calcom, carol, client, fake, half, ofCarol, pools } = createTeamWorld();
  const writer = client({ invalidation: { pools } });
  const booking = await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  await warm(writer, half.id);
  await writer.bookings.get(booking.uid);
  const [first] = booking.attendees;
  if (first === undefined) throw new Error("a booking without an attendee");
  const added = { ...first, email: carol.email };
  fake.bookings.add({ ...booking, attendees: [first, added] });
  await warm(calcom, ofCarol.id);
  await writer.bookings.requestReschedule(booking.uid);
  expect(await timesOf(calcom, ofCarol.id)).toContain("10:00");
});

it("a booking that is called off leaves warm whom its answer does not name", async () => {
  const { calcom, fake, half, ofCarol } = createTeamWorld();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("10:00") });
  await warm(calcom, half.id, ofCarol.id);
  await calcom.bookings.cancel(uid, { cancellationReason: "ill" });
  expect(await sourceOf(calcom, half.id)).toBe("origin");
  expect(await sourceOf(calcom, ofCarol.id)).toBe("cache");
});
