import { describe, expect, it } from "vitest";
import { at, book, createSalon, DAY, freeTimes, type Salon } from "./setup.ts";

const VERSIONS: Readonly<Record<string, string>> = {
  schedules: "2024-06-11",
  "event-types": "2024-06-14",
};

/** Asks as the salon's owner, or as the user whose key is given. */
async function ask(salon: Salon, method: string, path: string, body?: object, apiKey?: string) {
  const { fake, owner } = salon;
  const response = await fake.fetch(`${fake.baseUrl}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey ?? owner.apiKey}`,
      "cal-api-version": VERSIONS[path.split(/[/?]/)[0] ?? ""] ?? "",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: { data: Record<string, unknown> } = await response.json();
  return { status: response.status, data: answer.data };
}

describe("an event type over HTTP", () => {
  it("is made, seen in the slots, changed and deleted, without a webhook", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const body = { title: "New", slug: "new", lengthInMinutes: 60, minimumBookingNotice: 0 };
    const { status, data } = await ask(salon, "POST", "event-types", body);
    expect(status).toBe(201);
    const id = Number(data.id);
    expect(await freeTimes(salon, id)).toHaveLength(8);
    const changes = { lengthInMinutes: 30, slotInterval: 15, locations: [{ link: "https://a.b" }] };
    expect((await ask(salon, "PATCH", `event-types/${id}`, changes)).status).toBe(200);
    expect((await freeTimes(salon, id)).slice(0, 3)).toEqual(["09:00", "09:15", "09:30"]);
    expect((await ask(salon, "DELETE", `event-types/${id}`)).status).toBe(200);
    expect((await ask(salon, "GET", `event-types/${id}`)).status).toBe(404);
    expect(salon.received).toEqual([]);
  });

  it("can ask for confirmation, and stop asking", async () => {
    const salon = createSalon();
    const policy = { type: "always", blockUnconfirmedBookingsInBooker: true };
    await ask(salon, "PATCH", "event-types/1", { confirmationPolicy: policy });
    await book(salon, 1, "10:00");
    expect(await freeTimes(salon, 1)).not.toContain("10:00");
    await ask(salon, "PATCH", "event-types/1", { confirmationPolicy: { disabled: true } });
    expect(await freeTimes(salon, 1)).toContain("10:00");
  });

  it("is left alone by users it does not belong to, and by nonsense", async () => {
    const salon = createSalon();
    const { apiKey } = salon.fake.users.add({ username: "bob" });
    expect((await ask(salon, "PATCH", "event-types/1", {}, apiKey)).status).toBe(403);
    expect((await ask(salon, "DELETE", "event-types/1", undefined, apiKey)).status).toBe(403);
    expect((await ask(salon, "DELETE", "event-types/99")).status).toBe(404);
    expect((await ask(salon, "PATCH", "event-types/1", { slug: "long" })).status).toBe(400);
    expect((await ask(salon, "PATCH", "event-types/1", { slug: "short" })).status).toBe(200);
  });

  it("that is deleted leaves its bookings, which can be cancelled and not moved", async () => {
    const salon = createSalon();
    const { uid } = salon.fake.bookings.add({ eventTypeId: 1, start: at("10:00") });
    await ask(salon, "DELETE", "event-types/1");
    expect(await freeTimes(salon, 2)).not.toContain("10:00");
    await expect(salon.fake.bookings.reschedule(uid, at("12:00"))).rejects.toThrow();
    expect((await salon.fake.bookings.cancel(uid)).status).toBe("cancelled");
    expect(await freeTimes(salon, 2)).toContain("10:00");
  });

  it("that is hidden is listed to its owner alone, and can be booked", async () => {
    const salon = createSalon();
    const { apiKey } = salon.fake.users.add({ username: "bob" });
    await ask(salon, "PATCH", "event-types/1", { hidden: true });
    const list = "event-types?username=alice";
    expect((await ask(salon, "GET", list)).data).toHaveLength(2);
    expect((await ask(salon, "GET", list, undefined, apiKey)).data).toHaveLength(1);
    expect((await book(salon, 1, "10:00")).status).toBe(201);
  });
});

describe("a schedule over HTTP", () => {
  it("takes effect at once when it becomes the default, and when it goes", async () => {
    const salon = createSalon();
    const hours = { days: ["Monday"], startTime: "18:00", endTime: "19:00" };
    const { data } = await ask(salon, "POST", "schedules", {
      name: "Evening",
      timeZone: "Europe/London",
      isDefault: true,
      availability: [hours],
    });
    expect(await freeTimes(salon, 1)).toEqual(["18:00", "18:30"]);
    expect((await ask(salon, "GET", "schedules/default")).data).toMatchObject({ id: data.id });
    await ask(salon, "PATCH", "event-types/2", { scheduleId: data.id });
    expect((await ask(salon, "DELETE", `schedules/${data.id}`)).status).toBe(200);
    expect(await freeTimes(salon, 1)).toHaveLength(16);
    expect(await freeTimes(salon, 2)).toHaveLength(8);
  });

  it("can have a date that is different", async () => {
    const salon = createSalon();
    const overrides = [{ date: DAY, startTime: "14:00", endTime: "15:00" }];
    expect((await ask(salon, "PATCH", "schedules/1", { overrides })).data.overrides).toEqual(
      overrides,
    );
    expect(await freeTimes(salon, 1)).toEqual(["14:00", "14:30"]);
  });

  it("that is not there cannot be changed", async () => {
    const salon = createSalon();
    expect((await ask(salon, "PATCH", "schedules/9", {})).status).toBe(404);
    expect((await ask(salon, "POST", "schedules", {})).status).toBe(400);
  });
});

describe("a day out of office", () => {
  it("has no slots and takes no bookings, until it is taken back (0268-0270)", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const { id } = salon.fake.outOfOffice.add({
      userId: salon.owner.id,
      from: "2026-12-05",
      to: DAY,
    });
    expect(await freeTimes(salon, 1)).toEqual([]);
    expect((await book(salon, 1, "10:00")).status).toBe(400);
    salon.fake.outOfOffice.remove(id);
    expect(await freeTimes(salon, 1)).toHaveLength(16);
    expect(salon.received).toEqual([]);
  });

  it("is the owner's alone, and leaves the days around it as they are", async () => {
    const salon = createSalon();
    const bob = salon.fake.users.add({ username: "bob" });
    const other = salon.fake.eventTypes.add({ ownerId: bob.id });
    salon.fake.outOfOffice.add({ userId: salon.owner.id, from: DAY });
    expect(await freeTimes(salon, other.id)).toHaveLength(16);
    const next = { eventTypeId: 1, start: at("10:00").replace("12-07", "12-08") };
    expect((await salon.fake.bookings.book(next)).status).toBe("accepted");
  });
});
