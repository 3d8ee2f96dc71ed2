import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { at, createSalon, freeTimes } from "./setup.ts";

/** The salon with a booking at ten, and Bob, who has an event type of his own. */
async function createBooked(options: Parameters<typeof createSalon>[0] = {}) {
  const salon = createSalon(options);
  const bob = salon.fake.users.add({ username: "bob" });
  const own = salon.fake.eventTypes.add({ ownerId: bob.id });
  const { uid } = await salon.fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
  salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
  return { salon, bob, own, uid };
}

describe("people added to a booking", () => {
  it("lose the time if they are users, and nobody is told", async () => {
    const { salon, bob, own, uid } = await createBooked();
    expect(await freeTimes(salon, own.id)).toContain("10:00");
    const person = { name: "Bob", email: bob.email, timeZone: "UTC" };
    const before = salon.fake.bookings.get(uid)?.updatedAt;
    await salon.clock.advance(1_000);
    const { status, data } = await ask(salon, `POST /bookings/${uid}/attendees`, person);
    expect([status, data.email, data.absent]).toEqual([201, bob.email, false]);
    expect(await freeTimes(salon, own.id)).not.toContain("10:00");
    expect(salon.fake.bookings.get(uid)?.updatedAt).toBe(before);
    expect(salon.received).toEqual([]);
  });

  it("are listed with a number each", async () => {
    const { salon, uid } = await createBooked();
    const person = { name: "Cid", email: "cid@example.test", timeZone: "UTC" };
    await ask(salon, `POST /bookings/${uid}/attendees`, person);
    const { data } = await ask(salon, `GET /bookings/${uid}/attendees`);
    expect(data.map(({ name }: { name: string }) => name)).toEqual(["Wim Widget", "Cid"]);
    const one = await ask(salon, `GET /bookings/${uid}/attendees/${data[1].id}`);
    expect(one.data).toEqual(data[1]);
    expect((await ask(salon, `GET /bookings/${uid}/attendees/99`)).status).toBe(404);
  });

  it("may be guests, ten at a time and thirty in all, each of them once", async () => {
    const { salon, bob, own, uid } = await createBooked({ rateLimit: false });
    const guests = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ email: `guest-${index}@example.test` }));
    const path = `POST /bookings/${uid}/guests`;
    expect((await ask(salon, path, { guests: guests(11) })).status).toBe(400);
    expect((await ask(salon, path, { guests: [] })).status).toBe(400);
    const { status, data } = await ask(salon, path, { guests: [{ email: bob.email }] });
    expect([status, data.guests]).toEqual([200, [bob.email]]);
    expect(await freeTimes(salon, own.id)).not.toContain("10:00");
    expect((await ask(salon, path, { guests: [{ email: bob.email }] })).status).toBe(400);
    expect((await ask(salon, path, { guests: guests(10) })).data.guests).toHaveLength(11);
    const more = (from: number) => ({
      guests: guests(10).map(({ email }) => ({ email: `${from}-${email}` })),
    });
    expect((await ask(salon, path, more(1))).data.guests).toHaveLength(21);
    expect((await ask(salon, path, more(2))).status).toBe(400);
  });

  it("are added by five calls a minute, which count apart from others (API.md 4)", async () => {
    const { salon, uid } = await createBooked();
    const add = (name: string) =>
      ask(salon, `POST /bookings/${uid}/guests`, { guests: [{ email: `${name}@example.test` }] });
    const given = [];
    for (const name of ["a", "b", "c", "d", "e", "f"]) given.push((await add(name)).status);
    expect(given).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await ask(salon, `GET /bookings/${uid}/attendees`)).status).toBe(200);
    await salon.clock.advance(60_000);
    expect((await add("f")).status).toBe(200);
  });

  it("are added by hosts and attendees alone", async () => {
    const { salon, bob, uid } = await createBooked();
    const path = `POST /bookings/${uid}/guests`;
    const guests = [{ email: "cid@example.test" }];
    expect((await ask(salon, path, { guests }, bob.apiKey)).status).toBe(401);
    expect((await ask(salon, path, { guests }, null)).status).toBe(403);
    await ask(salon, path, { guests: [{ email: bob.email }] });
    expect((await ask(salon, path, { guests }, bob.apiKey)).status).toBe(200);
    expect((await ask(salon, `PATCH /bookings/${uid}/location`, {}, bob.apiKey)).status).toBe(401);
  });
});

describe("a booking", () => {
  it("gets another location, and keeps its time", async () => {
    const { salon, uid } = await createBooked();
    const location = { type: "link", link: "https://meet.example/room" };
    const { status, data } = await ask(salon, `PATCH /bookings/${uid}/location`, { location });
    expect([status, data.location]).toEqual([200, location.link]);
    const odd = { location: { type: "moon" } };
    expect((await ask(salon, `PATCH /bookings/${uid}/location`, odd)).status).toBe(400);
    expect(await freeTimes(salon, 1)).not.toContain("10:00");
  });

  it("is cancelled at once when the host asks for another time", async () => {
    const { salon, uid } = await createBooked();
    const path = `POST /bookings/${uid}/request-reschedule`;
    expect((await ask(salon, path, { rescheduleReason: "ill" })).status).toBe(200);
    expect(salon.fake.bookings.get(uid)).toMatchObject({
      status: "cancelled",
      cancellationReason: "ill",
    });
    expect(await freeTimes(salon, 1)).toContain("10:00");
    const { payload } = JSON.parse(salon.fake.webhooks.deliveries[0]?.body ?? "{}");
    expect(payload).toMatchObject({ uid, status: "CANCELLED", requestReschedule: true });
    expect((await ask(salon, path, {})).status).toBe(400);
    expect(salon.fake.webhooks.deliveries).toHaveLength(1);
  });
});
