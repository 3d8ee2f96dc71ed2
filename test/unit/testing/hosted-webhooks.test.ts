import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon, freeTimes, type Salon } from "./setup.ts";

const url = "https://app.example/hook";
const slot = (time: string) => ({ eventTypeId: 1, start: at(time) });

function hosted(options: Parameters<typeof createSalon>[0] = {}): Salon {
  const salon = createSalon({ profile: "hosted", rateLimit: false, ...options });
  salon.fake.webhooks.subscribe({ url });
  return salon;
}

async function pass({ clock, fake }: Salon, ms: number): Promise<void> {
  await clock.advance(ms);
  await fake.webhooks.settled();
}

const payloadsOf = ({ fake }: Salon) =>
  fake.webhooks.deliveries.map(({ body }) => JSON.parse(body).payload);

const triggers = ({ received }: Salon) => received.map(({ trigger }) => trigger);

describe("queued webhooks", () => {
  it("leave a second after the booking, which waits for no receiver", async () => {
    const salon = hosted({ deliver: () => new Promise(() => {}) });
    await salon.fake.bookings.book(slot("10:00"));
    await salon.clock.advance(999);
    expect(salon.fake.webhooks.deliveries).toEqual([]);
    await salon.clock.advance(1);
    expect(salon.fake.webhooks.deliveries).toMatchObject([{ trigger: "BOOKING_CREATED" }]);
  });

  it("are settled when all that has left is answered", async () => {
    const salon = hosted();
    await salon.fake.bookings.book(slot("10:00"));
    await salon.fake.webhooks.settled();
    expect(salon.received).toEqual([]);
    salon.fake.faults.webhooks.repeat({ copies: 3 });
    await salon.fake.bookings.book(slot("11:00"));
    await pass(salon, 1_000);
    expect(salon.received).toHaveLength(4);
  });

  it("tell of a cancellation after the write", async () => {
    const seen: (string | undefined)[] = [];
    const salon = hosted({
      async deliver(request) {
        const { payload } = await request.json();
        const free = await freeTimes(salon, 1);
        seen.push(salon.fake.bookings.get(payload.uid)?.status, String(free.includes("10:00")));
        return new Response("ok");
      },
    });
    const { uid } = salon.fake.bookings.add(slot("10:00"));
    const gate = salon.fake.pause({ method: "PAGE", path: "/cancel", phase: "beforeCommit" });
    const cancelled = salon.fake.bookings.cancel(uid);
    await gate.reached;
    await pass(salon, 10_000);
    expect(seen).toEqual([]);
    gate.release();
    await cancelled;
    await pass(salon, 1_000);
    expect(seen).toEqual(["cancelled", "true"]);
  });

  it("show the state at delivery, also in what happened earlier", async () => {
    const salon = hosted();
    const { uid } = await salon.fake.bookings.book(slot("10:00"));
    await salon.fake.bookings.cancel(uid);
    await pass(salon, 1_000);
    expect(triggers(salon)).toEqual(["BOOKING_CREATED", "BOOKING_CANCELLED"]);
    expect(payloadsOf(salon).map(({ status }) => status)).toEqual(["CANCELLED", "CANCELLED"]);
  });

  it("name whoever gave back a seat", async () => {
    const salon = hosted();
    const seats = { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true };
    const { id } = salon.fake.eventTypes.add({ ownerId: salon.owner.id, slug: "seats", seats });
    const take = async (name: string) => {
      const attendee = { name, email: `${name}@example.test`, timeZone: "UTC" };
      const booking = { eventTypeId: id, start: at("10:00"), attendee };
      return (await ask(salon, "POST /bookings", booking)).data;
    };
    await take("ann");
    const { uid, seatUid } = await take("ben");
    await ask(salon, `POST /bookings/${uid}/cancel`, { seatUid });
    await pass(salon, 1_000);
    expect(triggers(salon)).toEqual(["BOOKING_CREATED", "BOOKING_CREATED", "BOOKING_CANCELLED"]);
    expect(payloadsOf(salon).at(-1).attendees).toMatchObject([{ name: "ben" }]);
  });

  it("carry the version of their format, as the recorded server's do not", async () => {
    const salon = hosted();
    await salon.fake.bookings.book(slot("10:00"));
    await pass(salon, 1_000);
    const recorded = createSalon();
    recorded.fake.webhooks.subscribe({ url });
    await recorded.fake.bookings.book(slot("10:00"));
    const versions = [salon, recorded].map(
      ({ fake }) => fake.webhooks.deliveries[0]?.headers["x-cal-webhook-version"],
    );
    expect(versions).toEqual(["2021-10-20", undefined]);
  });

  it("are forgotten by a reset, queued or held", async () => {
    const salon = hosted();
    await salon.fake.bookings.book(slot("10:00"));
    const held = salon.fake.faults.webhooks.hold();
    await salon.fake.bookings.book(slot("11:00"));
    expect(held.count).toBe(1);
    salon.fake.reset();
    expect(held.count).toBe(0);
    // What is the same again must not bring old deliveries back.
    salon.fake.eventTypes.add({ ownerId: salon.fake.users.add().id });
    await held.release();
    await pass(salon, 1_000);
    expect(salon.received).toEqual([]);
  });
});

describe.each(["selfHosted", "hosted"] as const)("deliveries held back, %s", (profile) => {
  /** A booking, another one, and the first one's cancellation. */
  async function three() {
    const salon = hosted({ profile });
    const held = salon.fake.faults.webhooks.hold();
    const { uid } = await salon.fake.bookings.book(slot("10:00"));
    await salon.fake.bookings.book(slot("11:00"));
    await salon.fake.bookings.cancel(uid);
    return { ...salon, held };
  }

  it("are listed, and delivered or dropped one by one", async () => {
    const { held, received } = await three();
    const trigger = "BOOKING_CANCELLED";
    expect(held.list[2]).toEqual({ trigger, url });
    await held.deliver(2);
    held.drop(0);
    expect(held.list).toEqual([{ trigger: "BOOKING_CREATED", url }]);
    await held.release();
    expect(received.map((one) => one.trigger)).toEqual([trigger, "BOOKING_CREATED"]);
    await expect(held.deliver(0)).rejects.toThrow("no delivery 0");
    expect(() => held.drop(0)).toThrow("no delivery 0");
  });

  it("can be delivered more than once", async () => {
    const { held, received } = await three();
    await held.deliver(0, { keep: true });
    await held.deliver(0);
    expect(held.count).toBe(2);
    expect(new Set(received.map(({ uid }) => uid)).size).toBe(1);
    expect(received).toHaveLength(2);
  });

  it("are shuffled alike in every run, and unlike with another number", async () => {
    const orderOf = async (shuffled: number) => {
      const { held, received } = await three();
      await held.release({ shuffled });
      expect(received).toHaveLength(3);
      return received.map(({ trigger, uid }) => `${trigger} ${uid}`).join();
    };
    expect(await orderOf(1)).toBe(await orderOf(1));
    const orders = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(orderOf));
    expect(new Set(orders).size).toBeGreaterThan(2);
  });
});
