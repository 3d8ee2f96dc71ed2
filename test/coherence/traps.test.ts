import { describe, expect, it } from "vitest";
import type { BookingSeed } from "../../src/testing/world.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, createWorld, onDay, timesOf, warm } from "../helpers/world.ts";

const WEEKLY = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
const LAST_WEEK = { start: "2026-12-21", end: "2026-12-21" };
const AS_ATTENDEE = { timeZone: "UTC", language: "en" };

/** A world whose webhooks reach another process than the one that answers. Both know all hosts. */
async function createHearing(schedulingType: "collective" | "roundRobin" = "roundRobin") {
  const world = createTeamWorld(schedulingType);
  const { carol, client, fake, half, pools } = world;
  const receiver = client({ invalidation: { pools } });
  world.receiveWith((request) => receiver.handleWebhook(request));
  await warm(receiver, half.id, world.hour.id, world.ofCarol.id, world.together.id);
  const asCarol = { ...AS_ATTENDEE, name: "Carol", email: carol.email };
  /** Puts a booking of Alice there of which nobody has heard. */
  const add = (more: Partial<BookingSeed>) =>
    fake.bookings.add({ eventTypeId: half.id, start: at("09:00"), ...more });
  /** Acts as Alice in the web app. */
  const asOwner = async (path: string, body: object = {}) => {
    const headers = { authorization: `Bearer ${world.alice.apiKey}`, ...JSON_BODY };
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fake.fetch(`${fake.baseUrl}/bookings/${path}`, request);
    expect(response.status).toBe(200);
  };
  return { ...world, add, asCarol, asOwner };
}

const JSON_BODY = { "content-type": "application/json", "cal-api-version": "2024-08-13" };

it("who hosts along with others is named among the attendees alone, and busy all the same", async () => {
  const { calcom, fake, ofCarol, together } = await createHearing("collective");
  await warm(calcom, ofCarol.id);
  const input = { eventTypeId: together.id, start: at("09:00"), attendee: ANN };
  const { booking } = await calcom.bookings.create(input);
  expect(booking.hosts.map(({ id }) => id)).not.toContain(ofCarol.ownerId);
  expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
  await fake.bookings.cancel(booking.uid);
  expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
});

describe("a decision names no host by id", () => {
  it.each([
    ["confirmed", "confirm", false],
    ["declined", "decline", true],
  ] as const)("a %s request reaches the host all the same", async (_what, verb, isFree) => {
    const { add, asOwner, calcom, fake, half, hour } = await createHearing();
    fake.eventTypes.update(half.id, { requiresConfirmation: true, blockUnconfirmedBookings: true });
    const { uid } = add({ status: "pending" });
    await warm(calcom, half.id, hour.id);
    await asOwner(`${uid}/${verb}`);
    expect(JSON.parse(fake.webhooks.deliveries[0]?.body ?? "{}").payload.organizer).toEqual(
      expect.not.objectContaining({ id: expect.anything() }),
    );
    expect((await timesOf(calcom, half.id)).includes("09:00")).toBe(isFree);
    expect((await timesOf(calcom, hour.id)).includes("09:00")).toBe(isFree);
  });
});

it("a moved booking that waits to be confirmed again frees its old time", async () => {
  const { add, calcom, fake, half, hour } = await createHearing();
  fake.eventTypes.update(half.id, { requiresConfirmation: true });
  const { uid } = add({});
  await warm(calcom, half.id, hour.id);
  await fake.bookings.reschedule(uid, at("13:00"));
  expect(fake.webhooks.deliveries.map(({ trigger }) => trigger)).toEqual(["BOOKING_REQUESTED"]);
  expect(await timesOf(calcom, half.id)).toContain("09:00");
  expect(await timesOf(calcom, hour.id)).toContain("09:00");
});

describe("one webhook tells of a whole series", () => {
  /** Three bookings a week apart; to the last comes Carol, and nobody has heard of any. */
  async function createSeries(status: "accepted" | "pending") {
    const world = await createHearing();
    const { add, asCarol, calcom, fake, half, ofCarol } = world;
    fake.eventTypes.update(half.id, { recurrence: WEEKLY, requiresConfirmation: true });
    const bookings = ["07", "14", "21"].map((day) => {
      const more = day === "21" ? { attendees: [asCarol] } : {};
      const start = `2026-12-${day}T09:00:00.000Z`;
      return add({ ...more, start, status, recurringBookingUid: "the-series" });
    });
    const lastMorningOf = async ({ id }: { readonly id: number }) => {
      const { slots } = await calcom.slots.list({ ...onDay(id), ...LAST_WEEK });
      return slots[LAST_WEEK.start]?.[0]?.start.slice(11, 16);
    };
    const before = status === "accepted" ? "09:30" : "09:00";
    expect(await lastMorningOf(ofCarol)).toBe(before);
    return { ...world, first: bookings[0]?.uid ?? "", lastMorningOf };
  }

  it("when it is cancelled, whoever comes to the later ones", async () => {
    const { asOwner, fake, lastMorningOf, ofCarol } = await createSeries("accepted");
    await asOwner("the-series/cancel", { cancellationReason: "ill" });
    expect(fake.webhooks.deliveries).toHaveLength(1);
    expect(await lastMorningOf(ofCarol)).toBe("09:00");
  });

  it("when it is confirmed, whoever comes to the later ones", async () => {
    const { asOwner, fake, first, lastMorningOf, ofCarol } = await createSeries("pending");
    await asOwner(`${first}/confirm`);
    expect(fake.webhooks.deliveries).toHaveLength(1);
    expect(await lastMorningOf(ofCarol)).toBe("09:30");
  });

  it("and the answer to a confirmation shows one booking of it", async () => {
    const { client, fake, first, half, lastMorningOf, ofCarol, pools } =
      await createSeries("pending");
    fake.faults.webhooks.lose();
    const writer = client({ invalidation: { pools } });
    await warm(writer, half.id);
    const { occurrences } = await writer.bookings.confirm(first);
    expect(occurrences).toBeUndefined();
    expect(await lastMorningOf(ofCarol)).toBe("09:30");
  });

  it("and no reply may come at all", async () => {
    const { client, fake, first, lastMorningOf, ofCarol, pools } = await createSeries("pending");
    const writer = client({ invalidation: { pools } });
    await writer.bookings.get(first);
    fake.faults.webhooks.lose();
    fake.faults.dropReply({ method: "POST" });
    await expect(writer.bookings.confirm(first)).rejects.toMatchObject({ code: "unknown_outcome" });
    expect(await lastMorningOf(ofCarol)).toBe("09:30");
  });
});

it("seats share a uid, and each webhook brings or takes somebody else", async () => {
  const { asCarol, asOwner, calcom, fake, half, ofCarol } = await createHearing();
  const seats = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };
  fake.eventTypes.update(half.id, { seats });
  const first = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await warm(calcom, ofCarol.id);
  const input = { eventTypeId: half.id, start: at("09:00"), attendee: asCarol };
  const second = await fake.bookings.book(input);
  expect(second.uid).toBe(first.uid);
  expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
  const { seatUid } = second.attendees.find(({ email }) => email === asCarol.email) ?? {};
  await asOwner(`${second.uid}/cancel`, { seatUid });
  expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
});

it.each(["attendee", "guest"] as const)(
  "who is a host elsewhere is named by the address alone, as %s",
  async (role) => {
    const { asCarol, calcom, fake, half, ofCarol } = await createHearing();
    await warm(calcom, ofCarol.id);
    const people = role === "guest" ? { guests: [asCarol.email] } : { attendee: asCarol };
    const input = { eventTypeId: half.id, start: at("09:00"), ...people };
    const { uid } = await fake.bookings.book(input);
    expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
    await fake.bookings.cancel(uid);
    expect(await timesOf(calcom, ofCarol.id)).toContain("09:00");
  },
);

it("a team's limit is nowhere told, and empties the week of its other event types", async () => {
  const world = createWorld();
  const { alice, fake } = world;
  const team = fake.teams.add({ memberIds: [alice.id], bookingLimits: { week: 1 } });
  const ofTeam = (slug: string) =>
    fake.eventTypes.add({ teamId: team.id, slug, hostIds: [alice.id] });
  const [one, other] = [ofTeam("one"), ofTeam("other")];
  const hosts = [{ id: alice.id, email: alice.email }];
  const calcom = world.client({ invalidation: { pools: { [one.id]: hosts, [other.id]: hosts } } });
  await warm(calcom, one.id, other.id);
  expect(await timesOf(calcom, other.id)).toContain("15:00");
  await calcom.bookings.create({ eventTypeId: one.id, start: at("09:00"), attendee: ANN });
  expect(await timesOf(calcom, other.id)).toEqual([]);
});

it("hosted Cal.com tells of a booking given to another host, and names both", async () => {
  const world = createWorld({ profile: "hosted" });
  const { alice, clock, fake, half } = world;
  const carol = fake.users.add({ username: "carol" });
  const ofCarol = fake.eventTypes.add({ ownerId: carol.id });
  const team = fake.teams.add({ memberIds: [alice.id, carol.id] });
  const together = fake.eventTypes.add({ teamId: team.id, hostIds: [alice.id, carol.id] });
  const asHost = ({ id, email }: typeof alice) => [{ id, email }];
  const pools = { [half.id]: asHost(alice), [ofCarol.id]: asHost(carol) };
  const calcom = world.client({ invalidation: { pools } });
  world.receiveWith((request) => calcom.handleWebhook(request));
  const { uid } = fake.bookings.add({ eventTypeId: together.id, start: at("09:00") });
  await warm(calcom, half.id, ofCarol.id);
  const stranger = world.client({ namespace: "elsewhere" });
  await stranger.bookings.reassign(uid, { userId: carol.id });
  await clock.advance(2_000);
  await fake.webhooks.settled();
  expect(await timesOf(calcom, half.id)).toContain("09:00");
  expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
});
