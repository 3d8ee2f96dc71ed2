import { describe, expect, it } from "vitest";
import type { CalcomEvents } from "../../../src/index.ts";
import { EmailHashes } from "../../../src/invalidation/email-hashes.ts";
import { ANN, at, createWorld, sourceOf, warm } from "../../helpers/world.ts";
import { errorOf } from "./stub-fetch.ts";

function createSeatedWorld() {
  const world = createWorld();
  const { alice, fake } = world;
  const seated = fake.eventTypes.add({
    ownerId: alice.id,
    slug: "seated",
    lengthInMinutes: 30,
    seats: { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true },
  });
  const weekly = fake.eventTypes.add({
    ownerId: alice.id,
    slug: "weekly",
    lengthInMinutes: 30,
    recurrence: { frequency: "weekly", interval: 1, occurrences: 3 },
  });
  const host = { id: alice.id, email: alice.email };
  const pools = { ...world.pools, [seated.id]: [host], [weekly.id]: [host] };
  const client = () => world.client({ invalidation: { pools } });
  return { ...world, client, calcom: client(), seated, weekly };
}

const tagsHeard = (calcom: ReturnType<ReturnType<typeof createWorld>["client"]>) => {
  const heard: CalcomEvents["invalidated"][] = [];
  calcom.on("invalidated", (event) => heard.push(event));
  return () => heard.at(-1)?.tags ?? [];
};

describe("a booking by a seat", () => {
  it("is the one the seat was taken in", async () => {
    const { calcom, seated } = createSeatedWorld();
    const input = { eventTypeId: seated.id, start: at("09:00"), attendee: ANN };
    const { booking, seatUid } = await calcom.bookings.create(input);
    expect((await calcom.bookings.getBySeat(String(seatUid))).uid).toBe(booking.uid);
  });

  it("is noted, so that a later move reaches its hosts alone", async () => {
    const { client, fake, seated } = createSeatedWorld();
    const { uid, attendees } = await fake.bookings.book({
      eventTypeId: seated.id,
      start: at("09:00"),
    });
    const seatUid = String(attendees[0]?.seatUid);
    const calcom = client();
    await calcom.bookings.getBySeat(seatUid);
    const tags = tagsHeard(calcom);
    await calcom.bookings.reschedule(uid, { start: at("10:00"), seatUid });
    expect(tags()).not.toContain("all");
  });

  it("of a seat nobody has is an error", async () => {
    const { calcom } = createSeatedWorld();
    expect(await errorOf(calcom.bookings.getBySeat("nobody"))).toMatchObject({ status: 404 });
  });
});

describe("a series", () => {
  it("is all its occurrences, by its own uid", async () => {
    const { calcom, weekly } = createSeatedWorld();
    const input = { eventTypeId: weekly.id, start: at("09:00"), attendee: ANN };
    const { booking, occurrences = [] } = await calcom.bookings.create(input);
    const series = await calcom.bookings.getSeries(String(booking.recurringBookingUid));
    expect(series.map(({ uid }) => uid)).toEqual(occurrences.map(({ uid }) => uid));
    expect(series).toHaveLength(3);
    expect(() => (series as unknown[]).pop()).toThrow(TypeError);
  });

  it("is its first occurrence where one booking is asked for, also at the same time", async () => {
    const { calcom, weekly } = createSeatedWorld();
    const input = { eventTypeId: weekly.id, start: at("09:00"), attendee: ANN };
    const { booking } = await calcom.bookings.create(input);
    const uid = String(booking.recurringBookingUid);
    const [first, series] = await Promise.all([
      calcom.bookings.get(uid),
      calcom.bookings.getSeries(uid),
    ]);
    expect(first.uid).toBe(booking.uid);
    expect(series).toHaveLength(3);
  });

  it("of an ordinary booking is that one", async () => {
    const { calcom, half } = createSeatedWorld();
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    const { booking } = await calcom.bookings.create(input);
    expect(await calcom.bookings.getSeries(booking.uid)).toEqual([booking]);
  });

  it("is called off by its own uid without reaching everything", async () => {
    const { calcom, weekly } = createSeatedWorld();
    const input = { eventTypeId: weekly.id, start: at("09:00"), attendee: ANN };
    const { booking } = await calcom.bookings.create(input);
    const tags = tagsHeard(calcom);
    const result = await calcom.bookings.cancel(String(booking.recurringBookingUid));
    expect(result.occurrences?.map(({ status }) => status)).toEqual(Array(3).fill("cancelled"));
    expect(tags()).not.toContain("all");
  });
});

describe("the people of a booking", () => {
  it("come with the numbers Cal.com has for them", async () => {
    const { calcom, half } = createSeatedWorld();
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    const { booking } = await calcom.bookings.create(input);
    const people = await calcom.bookings.attendees(booking.uid);
    expect(people).toMatchObject([{ ...ANN, id: expect.any(Number) }]);
    expect(() => Object.assign(people[0] as object, { name: "x" })).toThrow(TypeError);
  });

  it("are noted: a change that says nothing of them reaches them", async () => {
    const { client, fake, half } = createSeatedWorld();
    const { uid } = await fake.bookings.book({
      eventTypeId: half.id,
      start: at("09:00"),
      attendee: { email: "Carol@example.test" },
    });
    const calcom = client();
    await calcom.bookings.attendees(uid);
    const tags = tagsHeard(calcom);
    await calcom.bookings.requestReschedule(uid);
    const hash = await new EmailHashes(`${fake.baseUrl} default`).of("carol@example.test");
    expect(tags()).toContain(`email:${hash}`);
  });
});

it("reads of bookings orphan the layer that rests on them", async () => {
  const { calcom, half, seated } = createSeatedWorld();
  const input = { eventTypeId: seated.id, start: at("09:00"), attendee: ANN };
  const { booking, seatUid } = await calcom.bookings.create(input);
  const layer = calcom.layer("seat", {
    key: () => [],
    load: async (_query: undefined, { bookings }) => ({
      status: (await bookings.getBySeat(String(seatUid))).status,
      series: (await bookings.getSeries(booking.uid)).length,
      people: (await bookings.attendees(booking.uid)).length,
    }),
    ttlMs: 60_000,
  });
  expect(await layer.get(undefined)).toEqual({ status: "accepted", series: 1, people: 1 });
  await warm(calcom, half.id);
  expect((await layer.read(undefined)).provenance.source).toBe("cache");
  await calcom.bookings.addAttendee(booking.uid, { ...ANN, email: "bo@example.test" });
  expect(await layer.get(undefined)).toMatchObject({ people: 2 });
  expect(await sourceOf(calcom, half.id)).toBe("origin");
});
