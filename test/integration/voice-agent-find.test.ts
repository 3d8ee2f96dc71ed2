import { expect, it } from "vitest";
import { createVoiceWorld as open, SETTLED_MS } from "../helpers/voice-world.ts";
import { at } from "../helpers/world.ts";

/** Later than what is kept warm. */
const FAR = { day: "2027-03-01" };

const hoursOf = ({ offers }: { offers: readonly { hour: string }[] }) =>
  offers.map(({ hour }) => hour);

it("answers from what is warm without a request to Cal.com", async () => {
  const { find, pass, asked } = open();
  await pass(1_000);
  const [told, requests] = await asked(() => find("09:00"));
  expect(told).toMatchObject({ status: "free", offers: [{ hour: "09:00" }] });
  expect(requests).toBe(0);
});

it("is warm again after a booking made elsewhere, and offers its time no more", async () => {
  const { fake, half, find, pass, asked } = open();
  await pass(1_000);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await pass(SETTLED_MS);
  const [told, requests] = await asked(() => find("09:00"));
  expect(told.status).toBe("alternatives");
  expect(hoursOf(told)).toEqual(["09:30", "10:00"]);
  expect(requests).toBe(0);
});

it("offers no time from the moment its webhook is answered, while Cal.com settles", async () => {
  const { fake, half, find, pass } = open();
  await pass(1_000);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect(hoursOf(await find("09:00"))).not.toContain("09:00");
});

it("is warm after a lost webhook as well, once the reconciler has passed", async () => {
  const { fake, half, find, pass, asked } = open();
  await pass(1_000);
  fake.faults.webhooks.lose();
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await pass(61_000 + SETTLED_MS);
  const [told, requests] = await asked(() => find("09:00"));
  expect(hoursOf(told)).toEqual(["09:30", "10:00"]);
  expect(requests).toBe(0);
});

it.each([false, true])(
  "offers a time that is called off elsewhere again, its webhook lost: %s",
  async (isLost) => {
    const { fake, half, find, pass } = open();
    await pass(1_000);
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    await pass(SETTLED_MS);
    expect((await find("09:00")).status).toBe("alternatives");
    if (isLost) fake.faults.webhooks.lose();
    await fake.bookings.cancel(uid, "called off");
    await pass((isLost ? 61_000 : 0) + SETTLED_MS);
    expect((await find("09:00")).status).toBe("free");
  },
);

it("stays warm beyond the life of its answers", async () => {
  const { find, pass, asked } = open();
  await pass(1_000);
  for (let seconds = 0; seconds < 300; seconds += 7) {
    await pass(7_000);
    expect((await asked(() => find("09:00")))[1]).toBe(0);
  }
});

it("reads once for many changes that come together", async () => {
  const { fake, half, pass } = open();
  await pass(SETTLED_MS);
  const reads = () => fake.requests.filter(({ path }) => path.endsWith("/slots")).length;
  const before = reads();
  for (let hour = 9; hour < 17; hour++) {
    await fake.bookings.book({
      eventTypeId: half.id,
      start: at(`${`${hour}`.padStart(2, "0")}:00`),
    });
  }
  await pass(299);
  expect(reads() - before).toBe(0);
  await pass(1_000);
  expect(reads() - before).toBe(1);
});

it("asks Cal.com for nothing once it is closed", async () => {
  const { service, pass, asked } = open();
  await pass(1_000);
  await service.close();
  const [, requests] = await asked(() => pass(600_000));
  expect(requests).toBe(0);
});

it("asks the caller to wait while Cal.com is slow, and has the answer when asked again", async () => {
  const { fake, find, pass, asked } = open();
  await pass(1_000);
  const slow = fake.faults.hang({ path: "/slots" });
  const finding = find("09:00", FAR);
  await slow.reached;
  await pass(1_000);
  expect(await finding).toMatchObject({ status: "hold", retry: true, offers: [] });
  slow.release();
  await pass(0);
  const [told, requests] = await asked(() => find("09:00", FAR));
  expect(told.status).toBe("free");
  expect(requests).toBe(0);
});

it("says that there is no calendar rather than what it does not know", async () => {
  const { fake, find, reported } = open();
  fake.faults.error500Before({ path: "/slots", times: 2 });
  const told = await find("09:00");
  expect(told).toMatchObject({ status: "no_calendar", offers: [] });
  expect(told.say).not.toMatch(/nine/);
  expect(reported).not.toEqual([]);
});

it("takes hours for the office's own", async () => {
  const { find, pass } = open({ timeZone: "Europe/Berlin" });
  await pass(1_000);
  expect(await find("09:00")).toMatchObject({ status: "alternatives" });
  expect((await find("10:00")).offers).toEqual([
    { day: "2026-12-07", hour: "10:00", start: "2026-12-07T10:00:00.000+01:00" },
  ]);
});

it("names the first time of a day, and the first of its afternoon", async () => {
  const { find } = open();
  expect(hoursOf(await find("09:00", { hour: undefined }))).toEqual(["09:00", "12:00"]);
});

it("goes on to the days after a day that is full", async () => {
  const { find } = open();
  const saturday = await find("09:00", { day: "2026-12-05", hour: undefined });
  expect(saturday.offers).toMatchObject([
    { day: "2026-12-07", hour: "09:00" },
    { day: "2026-12-07", hour: "09:30" },
  ]);
  expect(saturday.say).toBe(
    "On Saturday nothing is free, I'm afraid. I could offer on Monday nine o'clock or half past nine.",
  );
});

it("finds times far ahead too", async () => {
  const { find } = open();
  expect(await find("09:00", FAR)).toMatchObject({ status: "free" });
});

it("learns by the reconciler what no webhook has told of days that nothing keeps warm", async () => {
  const { fake, half, find, pass } = open();
  await find("09:00", FAR);
  fake.faults.webhooks.lose();
  await fake.bookings.book({ eventTypeId: half.id, start: `${FAR.day}T09:00:00Z` });
  await pass(61_000);
  expect(hoursOf(await find("09:00", FAR))).toEqual(["09:30", "10:00"]);
});

it("asks again what the model has not understood, in the caller's language", async () => {
  const { find } = open();
  const told = await find("09:00", { hour: "9 am", language: "de" });
  expect(told).toMatchObject({ status: "misheard", offers: [] });
  expect(told.say).toContain("An welchem Tag");
  expect(told.problem).toBe("hour takes a time of day such as 08:30.");
  expect(await find("09:00", { day: "2026-02-30" })).toMatchObject({ status: "misheard" });
});

it.each(["2026-11-30", "2027-12-02", "9999-12-31"])(
  "tells the model what day it is, for %s",
  async (day) => {
    const { find, book } = open();
    const problem = "day takes a date from 2026-12-01, today, to 2027-12-01.";
    for (const ask of [find, (hour: string) => book(hour, "call-1", { day })]) {
      expect(await ask("09:00", { day })).toMatchObject({
        status: "misheard",
        problem,
        offers: [],
      });
    }
  },
);

it("takes no hour that the clocks skip, and no other in its place", async () => {
  const { fake, find, book } = open({ timeZone: "Europe/Berlin" });
  const skipped = { day: "2027-03-28" };
  expect(await find("02:30", skipped)).toMatchObject({ status: "misheard" });
  expect(await book("02:30", "call-1", skipped)).toMatchObject({ status: "misheard" });
  expect(fake.bookings.list()).toEqual([]);
});

it("takes hours without their zero, and nothing for what was not said", async () => {
  const { find } = open();
  expect(await find("9:00")).toMatchObject({ status: "free", offers: [{ hour: "09:00" }] });
  for (const hour of ["", null]) {
    expect(hoursOf(await find("", { hour }))).toEqual(["09:00", "12:00"]);
  }
});

it("asks a caller to wait twice, and not for ever", async () => {
  const { fake, find, pass } = open();
  await pass(1_000);
  const slow = fake.faults.hang({ path: "/slots" });
  const statuses: string[] = [];
  for (let count = 0; count < 3; count++) {
    const finding = find("09:00", FAR);
    await slow.reached;
    await pass(1_000);
    statuses.push((await finding).status);
  }
  expect(statuses).toEqual(["hold", "hold", "no_calendar"]);
});

it("lets no page of a browser ask or book", async () => {
  const { send, fake } = open();
  const args = { day: "2026-12-07", hour: "09:00", name: "Clara" };
  const body = { call: { call_id: "call-1" }, args };
  const answer = await send("/functions/book", body, { origin: "https://elsewhere.example" });
  expect(answer.status).toBe(403);
  expect(fake.bookings.list()).toEqual([]);
});

it("refuses what is larger than any function call", async () => {
  const { send, reported } = open();
  const body = { call: { call_id: "call-1" }, args: { day: "x".repeat(1_048_576) } };
  expect((await send("/functions/find-times", body)).status).toBe(413);
  expect(reported).toEqual([]);
});

it("refuses what is no function call, and what bears another secret", async () => {
  const { send } = open({ agentSecret: "s3cret" });
  const body = { call: { call_id: "call-1" }, args: { day: "2026-12-07" } };
  const statusFor = async (authorization?: string, given: unknown = body) =>
    (await send("/functions/find-times", given, authorization ? { authorization } : {})).status;
  expect(await statusFor("Bearer s3cret")).toBe(200);
  for (const malformed of [{ args: {} }, {}, null, { call: { call_id: "a b" }, args: {} }]) {
    expect(await statusFor("Bearer s3cret", malformed)).toBe(400);
  }
  expect(await statusFor("Bearer s3cre")).toBe(401);
  expect(await statusFor("s3cret")).toBe(401);
  expect(await statusFor()).toBe(401);
  expect((await send("/functions/book", body)).status).toBe(401);
});
