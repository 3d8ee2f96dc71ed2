import { describe, expect, it } from "vitest";
import { BookingReplayedError } from "../../src/index.ts";
import { CREATE, createOutcomeWorld } from "../helpers/outcome-world.ts";
import { ANN, at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const BEN = { ...ANN, name: "Ben" };
const thrownBy = (work: Promise<unknown>) => work.catch((thrown: unknown) => thrown);

describe("an answer that is somebody's earlier booking", () => {
  it("is no success, and tells which it is", async () => {
    const { client, fake, half, wish, writes } = createOutcomeWorld();
    const calcom = client();
    const { booking } = await client().bookings.create(wish(half.id));
    await warm(calcom, half.id);
    fake.faults.replay({ ...CREATE, uid: booking.uid });
    const asked = { ...wish(half.id), start: at("11:00"), attendee: BEN };
    const error = await thrownBy(calcom.bookings.create(asked));
    expect(error).toBeInstanceOf(BookingReplayedError);
    expect(error).toMatchObject({
      reason: "earlier-booking",
      bookingUid: booking.uid,
      bookedAt: booking.createdAt,
      coherence: "confirmed",
      status: 201,
    });
    expect(fake.bookings.list()).toHaveLength(1);
    expect(writes()).toBe(2);
    // What listed the time is gone, and no fence is left: the next answer is kept.
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    expect(await sourceOf(calcom, half.id)).toBe("cache");
    expect(await timesOf(calcom, half.id)).toContain("11:00");
  });

  it("is known by its age where it was made without a nonce", async () => {
    const { client, clock, fake, half, wish } = createOutcomeWorld();
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await clock.advance(60_000);
    fake.faults.replay({ ...CREATE, uid });
    const error = await thrownBy(
      client().bookings.create({ ...wish(half.id), start: at("11:00") }),
    );
    expect(error).toMatchObject({ reason: "earlier-booking", bookingUid: uid });
  });

  it("is told from one's own seat by the seat's nonce", async () => {
    const { alice, client, fake, wish } = createOutcomeWorld("hosted");
    const seats = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };
    const { id } = fake.eventTypes.add({ ownerId: alice.id, slug: "seated", seats });
    const calcom = client();
    const first = await calcom.bookings.create(wish(id));
    const further = await calcom.bookings.create({ ...wish(id), attendee: BEN });
    expect(further.booking.uid).toBe(first.booking.uid);
    fake.faults.replay({ ...CREATE, uid: first.booking.uid });
    expect(await thrownBy(calcom.bookings.create(wish(id)))).toMatchObject({
      code: "booking_replayed",
    });
  });

  it("cannot be told from a further seat where seats have no metadata, and is none", async () => {
    const { alice, client, clock, fake, wish } = createOutcomeWorld();
    const seats = { seatsPerTimeSlot: 3, showAttendeeInfo: true, showAvailabilityCount: true };
    const { id } = fake.eventTypes.add({ ownerId: alice.id, slug: "seated", seats });
    const first = await client().bookings.create(wish(id));
    await clock.advance(60_000);
    const further = await client().bookings.create({ ...wish(id), attendee: BEN });
    expect(further).toMatchObject({ booking: { uid: first.booking.uid }, reconciled: false });
    expect(further.seatUid).not.toBe(first.seatUid);
  });
});

describe("an answer that is stored nowhere", () => {
  it("is no success", async () => {
    const { client, fake, half, wish } = createOutcomeWorld();
    fake.faults.pretend(CREATE);
    const error = await thrownBy(client().bookings.create(wish(half.id)));
    expect(error).toMatchObject({
      code: "booking_replayed",
      reason: "nothing-stored",
      coherence: "confirmed",
    });
    expect(fake.bookings.list()).toHaveLength(0);
  });
});
