import { describe, expect, it } from "vitest";
import type { BookingWindow } from "../../../src/testing/model.ts";
import { ask } from "./ask.ts";
import { createSalon, type Salon } from "./setup.ts";

/** The days, in December from a Tuesday on, that have slots. */
async function days(salon: Salon): Promise<number[]> {
  const query = "eventTypeId=1&start=2026-12-01&end=2026-12-31&timeZone=UTC";
  const { data } = await ask(salon, `GET /slots?${query}`);
  return Object.keys(data).map((date) => Number(date.slice(8)));
}

function createWith(bookingWindow: BookingWindow): Salon {
  const salon = createSalon();
  salon.fake.eventTypes.update(1, { bookingWindow });
  return salon;
}

async function bookedOn(salon: Salon, day: number): Promise<number> {
  const date = `2026-12-${String(day).padStart(2, "0")}`;
  const attendee = { name: "Ann", email: "ann@example.test", timeZone: "UTC" };
  const body = { eventTypeId: 1, start: `${date}T10:00:00Z`, attendee };
  return (await ask(salon, "POST /bookings", body)).status;
}

describe("a booking window", () => {
  it.each<[string, BookingWindow, number[]]>([
    ["of calendar days", { type: "calendarDays", value: 6 }, [1, 2, 3, 4, 7]],
    ["of business days", { type: "businessDays", value: 6 }, [1, 2, 3, 4, 7, 8, 9]],
    ["from date to date", { type: "range", value: ["2026-12-03", "2026-12-07"] }, [3, 4, 7]],
    ["that rolls", { type: "calendarDays", value: 6, rolling: true }, [1, 2, 3, 4, 7, 8]],
  ])(
    "%s has slots in it, and takes bookings there alone",
    async (_what, bookingWindow, expected) => {
      const salon = createWith(bookingWindow);
      expect(await days(salon)).toEqual(expected);
      expect(await bookedOn(salon, (expected.at(-1) ?? 0) + 1)).toBe(400);
      expect(await bookedOn(salon, expected.at(-1) ?? 0)).toBe(201);
      if (bookingWindow.type === "range") expect(await bookedOn(salon, 2)).toBe(400);
    },
  );

  it("that rolls ends a day later when a day in it fills up (API.md 12.2, row 11)", async () => {
    const salon = createWith({ type: "businessDays", value: 3, rolling: true });
    expect(await days(salon)).toEqual([1, 2, 3]);
    const day = { start: "2026-12-02T00:00:00Z", end: "2026-12-03T00:00:00Z" };
    const { id } = salon.fake.calendars.addBusy({ userId: salon.owner.id, ...day });
    expect(await days(salon)).toEqual([1, 3, 4]);
    salon.fake.calendars.removeBusy(id);
    expect(await days(salon)).toEqual([1, 2, 3]);
  });

  it("is given and shown over HTTP", async () => {
    const salon = createSalon();
    const change = async (bookingWindow: object) =>
      (await ask(salon, "PATCH /event-types/1", { bookingWindow })).data.bookingWindow;
    const range = { type: "range", value: ["2026-12-03", "2026-12-07"] };
    expect(await change(range)).toEqual(range);
    expect(await days(salon)).toEqual([3, 4, 7]);
    const rolling = { type: "businessDays", value: 2, rolling: true };
    expect(await change(rolling)).toEqual(rolling);
    expect(await days(salon)).toEqual([1, 2]);
    expect(await change({ disabled: true })).toEqual({ disabled: true });
  });
});
