import { describe, expect, it } from "vitest";
import { at, bookRequest, createSalon, freeTimes, postRequest, slotsRequest } from "./setup.ts";

interface Seated {
  readonly uid: string;
  readonly seatUid: string;
  readonly status: string;
  readonly attendees: readonly object[];
}
type Slot = Readonly<Record<string, unknown>>;

/** A salon whose short event type has two seats for each slot. */
function createHall() {
  const salon = createSalon();
  const seats = { seatsPerTimeSlot: 2, showAttendeeInfo: true, showAvailabilityCount: true };
  salon.fake.eventTypes.update(1, { seats });
  salon.fake.webhooks.subscribe({ url: "https://app.example/hook" });
  const { fake } = salon;
  const ask = async (request: Request) => {
    const response = await fake.fetch(request);
    const { data }: { data: Seated } = await response.json();
    return { status: response.status, data };
  };
  const sit = (time: string) => ask(bookRequest(fake.baseUrl, 1, at(time)));
  const leave = (uid: string, body: object) =>
    ask(postRequest(`${fake.baseUrl}/bookings/${uid}/cancel`, body));
  const slot = async (time: string): Promise<Slot | undefined> => {
    const response = await fake.fetch(slotsRequest(fake.baseUrl, 1));
    const { data }: { data: Record<string, Slot[]> } = await response.json();
    return data["2026-12-07"]?.find(({ start }) => start === at(time));
  };
  return { salon, sit, leave, slot };
}

describe("an event type with seats", () => {
  it("keeps its slot open, and its buffers to itself (API.md 12.1)", async () => {
    const { salon, sit } = createHall();
    const before = await freeTimes(salon, 1);
    salon.fake.eventTypes.update(1, { beforeEventBuffer: 15, afterEventBuffer: 15 });
    await sit("10:00");
    const gone = ["09:30", "10:30"];
    expect(await freeTimes(salon, 1)).toEqual(before.filter((time) => !gone.includes(time)));
    expect((await sit("10:00")).status).toBe(201);
    expect((await sit("10:30")).status).toBe(400);
  });

  it("says of each slot how many are left, and lists a full one still (0276)", async () => {
    const { sit, slot } = createHall();
    const empty = { start: at("10:00"), seatsBooked: 0, seatsRemaining: 2, seatsTotal: 2 };
    expect(await slot("10:00")).toEqual(empty);
    const { data } = await sit("10:00");
    const bookingUid = data.uid;
    expect(await slot("10:00")).toEqual({
      ...empty,
      seatsBooked: 1,
      seatsRemaining: 1,
      bookingUid,
    });
    await sit("10:00");
    expect(await slot("10:00")).toEqual({
      ...empty,
      seatsBooked: 2,
      seatsRemaining: 0,
      bookingUid,
    });
  });

  it("puts everyone into one booking, each with a webhook, until it is full (0277)", async () => {
    const { salon, sit } = createHall();
    const first = await sit("10:00");
    const second = await sit("10:00");
    expect(second.data.uid).toBe(first.data.uid);
    expect(second.data.seatUid).not.toBe(first.data.seatUid);
    expect(second.data.attendees).toHaveLength(2);
    expect(salon.received).toEqual([
      { trigger: "BOOKING_CREATED", uid: first.data.uid },
      { trigger: "BOOKING_CREATED", uid: first.data.uid },
    ]);
    expect((await sit("10:00")).status).toBe(409);
    expect(salon.fake.bookings.list()).toHaveLength(1);
  });

  it("takes the time of the owner's other event types with the first seat", async () => {
    const { salon, sit } = createHall();
    await sit("10:00");
    expect(await freeTimes(salon, 2)).not.toContain("10:00");
  });

  it("gets a seat back, and the whole time with the last one", async () => {
    const { salon, sit, leave, slot } = createHall();
    const first = await sit("10:00");
    const second = await sit("10:00");
    const { uid } = first.data;
    expect((await leave(uid, { seatUid: first.data.seatUid })).data.status).toBe("accepted");
    expect(await slot("10:00")).toMatchObject({ seatsRemaining: 1 });
    expect((await leave(uid, { seatUid: first.data.seatUid })).status).toBe(400);
    expect((await leave(uid, { seatUid: second.data.seatUid })).data.status).toBe("cancelled");
    expect(await freeTimes(salon, 2)).toContain("10:00");
    expect(salon.received.filter(({ trigger }) => trigger === "BOOKING_CANCELLED")).toHaveLength(2);
    expect((await leave("unknown", { seatUid: "s" })).status).toBe(404);
  });

  it("refuses a reason with a seat (0278)", async () => {
    const { sit, leave } = createHall();
    const { data } = await sit("10:00");
    const body = { seatUid: data.seatUid, cancellationReason: "x" };
    expect((await leave(data.uid, body)).status).toBe(400);
  });

  it("counts a reservation as a seat, which takes no time elsewhere", async () => {
    const { salon, sit, slot } = createHall();
    const hold = () => {
      const body = { eventTypeId: 1, slotStart: at("10:00") };
      const request = postRequest(`${salon.fake.baseUrl}/slots/reservations`, body);
      request.headers.set("cal-api-version", "2024-09-04");
      return salon.fake.fetch(request);
    };
    expect((await hold()).status).toBe(201);
    expect(await slot("10:00")).toMatchObject({ seatsBooked: 1 });
    expect(await freeTimes(salon, 2)).toContain("10:00");
    await salon.clock.advance(300_000);
    await sit("10:00");
    await sit("10:00");
    expect((await hold()).status).toBe(422);
  });
});
