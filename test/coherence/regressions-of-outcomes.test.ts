import { describe, expect, it } from "vitest";
import type { CacheStore, CalcomClient, UnknownOutcomeError } from "../../src/index.ts";
import { memoryStore } from "../../src/index.ts";
import { CREATE, createOutcomeWorld } from "../helpers/outcome-world.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, sourceOf, warm } from "../helpers/world.ts";

const BEN = { ...ANN, name: "Ben", email: "ben@example.test" };
const RESCHEDULE = { method: "POST", path: /\/reschedule$/ };
const CANCEL = { method: "POST", path: /\/cancel$/ };

/** A booking that was moved to 10:00 before, and what has become of it since. */
async function createMovedWorld(
  profile: "selfHosted" | "hosted",
  since: (calcom: CalcomClient, uid: string) => Promise<unknown>,
) {
  const world = createOutcomeWorld(profile);
  const { client, clock, half, wish } = world;
  const calcom = client();
  const first = await calcom.bookings.create(wish(half.id));
  await clock.advance(1_000);
  const moved = await calcom.bookings.reschedule(first.booking.uid, { start: at("10:00") });
  await clock.advance(1_000);
  await since(calcom, moved.booking.uid);
  await clock.advance(1_000);
  return { ...world, calcom, first: first.booking, moved: moved.booking };
}

describe.each(["selfHosted", "hosted"] as const)("on %s Cal.com", (profile) => {
  it.each([
    [
      "moved on",
      (calcom: CalcomClient, uid: string) =>
        calcom.bookings.reschedule(uid, { start: at("11:00") }),
    ],
    ["called off", (calcom: CalcomClient, uid: string) => calcom.bookings.cancel(uid)],
  ])("a successor that was %s is not what a lost move has come to", async (_case, since) => {
    const { calcom, fake, first, moved, outcomeOf } = await createMovedWorld(profile, since);
    fake.faults.dropReply(RESCHEDULE);
    const error = await outcomeOf(calcom.bookings.reschedule(first.uid, { start: at("10:00") }));
    expect(error).toMatchObject({
      code: "unknown_outcome",
      looked: "unclear",
      found: [{ uid: moved.uid, status: "cancelled" }],
    });
  });

  it("a seat that somebody else has moved is not given back", async () => {
    const { alice, client, clock, fake, outcomeOf, wish } = createOutcomeWorld(profile);
    const seats = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };
    const { id } = fake.eventTypes.add({ ownerId: alice.id, slug: "seated", seats });
    const calcom = client();
    await calcom.bookings.create(wish(id));
    const { booking, seatUid = "" } = await calcom.bookings.create({ ...wish(id), attendee: BEN });
    await clock.advance(1_000);
    const held = fake.faults.commitLater(CANCEL);
    const call = calcom.bookings.cancel(booking.uid, { seatUid });
    await held.reached;
    const moved = await client().bookings.reschedule(booking.uid, { seatUid, start: at("11:00") });
    expect(await outcomeOf(call)).toMatchObject({
      code: "unknown_outcome",
      looked: "unclear",
      found: [{ uid: moved.booking.uid, status: "accepted" }],
    });
  });

  it("a booking without seats has not lost one", async () => {
    const { client, fake, half, outcomeOf, wish } = createOutcomeWorld(profile);
    const calcom = client();
    const { booking } = await calcom.bookings.create(wish(half.id));
    fake.faults.error500Before(CANCEL);
    const call = calcom.bookings.cancel(booking.uid, { seatUid: "not-a-seat" });
    expect(await outcomeOf(call)).toMatchObject({
      code: "unknown_outcome",
      looked: "unclear",
      found: [{ uid: booking.uid, status: "accepted" }],
    });
  });
});

describe("what was found without being clear", () => {
  it("is not copied by who logs an error's own properties", async () => {
    const { client, fake, half, outcomeOf, wish } = createOutcomeWorld();
    const calcom = client();
    const { booking } = await calcom.bookings.create(wish(half.id));
    fake.faults.error500Before(CANCEL);
    const call = calcom.bookings.cancel(booking.uid, { seatUid: "not-a-seat" });
    const error = (await outcomeOf(call)) as UnknownOutcomeError;
    expect(error.found[0]?.attendees[0]?.email).toBe(ANN.email);
    expect(JSON.stringify({ ...error })).not.toContain(ANN.email);
  });
});

describe("a write that its store holds up", () => {
  it("is not sent after its deadline, and leaves no fence", async () => {
    const { client, clock, fake, half, outcomeOf, wish, writes } = createOutcomeWorld();
    const inner = memoryStore();
    const slow: CacheStore = {
      name: "slow",
      attach: (context) => inner.attach?.(context),
      read: (entryKey, keys) => inner.read(entryKey, keys),
      ensure: (keys, fresh) => inner.ensure(keys, fresh),
      apply: async (steps) => {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 300));
        await inner.apply(steps);
      },
      write: (key, entry, ttlMs) => inner.write(key, entry, ttlMs),
      close: () => inner.close(),
    };
    const calcom = client({ store: slow, storeTimeoutMs: 1_000 });
    await warm(calcom, half.id);
    const call = calcom.bookings.create(wish(half.id), { timeoutMs: 200 });
    const error = await outcomeOf(call);
    expect(error).toMatchObject({ code: "timeout", timeoutMs: 200 });
    expect((error as Error).message).toContain("was not sent");
    expect(writes()).toBe(0);
    expect(fake.bookings.list()).toEqual([]);
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  });
});

describe("a move that is answered with what is stored nowhere", () => {
  it("is no success", async () => {
    const { client, fake, half, outcomeOf, wish } = createOutcomeWorld();
    const { booking } = await client().bookings.create(wish(half.id));
    const invent: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      if (!RESCHEDULE.path.test(new URL(request.url).pathname)) return fake.fetch(request);
      const data = { ...booking, id: 0, uid: "nowhere", start: at("11:00") };
      return Response.json({ status: "success", data }, { status: 201 });
    };
    const calcom = client({ fetch: invent });
    await warm(calcom, half.id);
    const error = await outcomeOf(calcom.bookings.reschedule(booking.uid, { start: at("11:00") }));
    expect(error).toMatchObject({
      code: "booking_replayed",
      reason: "nothing-stored",
      coherence: "confirmed",
    });
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  });
});

describe("a team's time that may be taken", () => {
  it("says by what its booking is recognised, should it be there", async () => {
    const { client, fake, team, together } = createTeamWorld();
    fake.faults.error500Before(CREATE);
    const choice = { eventTypeSlug: together.slug, teamSlug: team.slug };
    const call = client().bookings.create({ ...choice, start: at("09:00"), attendee: ANN });
    expect(await call.catch((error: unknown) => error)).toMatchObject({
      code: "slot_taken",
      certainty: "maybe",
      cause: { code: "unknown_outcome", nonce: expect.stringMatching(/^[\w-]{16}$/) },
    });
  });
});
