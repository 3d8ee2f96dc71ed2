import { describe, expect, it } from "vitest";
import { at, book, createSalon, DAY, freeTimes, type Salon, timesIn } from "./setup.ts";

async function ask({ fake }: Salon, query: Record<string, string>): Promise<string[]> {
  const search = new URLSearchParams({ eventTypeId: "1", start: DAY, end: DAY, ...query });
  return timesIn(
    await fake.fetch(`${fake.baseUrl}/slots?${search}`, {
      headers: { "cal-api-version": "2024-09-04" },
    }),
  );
}

// What was measured on the real server without a recording to replay (numbers in parentheses).
describe("a window of slots", () => {
  it("holds a slot only if all of it lies inside (0318-0320)", async () => {
    const salon = createSalon();
    expect(await ask(salon, { start: at("10:15"), end: at("10:45") })).toEqual([]);
    expect(await ask(salon, { start: at("10:00"), end: at("10:30") })).toEqual(["10:00"]);
  });

  it("anchors the grid anew where it cuts into working hours", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(1, { lengthInMinutes: 45 });
    expect((await ask(salon, {})).slice(0, 3)).toEqual(["09:00", "09:45", "10:30"]);
    const cut = await ask(salon, { start: at("10:20"), end: at("13:00") });
    expect(cut).toEqual(["10:30", "11:15", "12:00"]);
  });

  it("that ends a second before midnight holds the slot that ends at midnight", async () => {
    const salon = createSalon();
    salon.fake.schedules.update(1, {
      availability: [{ days: ["Monday"], startTime: "23:00", endTime: "24:00" }],
    });
    expect(await ask(salon, {})).toEqual(["23:00", "23:30"]);
    expect(await ask(salon, { end: `${DAY}T23:59:59Z` })).toEqual(["23:00", "23:30"]);
  });

  it("takes a length the event type does not have, and its grid with it (0054)", async () => {
    const salon = createSalon();
    expect((await ask(salon, { duration: "45" })).slice(0, 2)).toEqual(["09:00", "09:45"]);
  });

  it("begins when the minimum notice is over", async () => {
    const salon = createSalon();
    salon.clock.set("2026-12-07T08:10:00Z");
    expect((await freeTimes(salon, 1))[0]).toBe("10:30");
    salon.clock.set("2026-12-07T12:00:00Z");
    expect((await freeTimes(salon, 1))[0]).toBe("14:00");
  });

  it("follows the slot interval and the offset of the start", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(1, { slotInterval: 20 });
    expect((await freeTimes(salon, 1)).slice(0, 3)).toEqual(["09:00", "09:20", "09:40"]);
    salon.fake.eventTypes.update(1, { slotInterval: null, offsetStart: 10 });
    expect((await freeTimes(salon, 1)).slice(0, 2)).toEqual(["09:10", "09:50"]);
  });
});

describe("a booking", () => {
  it("off the grid is accepted and moves the grid behind it (0077)", async () => {
    const salon = createSalon();
    expect((await book(salon, 1, "11:07")).status).toBe(201);
    const times = await freeTimes(salon, 1);
    expect(times.filter((time) => time > "10:00" && time < "13:00")).toEqual([
      "10:30",
      "12:00",
      "12:30",
    ]);
  });

  it("keeps the buffers of its own event type free", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(2, { beforeEventBuffer: 60, afterEventBuffer: 30 });
    await book(salon, 2, "12:00");
    const times = await freeTimes(salon, 1);
    expect(times.filter((time) => time >= "10:00" && time < "14:00")).toEqual([
      "10:00",
      "10:30",
      "13:30",
    ]);
  });

  it("keeps away from the buffers of the event type that is asked for", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(2, { beforeEventBuffer: 60, afterEventBuffer: 120 });
    await book(salon, 1, "13:00");
    expect(await freeTimes(salon, 2)).toEqual(["09:00", "10:00", "15:00", "16:00"]);
    expect((await book(salon, 2, "11:00")).status).toBe(400);
    expect((await book(salon, 2, "10:00")).status).toBe(201);
  });

  it("takes the time of a user who attends it or is a guest (0328, 0330)", async () => {
    const salon = createSalon();
    const bob = salon.fake.users.add({ username: "bob" });
    const other = salon.fake.eventTypes.add({ ownerId: bob.id });
    const start = at("10:00");
    await salon.fake.bookings.book({ eventTypeId: 1, start, attendee: { email: bob.email } });
    await salon.fake.bookings.book({ eventTypeId: 1, start: at("11:00"), guests: [bob.email] });
    const times = await freeTimes(salon, other.id);
    expect(times).not.toContain("10:00");
    expect(times).not.toContain("11:00");
    expect(times).toContain("10:30");
    expect((await book(salon, other.id, "10:00")).status).toBe(400);
    const [attended] = salon.fake.bookings.list();
    await salon.fake.bookings.cancel(attended?.uid ?? "");
    expect(await freeTimes(salon, other.id)).toContain("10:00");
  });

  it("makes a later slot appear where only the first of a day is shown (0342, 0344)", async () => {
    const salon = createSalon();
    salon.fake.eventTypes.update(1, { onlyShowFirstAvailableSlot: true });
    expect(await freeTimes(salon, 1)).toEqual(["09:00"]);
    await book(salon, 2, "09:00");
    expect(await freeTimes(salon, 1)).toEqual(["10:00"]);
  });

  it("of a length the event type does not have is refused", async () => {
    const { fake } = createSalon();
    const booking = { eventTypeId: 1, start: at("10:00"), lengthInMinutes: 45 };
    await expect(fake.bookings.book(booking)).rejects.toThrow("multiple possible lengths");
    fake.eventTypes.update(1, { lengthInMinutesOptions: [15, 30] });
    await expect(fake.bookings.book(booking)).rejects.toThrow("possible lengths are: 15, 30");
  });
});

describe("a schedule", () => {
  it("is seen by the next request and fires no webhook", async () => {
    const salon = createSalon();
    salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
    const evening = salon.fake.schedules.add({
      ownerId: salon.owner.id,
      availability: [{ days: ["Monday"], startTime: "18:00", endTime: "19:00" }],
    });
    salon.fake.eventTypes.update(1, { scheduleId: evening.id });
    expect(await freeTimes(salon, 1)).toEqual(["18:00", "18:30"]);
    expect(await freeTimes(salon, 2)).toHaveLength(8);
    expect(salon.received).toEqual([]);
  });
});
