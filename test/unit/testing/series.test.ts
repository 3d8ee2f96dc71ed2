import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { createSalon, postRequest, type Salon } from "./setup.ts";

interface Occurrence {
  readonly uid: string;
  readonly start: string;
  readonly status: string;
  readonly recurringBookingUid: string;
}

/** A salon whose short event type repeats each week, three times. */
function createWeekly() {
  const salon = createSalon();
  const recurrence = { frequency: "weekly", interval: 1, occurrences: 3 } as const;
  salon.fake.eventTypes.update(1, { recurrence });
  salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
  return salon;
}

async function post({ fake }: Salon, path: string, body: object) {
  const response = await fake.fetch(postRequest(`${fake.baseUrl}/${path}`, body));
  const { data }: { data: Occurrence[] } = await response.json();
  return { status: response.status, data };
}

function bookSeries(salon: Salon, more: object = {}, timeZone = "UTC") {
  const attendee = { name: "Ann", email: "ann@example.test", timeZone };
  return post(salon, "bookings", {
    eventTypeId: 1,
    start: "2026-12-07T10:00:00Z",
    attendee,
    ...more,
  });
}

const starts = (bookings: readonly Occurrence[]) => bookings.map(({ start }) => start.slice(0, 16));

describe("a series", () => {
  it("is answered as an array, each with a webhook of its own (0285)", async () => {
    const salon = createWeekly();
    const { status, data } = await bookSeries(salon);
    expect(status).toBe(201);
    expect(starts(data)).toEqual(["2026-12-07T10:00", "2026-12-14T10:00", "2026-12-21T10:00"]);
    expect(new Set(data.map(({ recurringBookingUid }) => recurringBookingUid)).size).toBe(1);
    expect(salon.received.map(({ uid }) => uid)).toEqual(data.map(({ uid }) => uid));
  });

  it("can be shorter than the event type has it, and not longer", async () => {
    const salon = createWeekly();
    expect((await bookSeries(salon, { recurrenceCount: 1 })).data).toHaveLength(1);
    const late = { start: "2026-12-08T10:00:00Z", recurrenceCount: 4 };
    expect((await bookSeries(salon, late)).status).toBe(400);
  });

  it("is checked for the first booking alone", async () => {
    const salon = createWeekly();
    await salon.fake.bookings.book({ eventTypeId: 2, start: "2026-12-14T10:00:00Z" });
    expect((await bookSeries(salon)).status).toBe(201);
    expect((await bookSeries(salon)).status).toBe(400);
  });

  it.each([
    ["weekly", 1, "2027-03-22", "2027-03-29T09:00"],
    ["monthly", 2, "2027-02-12", "2027-04-12T09:00"],
    ["yearly", 1, "2027-02-12", "2028-02-12T10:00"],
  ] as const)(
    "goes on %s at the attendee's time of day",
    async (frequency, interval, day, second) => {
      const salon = createWeekly();
      salon.fake.eventTypes.update(1, { recurrence: { frequency, interval, occurrences: 2 } });
      const { data } = await bookSeries(salon, { start: `${day}T10:00:00Z` }, "Europe/London");
      expect(starts(data)).toEqual([`${day}T10:00`, second]);
    },
  );

  it("is read, and cancelled with a single webhook, by its own uid", async () => {
    const salon = createWeekly();
    const { data } = await bookSeries(salon);
    const series = data[0]?.recurringBookingUid ?? "";
    const headers = { "cal-api-version": "2024-08-13" };
    const read = await salon.fake.fetch(`${salon.fake.baseUrl}/bookings/${series}`, { headers });
    const all: { data: Occurrence[] } = await read.json();
    expect(all.data).toHaveLength(3);
    salon.clock.set("2026-12-08T00:00:00Z");
    const cancelled = await post(salon, `bookings/${series}/cancel`, {});
    expect(cancelled.data.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
    expect(salon.received.slice(3)).toEqual([{ trigger: "BOOKING_CANCELLED", uid: data[1]?.uid }]);
    expect((await post(salon, `bookings/${series}/cancel`, {})).status).toBe(404);
  });

  it.each([
    ["confirm", "accepted", "BOOKING_CREATED"],
    ["decline", "rejected", "BOOKING_REJECTED"],
  ])(
    "that waits takes one %s for all, and a single webhook tells of it",
    async (verdict, status, trigger) => {
      const salon = createWeekly();
      salon.fake.eventTypes.update(1, { requiresConfirmation: true });
      const { data } = await bookSeries(salon);
      const [first] = data;
      await ask(salon, `POST /bookings/${first?.uid}/${verdict}`);
      const statuses = salon.fake.bookings.list().map((booking) => booking.status);
      expect(statuses).toEqual([status, status, status]);
      expect(salon.received.slice(3)).toEqual([{ trigger, uid: first?.uid }]);
    },
  );

  it("is listed as recurring until it is over or cancelled", async () => {
    const salon = createWeekly();
    const { data } = await bookSeries(salon);
    await salon.fake.bookings.book({ eventTypeId: 2, start: "2026-12-07T14:00:00Z" });
    await salon.fake.bookings.cancel(data[2]?.uid ?? "");
    salon.clock.set("2026-12-08T00:00:00Z");
    const listed = (await ask(salon, "GET /bookings?status=recurring")).data;
    expect(starts(listed)).toEqual(["2026-12-14T10:00"]);
  });

  it("loses one booking, or that and all after it", async () => {
    const salon = createWeekly();
    const { data } = await bookSeries(salon);
    const live = () => salon.fake.bookings.list().filter(({ status }) => status === "accepted");
    await post(salon, `bookings/${data[0]?.uid}/cancel`, {});
    expect(live()).toHaveLength(2);
    const rest = { cancelSubsequentBookings: true };
    expect((await post(salon, `bookings/${data[1]?.uid}/cancel`, rest)).data).toHaveLength(2);
    expect(live()).toHaveLength(0);
  });
});
