import { describe, expect, it } from "vitest";
import { signedDelivery } from "../../../src/testing/signed-delivery.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";
import {
  NO_SECRET_SIGNATURE,
  SIGNATURE_HEADER,
  signBody,
} from "../../../src/webhooks/signature.ts";
import { at, createSalon, freeTimes } from "./setup.ts";

const url = "https://app.example/hook";

describe("webhooks", () => {
  it("of a booking arrive when the slot is taken, of a cancellation before it is free", async () => {
    const seen: string[] = [];
    const salon = createSalon({
      async deliver(request) {
        const { triggerEvent, payload } = await request.json();
        const free = await freeTimes(salon, salon.short.id);
        const status = salon.fake.bookings.get(payload.uid)?.status;
        seen.push(`${triggerEvent}: ${status}, ${free.includes("10:00") ? "free" : "busy"}`);
        return new Response("ok");
      },
    });
    salon.fake.webhooks.subscribe({ url });
    const made = await salon.fake.bookings.book({ eventTypeId: 1, start: at("11:00") });
    const moved = await salon.fake.bookings.reschedule(made.uid, at("10:00"));
    await salon.fake.bookings.cancel(moved.uid);
    expect(seen).toEqual([
      "BOOKING_CREATED: accepted, free",
      "BOOKING_RESCHEDULED: accepted, busy",
      "BOOKING_CANCELLED: accepted, busy",
    ]);
    expect(await freeTimes(salon, salon.short.id)).toContain("10:00");
  });

  it("hold the booking call until every receiver has answered, none before another", async () => {
    const answers: (() => void)[] = [];
    const salon = createSalon({
      deliver: () =>
        new Promise((resolve) => {
          answers.push(() => resolve(new Response("ok")));
        }),
    });
    salon.fake.webhooks.subscribe({ url });
    salon.fake.webhooks.subscribe({ url: `${url}/2` });
    let done = false;
    const booking = salon.fake.bookings
      .book({ eventTypeId: 1, start: at("10:00") })
      .then(() => (done = true));
    await settle();
    expect(answers).toHaveLength(2);
    answers[0]?.();
    await settle();
    expect(done).toBe(false);
    answers[1]?.();
    await booking;
  });

  it("are not sent again when the receiver fails or is down", async () => {
    let calls = 0;
    const salon = createSalon({
      async deliver() {
        calls += 1;
        if (calls === 1) return new Response("no", { status: 500 });
        throw new TypeError("connection refused");
      },
    });
    salon.fake.webhooks.subscribe({ url });
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("11:00") });
    await salon.clock.advance(3_600_000);
    expect(calls).toBe(2);
    const statuses = salon.fake.webhooks.deliveries.map(({ answeredStatus }) => answeredStatus);
    expect(statuses).toEqual([500, undefined]);
  });

  it("go to those who asked for this trigger, event type and user", async () => {
    const { fake, owner } = createSalon();
    const bob = fake.users.add({ username: "bob" });
    const other = fake.eventTypes.add({ ownerId: bob.id });
    fake.webhooks.subscribe({ url: `${url}/cancelled`, triggers: ["BOOKING_CANCELLED"] });
    fake.webhooks.subscribe({ url: `${url}/long`, eventTypeId: 2 });
    fake.webhooks.subscribe({ url: `${url}/alice`, userId: owner.id });
    await fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
    await fake.bookings.book({ eventTypeId: other.id, start: at("10:00") });
    const { uid } = await fake.bookings.book({ eventTypeId: 2, start: at("14:00") });
    await fake.bookings.cancel(uid);
    expect(fake.webhooks.deliveries.map((one) => `${one.trigger} ${one.url.slice(24)}`)).toEqual([
      "BOOKING_CREATED /alice",
      "BOOKING_CREATED /long",
      "BOOKING_CREATED /alice",
      "BOOKING_CANCELLED /cancelled",
      "BOOKING_CANCELLED /long",
      "BOOKING_CANCELLED /alice",
    ]);
  });

  it("are signed with the secret of their subscription", async () => {
    const { fake } = createSalon();
    fake.webhooks.subscribe({ url, secret: "s1" });
    fake.webhooks.subscribe({ url });
    await fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
    const signatures = fake.webhooks.deliveries.map((one) => one.headers[SIGNATURE_HEADER]);
    const body = fake.webhooks.deliveries[0]?.body ?? "";
    expect(signatures.sort()).toEqual([await signBody(body, "s1"), NO_SECRET_SIGNATURE].sort());
  });
});

describe("webhook faults", () => {
  it("lose a delivery", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url });
    salon.fake.faults.webhooks.lose({ trigger: "BOOKING_CREATED" });
    const { uid } = await salon.fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
    await salon.fake.bookings.cancel(uid);
    expect(salon.received.map(({ trigger }) => trigger)).toEqual(["BOOKING_CANCELLED"]);
  });

  it("repeat a delivery", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url });
    salon.fake.faults.webhooks.repeat({ copies: 3 });
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("11:00") });
    expect(salon.received).toHaveLength(4);
    expect(new Set(salon.fake.webhooks.deliveries.map(({ body }) => body)).size).toBe(2);
  });

  it("hold deliveries back and send them in another order", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url });
    const held = salon.fake.faults.webhooks.hold();
    const { uid } = await salon.fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
    await salon.fake.bookings.cancel(uid);
    expect(held.count).toBe(2);
    expect(salon.received).toEqual([]);
    await held.release("reversed");
    const triggers = salon.received.map(({ trigger }) => trigger);
    expect(triggers).toEqual(["BOOKING_CANCELLED", "BOOKING_CREATED"]);
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("11:00") });
    expect(salon.received).toHaveLength(3);
  });
});

describe("a signed delivery", () => {
  it("carries the signature of its own body", async () => {
    const request = await signedDelivery({
      trigger: "BOOKING_CREATED",
      payload: { uid: "u" },
      secret: "s",
    });
    const signature = request.headers.get(SIGNATURE_HEADER);
    const body = await request.text();
    expect(signature).toBe(await signBody(body, "s"));
    expect(JSON.parse(body)).toMatchObject({
      triggerEvent: "BOOKING_CREATED",
      payload: { uid: "u" },
    });
  });
});
