import { describe, expect, it } from "vitest";
import { SlotTakenError, UnknownOutcomeError } from "../../src/index.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const FENCE_ENDS_MS = 10_000 + 60_000;
const POST = { method: "POST", path: "/v2/bookings" };
const thrownBy = (work: Promise<unknown>) => work.catch((thrown: unknown) => thrown);

/** A client that learns from Cal.com which event types are a team's. */
async function createLearningWorld() {
  const world = createTeamWorld();
  const calcom = world.client({ invalidation: { pools: "auto" }, ttl: { nearMs: 600_000 } });
  const { fake, half, together } = world;
  const book = (eventTypeId: number) =>
    calcom.bookings.create({ eventTypeId, start: at("09:00"), attendee: ANN });
  return { ...world, calcom, fake, half, together, book };
}

describe("a bare 500 to a team's booking", () => {
  it("is a time that may be taken, and is fenced like an unknown outcome", async () => {
    const { book, calcom, clock, fake, together } = await createLearningWorld();
    await warm(calcom, together.id);
    fake.faults.error500Before(POST);
    const error = await thrownBy(book(together.id));
    expect(error).toBeInstanceOf(SlotTakenError);
    expect(error).toMatchObject({ certainty: "maybe", coherence: "confirmed", status: 500 });
    // Nothing is kept while it may still come about.
    expect(await sourceOf(calcom, together.id)).toBe("origin");
    expect(await sourceOf(calcom, together.id)).toBe("origin");
    await clock.advance(FENCE_ENDS_MS);
    await warm(calcom, together.id);
    expect(await sourceOf(calcom, together.id)).toBe("cache");
  });

  it("serves nothing old where it was booked all the same", async () => {
    const { book, calcom, fake, half, ofCarol, together } = await createLearningWorld();
    await warm(calcom, half.id, ofCarol.id);
    fake.faults.error500After(POST);
    expect(await thrownBy(book(together.id))).toMatchObject({ certainty: "maybe" });
    const [booking] = fake.bookings.list();
    const taken = booking?.userId === half.ownerId ? half : ofCarol;
    expect(await timesOf(calcom, taken.id)).not.toContain("09:00");
  });

  it("means the same when a booking is moved whose event type is known", async () => {
    const { book, calcom, fake, together } = await createLearningWorld();
    const { booking } = await book(together.id);
    fake.faults.error500Before({ method: "POST", path: /\/reschedule$/ });
    const move = calcom.bookings.reschedule(booking.uid, { start: at("10:00") });
    expect(await thrownBy(move)).toMatchObject({ code: "slot_taken", certainty: "maybe" });
  });

  it("means the same where the input says by a slug that it is a team's", async () => {
    const { client, fake, team, together } = await createLearningWorld();
    const calcom = client({ invalidation: { pools: "off" } });
    fake.faults.error500Before(POST);
    const choice = { eventTypeSlug: together.slug, teamSlug: team.slug };
    const booking = calcom.bookings.create({ ...choice, start: at("09:00"), attendee: ANN });
    expect(await thrownBy(booking)).toMatchObject({ code: "slot_taken", certainty: "maybe" });
  });
});

describe("a bare 500 says nothing about the time", () => {
  it("of a personal event type", async () => {
    const { book, fake, half } = await createLearningWorld();
    fake.faults.error500Before(POST);
    expect(await thrownBy(book(half.id))).toBeInstanceOf(UnknownOutcomeError);
  });

  it("of an event type that nobody knows", async () => {
    const { client, fake, together } = await createLearningWorld();
    const calcom = client({ invalidation: { pools: "off" } });
    fake.faults.error500Before(POST);
    const input = { eventTypeId: together.id, start: at("09:00"), attendee: ANN };
    expect(await thrownBy(calcom.bookings.create(input))).toBeInstanceOf(UnknownOutcomeError);
  });

  it("when a team's booking is called off", async () => {
    const { book, calcom, fake, together } = await createLearningWorld();
    const { booking } = await book(together.id);
    fake.faults.error500Before({ method: "POST", path: /\/cancel$/ });
    const cancel = calcom.bookings.cancel(booking.uid);
    expect(await thrownBy(cancel)).toBeInstanceOf(UnknownOutcomeError);
  });
});
