import { describe, expect, it } from "vitest";
import type { CalcomClient, UnknownOutcomeError } from "../../src/index.ts";
import { createOutcomeWorld } from "../helpers/outcome-world.ts";
import { ANN, at, timesOf, warm } from "../helpers/world.ts";

const PROFILES = ["selfHosted", "hosted"] as const;
const BEN = { ...ANN, name: "Ben", email: "ben@example.test" };
const changeOf = (action: string) => ({ method: "POST", path: new RegExp(`/${action}$`) });

async function createBookedWorld(profile: (typeof PROFILES)[number] = "selfHosted", type = {}) {
  const world = createOutcomeWorld(profile);
  const { alice, clock, fake } = world;
  const calcom = world.client();
  const eventType = fake.eventTypes.add({ ownerId: alice.id, slug: "booked", ...type });
  const result = await calcom.bookings.create(world.wish(eventType.id));
  // Replicas know of it.
  await clock.advance(1_000);
  /** Another client does it, in the very moment in which the first one's request gets lost. */
  const lost = async (action: string, call: () => Promise<unknown>, meanwhile?: Meanwhile) => {
    if (meanwhile !== undefined) {
      const held = fake.faults.commitLater({ ...changeOf(action) });
      const outcome = call();
      await held.reached;
      await meanwhile(world.client());
      return world.outcomeOf(outcome);
    }
    fake.faults.dropReply(changeOf(action));
    return world.outcomeOf(call());
  };
  return { ...world, calcom, eventType, lost, ...result };
}

type Meanwhile = (other: CalcomClient) => Promise<unknown>;

describe.each(PROFILES)("a change on %s Cal.com that got no answer is found:", (profile) => {
  it("a booking that has moved", async () => {
    const { booking, calcom, clock, eventType, lost } = await createBookedWorld(profile);
    await warm(calcom, eventType.id);
    const move = () => calcom.bookings.reschedule(booking.uid, { start: at("11:00") });
    expect(await lost("reschedule", move)).toMatchObject({
      reconciled: true,
      coherence: "confirmed",
      booking: { start: at("11:00"), rescheduledFromUid: booking.uid },
    });
    // For so long Cal.com itself gives the same answer again.
    await clock.advance(3_000);
    expect(await timesOf(calcom, eventType.id)).not.toContain("11:00");
  });

  it("a booking that is called off", async () => {
    const { booking, calcom, lost } = await createBookedWorld(profile);
    const cancel = () => calcom.bookings.cancel(booking.uid);
    expect(await lost("cancel", cancel)).toMatchObject({
      reconciled: true,
      booking: { uid: booking.uid, status: "cancelled" },
    });
  });

  it("an attendee who is asked for another time", async () => {
    const { booking, calcom, lost } = await createBookedWorld(profile);
    const request = () => calcom.bookings.requestReschedule(booking.uid);
    expect(await lost("request-reschedule", request)).toEqual({
      reconciled: true,
      coherence: "confirmed",
    });
  });

  it.each([
    ["confirm", "accepted"],
    ["decline", "rejected"],
  ] as const)("a request that is answered with %s", async (action, status) => {
    const world = await createBookedWorld(profile, { requiresConfirmation: true });
    const { booking, calcom, lost } = world;
    const result = await lost(action, () => calcom.bookings[action](booking.uid));
    expect(result).toMatchObject({ reconciled: true, booking: { uid: booking.uid, status } });
  });

  it("a seat that has moved", async () => {
    const { booking, calcom, lost, seatUid } = await createSeats(profile);
    const input = { start: at("11:00"), seatUid };
    const move = () => calcom.bookings.reschedule(booking.uid, input);
    expect(await lost("reschedule", move)).toMatchObject({
      reconciled: true,
      seatUid,
      booking: { start: at("11:00") },
    });
  });

  it("a seat that is given back", async () => {
    const { booking, calcom, lost, seatUid } = await createSeats(profile);
    const cancel = () => calcom.bookings.cancel(booking.uid, { seatUid });
    expect(await lost("cancel", cancel)).toMatchObject({
      reconciled: true,
      booking: { uid: booking.uid, status: "accepted" },
    });
  });

  it.each([
    ["an occurrence with those after it", true],
    ["all a series still has", false],
  ])("%s", async (_case, fromOne) => {
    const recurrence = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
    const { calcom, fake, lost, occurrences } = await createBookedWorld(profile, { recurrence });
    const [first, second] = occurrences ?? [];
    const cancel = fromOne
      ? () => calcom.bookings.cancel(second?.uid ?? "", { cancelSubsequentBookings: true })
      : () => calcom.bookings.cancel(first?.recurringBookingUid ?? "");
    const statuses = [fromOne ? "accepted" : "cancelled", "cancelled", "cancelled"];
    expect(await lost("cancel", cancel)).toMatchObject({
      reconciled: true,
      occurrences: statuses.map((status) => ({ status })),
    });
    expect(fake.bookings.list().map(({ status }) => status)).toEqual(statuses);
  });
});

async function createSeats(profile: (typeof PROFILES)[number]) {
  const seats = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };
  const world = await createBookedWorld(profile, { seats });
  const { calcom, eventType, wish } = world;
  const { seatUid } = await calcom.bookings.create({ ...wish(eventType.id), attendee: BEN });
  await world.clock.advance(1_000);
  return { ...world, seatUid: seatUid ?? "" };
}

describe("a change of which nothing is seen", () => {
  it.each(["reschedule", "cancel", "request-reschedule", "confirm", "decline"])(
    "is unknown, and names its booking: %s",
    async (action) => {
      const world = await createBookedWorld("selfHosted", { requiresConfirmation: true });
      const { booking, calcom, fake, outcomeOf, writes } = world;
      const { uid } = booking;
      const calls: Record<string, () => Promise<unknown>> = {
        reschedule: () => calcom.bookings.reschedule(uid, { start: at("11:00") }),
        cancel: () => calcom.bookings.cancel(uid),
        "request-reschedule": () => calcom.bookings.requestReschedule(uid),
        confirm: () => calcom.bookings.confirm(uid),
        decline: () => calcom.bookings.decline(uid),
      };
      fake.faults.error500Before(changeOf(action));
      const before = writes();
      const error = await outcomeOf(calls[action]?.() ?? Promise.resolve());
      expect(error).toMatchObject({
        code: "unknown_outcome",
        looked: "not-found",
        bookingUid: uid,
        coherence: "confirmed",
      });
      expect(writes()).toBe(before + 1);
    },
  );

  it("is not found while a seat, or an occurrence, is left", async () => {
    const { booking, calcom, fake, outcomeOf, seatUid } = await createSeats("selfHosted");
    fake.faults.error500Before(changeOf("cancel"));
    expect(await outcomeOf(calcom.bookings.cancel(booking.uid, { seatUid }))).toMatchObject({
      looked: "not-found",
    });
    const recurrence = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
    const series = await createBookedWorld("selfHosted", { recurrence });
    const [first, second] = series.occurrences ?? [];
    await series.calcom.bookings.cancel(second?.uid ?? "");
    series.fake.faults.error500Before(changeOf("cancel"));
    const input = { cancelSubsequentBookings: true };
    const cancel = series.calcom.bookings.cancel(first?.uid ?? "", input);
    expect(await series.outcomeOf(cancel)).toMatchObject({ looked: "not-found" });
  });

  it("is not looked for where nothing that is read could show it", async () => {
    const { booking, calcom, fake, reads } = await createBookedWorld();
    fake.faults.error500Before(changeOf("guests"));
    const before = reads().length;
    const adding = calcom.bookings.addGuests(booking.uid, { guests: [{ email: BEN.email }] });
    expect(await adding.catch((error: unknown) => error)).toMatchObject({
      looked: "not-at-all",
      bookingUid: booking.uid,
    });
    expect(reads()).toHaveLength(before);
  });
});

describe.each(PROFILES)("on %s Cal.com, while somebody else moves the booking,", (profile) => {
  it.each([
    [
      "a move to another time",
      (calcom: CalcomClient, uid: string) =>
        calcom.bookings.reschedule(uid, { start: at("11:00") }),
      "reschedule",
    ],
    ["a cancel", (calcom: CalcomClient, uid: string) => calcom.bookings.cancel(uid), "cancel"],
  ] as const)("%s is unclear, and what was found is shown", async (_case, change, action) => {
    const { booking, calcom, lost } = await createBookedWorld(profile);
    const error = await lost(
      action,
      () => change(calcom, booking.uid).catch((thrown: unknown) => thrown),
      (other) => other.bookings.reschedule(booking.uid, { start: at("14:00") }),
    );
    expect(error).toMatchObject({ code: "unknown_outcome", looked: "unclear" });
    const { found } = error as UnknownOutcomeError;
    expect(found).toHaveLength(1);
    expect([found[0]?.rescheduledFromUid, found[0]?.uid]).toContain(booking.uid);
  });
});
