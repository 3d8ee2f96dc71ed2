import { describe, expect, it } from "vitest";
import type { UnknownOutcomeError } from "../../src/index.ts";
import { CREATE, createOutcomeWorld } from "../helpers/outcome-world.ts";
import { ANN } from "../helpers/world.ts";

describe("a series", () => {
  const createSeriesWorld = () => {
    const world = createOutcomeWorld();
    const weekly = world.fake.eventTypes.add({
      ownerId: world.alice.id,
      slug: "weekly",
      recurrence: { frequency: "weekly", interval: 1, occurrences: 4 },
    });
    world.fake.faults.dropReply(CREATE);
    return { ...world, input: { ...world.wish(weekly.id), recurrenceCount: 3 } };
  };

  it("is found once all its occurrences are there, in their order", async () => {
    const { client, fake, input, outcomeOf } = createSeriesWorld();
    const result = await outcomeOf(client().bookings.create(input));
    const made = fake.bookings.list().map(({ uid }) => ({ uid }));
    expect(result).toMatchObject({ reconciled: true, booking: made[0], occurrences: made });
  });

  it.each([
    ["some of it is missing", { recurrenceCount: 2 }, 2],
    ["nobody knows how long it is", {}, 4],
  ])("is unclear when %s, and what there is is shown", async (_case, made, count) => {
    const { client, fake, input, outcomeOf } = createSeriesWorld();
    const fetch: typeof globalThis.fetch = async (url, init) => {
      const request = new Request(url, init);
      if (request.method === "GET") return fake.fetch(request);
      const { recurrenceCount: _, ...body } = (await request.json()) as typeof input;
      return fake.fetch(new Request(request, { body: JSON.stringify({ ...body, ...made }) }));
    };
    const { recurrenceCount, ...unbounded } = input;
    const wish = "recurrenceCount" in made ? { ...unbounded, recurrenceCount } : unbounded;
    const error = await outcomeOf(client({ fetch }).bookings.create(wish));
    expect(error).toMatchObject({ code: "unknown_outcome", looked: "unclear" });
    const uids = fake.bookings.list().map(({ uid }) => uid);
    expect((error as UnknownOutcomeError).found.map(({ uid }) => uid)).toEqual(uids);
    expect(uids).toHaveLength(count);
  });
});

describe("a seat", () => {
  const createSeatedWorld = (profile: "selfHosted" | "hosted") => {
    const world = createOutcomeWorld(profile);
    const seats = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };
    const seated = world.fake.eventTypes.add({ ownerId: world.alice.id, slug: "seated", seats });
    return { ...world, input: world.wish(seated.id) };
  };
  const another = { ...ANN, name: "Ben", email: "ben@example.test" };

  it.each([
    ["the first", 0],
    ["a further", 1],
    ["a second of the same attendee, by its own metadata,", 2],
  ])("%s is found with its uid where seats have metadata", async (_case, before) => {
    const { client, fake, input, outcomeOf } = createSeatedWorld("hosted");
    const calcom = client();
    for (const attendee of [another, ANN].slice(0, before)) {
      await calcom.bookings.create({ ...input, attendee });
    }
    fake.faults.dropReply(CREATE);
    const result = await outcomeOf(calcom.bookings.create(input));
    const [{ attendees } = { attendees: [] }] = fake.bookings.list();
    expect(attendees).toHaveLength(before + 1);
    expect(result).toMatchObject({ reconciled: true, seatUid: attendees.at(-1)?.seatUid });
  });

  it("is unclear where they have none, and the booking is shown", async () => {
    const { client, fake, input, outcomeOf } = createSeatedWorld("selfHosted");
    fake.faults.dropReply(CREATE);
    const error = await outcomeOf(client().bookings.create(input));
    expect(error).toMatchObject({
      looked: "unclear",
      found: [{ uid: fake.bookings.list()[0]?.uid }],
    });
  });

  it("of nobody's is not shown", async () => {
    const { client, fake, input, outcomeOf } = createSeatedWorld("selfHosted");
    await client().bookings.create({ ...input, attendee: another });
    fake.faults.error500Before(CREATE);
    const error = await outcomeOf(client().bookings.create(input));
    expect(error).toMatchObject({ looked: "not-found", found: [] });
  });
});
