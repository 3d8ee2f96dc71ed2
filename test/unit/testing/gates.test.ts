import { describe, expect, it } from "vitest";
import { createFakeCalcom } from "../../../src/testing/fake-calcom.ts";
import { settle } from "../../../src/testing/virtual-clock.ts";
import { at, book, cancel, createSalon, freeTimes } from "./setup.ts";

describe("pausing a request", () => {
  it("before it is looked at: it sees what happened meanwhile", async () => {
    const salon = createSalon();
    const gate = salon.fake.pause({ method: "GET", path: "/v2/slots", phase: "before" });
    const asking = freeTimes(salon, salon.short.id);
    expect(await gate.reached).toMatchObject({ method: "GET", path: "/v2/slots" });
    await book(salon, salon.short.id, "10:00");
    gate.release();
    expect(await asking).not.toContain("10:00");
  });

  it("before its reply: what it answers is old news", async () => {
    const salon = createSalon();
    const gate = salon.fake.pause({ path: "/slots", phase: "beforeReply" });
    const asking = freeTimes(salon, salon.short.id);
    await gate.reached;
    await book(salon, salon.short.id, "10:00");
    gate.release();
    expect(await asking).toContain("10:00");
    expect(await freeTimes(salon, salon.short.id)).not.toContain("10:00");
  });

  it("after its commit: the change is there, its webhooks and its answer are not", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const gate = salon.fake.pause({ method: "POST", phase: "afterCommit" });
    const booking = book(salon, salon.short.id, "10:00");
    await gate.reached;
    expect(await freeTimes(salon, salon.short.id)).not.toContain("10:00");
    expect(salon.received).toEqual([]);
    gate.release();
    expect((await booking).status).toBe(201);
    expect(salon.received).toHaveLength(1);
  });

  it("before its commit: the slower of two bookings of one slot gets 409", async () => {
    const salon = createSalon();
    const gate = salon.fake.pause({ method: "POST", phase: "beforeCommit" });
    const slow = book(salon, salon.short.id, "10:00");
    await gate.reached;
    expect((await book(salon, salon.short.id, "10:00")).status).toBe(201);
    gate.release();
    const refused = await slow;
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({ statusCode: 409, message: "booking_conflict_error" });
  });

  it("of the booking page: a cancelled slot stays busy after its webhook was answered", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    const gate = salon.fake.pause({ method: "PAGE", path: "/cancel", phase: "beforeCommit" });
    const cancelling = salon.fake.bookings.cancel(uid);
    await gate.reached;
    expect(salon.fake.webhooks.deliveries[0]?.answeredStatus).toBe(200);
    expect(await freeTimes(salon, salon.short.id)).not.toContain("10:00");
    gate.release();
    expect((await cancelling).status).toBe("cancelled");
    expect(await freeTimes(salon, salon.short.id)).toContain("10:00");
  });

  it("does not stop the booking page by chance", async () => {
    const salon = createSalon();
    salon.fake.pause({ phase: "beforeCommit" });
    const booking = await salon.fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
    expect(booking.status).toBe("accepted");
  });

  it("stops only as many requests as it is for", async () => {
    const salon = createSalon();
    const gate = salon.fake.pause({ path: /slots$/, phase: "before", times: 2 });
    const stopped = [freeTimes(salon, salon.short.id), freeTimes(salon, salon.short.id)];
    await settle();
    expect(gate.waiting).toBe(2);
    expect(await freeTimes(salon, salon.short.id)).toHaveLength(16);
    gate.release();
    expect(gate.waiting).toBe(0);
    expect(await Promise.all(stopped)).toHaveLength(2);
  });

  it("leaves other paths and methods alone", async () => {
    const salon = createSalon();
    salon.fake.pause({ method: "POST", path: "/v2/slots", phase: "before" });
    salon.fake.pause({ path: "/v2/bookings", phase: "before" });
    expect(await freeTimes(salon, salon.short.id)).toHaveLength(16);
  });

  it("ends with a reset", async () => {
    const salon = createSalon();
    const gate = salon.fake.pause({ path: "/slots", phase: "before" });
    const asking = salon.fake.fetch(`${salon.fake.baseUrl}/slots`);
    await gate.reached;
    salon.fake.reset();
    await expect(asking).rejects.toThrow(TypeError);
    expect(salon.fake.requests).toEqual([]);
  });
});

describe("races without a gate", () => {
  it("of five bookings of one slot one wins and four get 409", async () => {
    const salon = createSalon();
    const given = await Promise.all(
      Array.from({ length: 5 }, () => book(salon, salon.short.id, "10:00")),
    );
    expect(given.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it("of bookings that overlap at other ends both win", async () => {
    const salon = createSalon();
    const types = [salon.short.id, salon.long.id];
    const given = await Promise.all(types.map((id) => book(salon, id, "10:00")));
    expect(given.map(({ status }) => status)).toEqual([201, 201]);
  });

  it("of two cancellations both succeed and both are told", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { uid } = salon.fake.bookings.add({
      eventTypeId: salon.short.id,
      start: "2026-12-07T10:00:00Z",
    });
    const given = await Promise.all([cancel(salon, uid), cancel(salon, uid)]);
    expect(given.map(({ status }) => status)).toEqual([200, 200]);
    expect(salon.received).toHaveLength(2);
  });
});

it("stops only requests whose query matches", async () => {
  const fake = createFakeCalcom();
  const owner = fake.users.add();
  const first = fake.eventTypes.add({ ownerId: owner.id });
  const second = fake.eventTypes.add({ ownerId: owner.id });
  const gate = fake.pause({
    path: "/v2/slots",
    query: { eventTypeId: second.id },
    phase: "before",
  });
  const ask = (id: number) =>
    fake.fetch(`${fake.baseUrl}/slots?eventTypeId=${id}&start=2026-12-07&end=2026-12-07`, {
      headers: { "cal-api-version": "2024-09-04" },
    });
  expect((await ask(first.id)).status).toBe(200);
  const stopped = ask(second.id);
  expect((await gate.reached).query.eventTypeId).toBe(String(second.id));
  gate.release();
  expect((await stopped).status).toBe(200);
});
