import { expect, it } from "vitest";
import { createVoiceWorld as open, SETTLED_MS } from "../helpers/voice-world.ts";
import { at } from "../helpers/world.ts";

const BOOKING = { method: "POST", path: "/bookings" };
const PROMISE = /is booked|is noted/;

it("says booked when Cal.com has taken the booking, and not before", async () => {
  const { fake, book } = open();
  const gate = fake.pause({ ...BOOKING, phase: "afterCommit" });
  let told: unknown;
  const booking = book("09:00").then((answer) => {
    told = answer;
    return answer;
  });
  await gate.reached;
  expect(told).toBeUndefined();
  gate.release();
  const { status, say } = await booking;
  expect([status, say]).toEqual(["booked", "Nine o'clock on Monday is booked for you."]);
  expect(fake.bookings.list()).toMatchObject([
    { status: "accepted", metadata: { phoneCall: "call-1" } },
  ]);
});

it("asks Cal.com before it books, and offers what is left of after that", async () => {
  const { fake, half, book, pass } = open();
  await pass(SETTLED_MS);
  fake.faults.webhooks.lose({ times: 2 });
  for (const time of ["09:00", "09:30"]) {
    await fake.bookings.book({ eventTypeId: half.id, start: at(time) });
  }
  const told = await book("09:00");
  expect(told).toMatchObject({ status: "taken", offers: [{ hour: "10:00" }, { hour: "10:30" }] });
  expect(fake.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

it("offers what is left when somebody is faster after the time was confirmed", async () => {
  const { fake, half, book, pass } = open();
  await pass(SETTLED_MS);
  const gate = fake.pause({ ...BOOKING, phase: "before" });
  const booking = book("09:00");
  await gate.reached;
  fake.faults.webhooks.lose();
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  gate.release();
  const told = await booking;
  expect(told).toMatchObject({ status: "taken", offers: [{ hour: "09:30" }, { hour: "10:00" }] });
  expect(told.say).not.toMatch(PROMISE);
});

it("books once for a function call that is sent again, at the same time or later", async () => {
  const { fake, book } = open();
  const [first, second] = await Promise.all([book("09:00"), book("09:00")]);
  const third = await book("09:00");
  expect([first.status, second, third]).toEqual(["booked", first, first]);
  expect(fake.bookings.list()).toHaveLength(1);
});

it("knows its own booking again in another process", async () => {
  const { fake, book, agent } = open();
  const first = await book("09:00");
  const again = await agent().book("09:00");
  expect(again).toEqual(first);
  expect((await agent().book("09:00", "call-2")).status).toBe("taken");
  expect(fake.bookings.list()).toHaveLength(1);
});

it("knows the booking of a process that was faster with the same function call", async () => {
  const { fake, book, agent } = open();
  const gate = fake.pause({ ...BOOKING, phase: "before" });
  const booking = book("09:00");
  await gate.reached;
  const other = await agent().book("09:00");
  gate.release();
  expect(other.status).toBe("booked");
  expect(await booking).toEqual(other);
  expect(fake.bookings.list()).toHaveLength(1);
});

it("finds the booking whose answer got lost", async () => {
  const { fake, book, followUps } = open();
  fake.faults.dropReply(BOOKING);
  expect((await book("09:00")).status).toBe("booked");
  expect(fake.bookings.list()).toHaveLength(1);
  expect(followUps).toEqual([]);
});

it("tries anew what has booked nothing", async () => {
  const { fake, half, book } = open();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect((await book("09:00")).status).toBe("taken");
  await fake.bookings.cancel(uid, "called off");
  expect((await book("09:00")).status).toBe("booked");
});

it("books anew what was called off, and never tells of a booking that stands no more", async () => {
  const { fake, half, book } = open();
  const calledOff = async () => {
    const [last] = fake.bookings.list().filter(({ status }) => status === "accepted");
    await fake.bookings.cancel(last?.uid ?? "", "called off");
  };
  const first = await book("09:00");
  await calledOff();
  const second = await book("09:00");
  expect(second.status).toBe("booked");
  expect(second.booking?.uid).not.toBe(first.booking?.uid);
  await calledOff();
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect((await book("09:00")).status).toBe("taken");
});

it.each([true, false])(
  "promises nobody another's booking under one call id, at once: %s",
  async (isAtOnce) => {
    const { fake, book, followUps } = open();
    const first = book("09:00", "call-1", { name: "Ann" });
    if (!isAtOnce) await first;
    const other = await book("09:00", "call-1", { name: "Bob" });
    expect([(await first).status, other.status]).toEqual(["booked", "unclear"]);
    expect(followUps).toMatchObject([{ callId: "call-1", reason: "another_name" }]);
    expect(fake.bookings.list()).toHaveLength(1);
  },
);

it("knows its own booking by an address that is told later", async () => {
  const { fake, book } = open();
  const first = await book("09:00");
  expect(await book("09:00", "call-1", { email: "clara@example.test" })).toEqual(first);
  expect(fake.bookings.list()).toHaveLength(1);
});

it("does not speak of others who were faster where nobody may have been", async () => {
  const { book } = open();
  const told = await book("03:00");
  expect(told.say).toContain("Three o'clock on Monday is not free, I'm afraid.");
});

it.each([
  ["name", "", "your name"],
  ["email", "clara at home", "your e-mail address"],
  ["phone", "0170", "your phone number"],
])("asks again for the %s, where that was misheard", async (field, given, asked) => {
  const { book } = open();
  const told = await book("09:00", "call-1", { [field]: given });
  expect(told).toMatchObject({ status: "misheard", offers: [] });
  expect(told.say).toContain(asked);
});

it("gives callers without an address one each, so that none is given another's booking", async () => {
  const { fake, book } = open();
  await book("09:00", "call-1");
  await book("10:00", "call-2");
  await book("11:00", "call-3", { email: "ann@example.test" });
  const addresses = fake.bookings.list().map(({ attendees }) => attendees[0]?.email);
  expect(addresses).toEqual([
    "call-call-1@callers.invalid",
    "call-call-2@callers.invalid",
    "ann@example.test",
  ]);
});

it("promises nothing of a booking that got no answer, sends no second, and looks when asked again", async () => {
  const { fake, book, followUps } = open();
  const later = fake.faults.commitLater(BOOKING);
  const told = await book("09:00");
  expect(told).toMatchObject({ status: "unclear", offers: [] });
  expect(told.say).toContain("do not rely on it");
  expect(told.say).not.toMatch(PROMISE);
  expect(followUps).toMatchObject([{ callId: "call-1", reason: "unknown_outcome" }]);
  expect((await book("09:00")).status).toBe("unclear");
  later.release();
  await expect.poll(() => fake.bookings.list().length).toBe(1);
  expect((await book("09:00")).status).toBe("booked");
  expect(fake.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
});

it.each([0, 60_000])("never takes a booking of %d ms ago for its own", async (agoMs) => {
  const { fake, half, book, pass, followUps } = open();
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("11:00") });
  await pass(agoMs);
  fake.faults.replay({ uid });
  const told = await book("09:00");
  expect(told.status).toBe("unclear");
  expect(told.say).not.toMatch(PROMISE);
  const reason = agoMs === 0 ? "another_booking" : "booking_replayed";
  expect(followUps).toMatchObject([{ callId: "call-1", reason }]);
});

it("never promises a booking that is stored nowhere", async () => {
  const { fake, book } = open();
  fake.faults.pretend();
  expect((await book("09:00")).status).toBe("unclear");
  expect(fake.bookings.list()).toEqual([]);
});

it("promises nothing, and offers nothing, where a team's booking may have been made", async () => {
  const { fake, alice, agent, followUps } = open();
  const team = fake.teams.add({ newMembers: 1, memberIds: [alice.id] });
  const { id } = fake.eventTypes.add({ teamId: team.id, lengthInMinutes: 30 });
  const { book } = agent({ eventTypeId: id, client: { invalidation: { pools: "auto" } } });
  fake.faults.error500Before(BOOKING);
  expect(await book("09:00")).toMatchObject({ status: "unclear", offers: [] });
  expect(followUps).toMatchObject([{ reason: "slot_taken" }]);
});

it("says that the practice has to confirm what is only requested", async () => {
  const { fake, half, book } = open();
  fake.eventTypes.update(half.id, { requiresConfirmation: true });
  expect(await book("09:00")).toMatchObject({
    status: "requested",
    say: "Nine o'clock on Monday is noted as a request. The practice still has to confirm it.",
  });
});

it("sends nothing while it cannot confirm, and asks the caller to wait", async () => {
  const { fake, book, pass } = open();
  await pass(SETTLED_MS);
  const slow = fake.faults.hang({ path: "/slots" });
  const booking = book("09:00");
  await slow.reached;
  await pass(3_000);
  expect(await booking).toMatchObject({ status: "hold", retry: true, offers: [] });
  expect(fake.bookings.list()).toEqual([]);
});

it("says that nothing is booked when Cal.com refuses", async () => {
  const { fake, book } = open();
  fake.faults.block({ ...BOOKING, ms: 1_000 });
  expect(await book("09:00")).toMatchObject({ status: "not_booked", offers: [] });
  expect(fake.bookings.list()).toEqual([]);
});
