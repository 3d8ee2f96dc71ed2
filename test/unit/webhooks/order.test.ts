import { describe, expect, it } from "vitest";
import { memoryStore } from "../../../src/index.ts";
import { delivery, RECORDED_SECRETS, requestOf, signed, warmReceiver } from "./deliveries.ts";

type Payload = Readonly<Record<string, unknown>>;
interface Told {
  readonly is: string;
  readonly uid?: string;
  readonly with?: Payload;
}

const bodyOf = ({ is, uid = "u1", with: more = {} }: Told) => ({
  triggerEvent: is,
  // All at one time: order is not told by it.
  createdAt: "2026-12-01T08:00:00Z",
  payload: { uid, eventTypeId: 1, startTime: "2026-12-07T09:00:00Z", ...more },
});

/** Whether each of these, one after the other, is told as outdated. */
async function outdated(...all: readonly (Told | string)[]): Promise<boolean[]> {
  const { calcom } = await warmReceiver();
  const found: boolean[] = [];
  for (const one of all) {
    const body = bodyOf(typeof one === "string" ? { is: one } : one);
    found.push((await calcom.receiveWebhook(await signed(body))).outdated);
  }
  return found;
}

const moved = (uid: string, from: string) => ({
  is: "BOOKING_RESCHEDULED",
  uid,
  with: { rescheduleUid: from },
});

describe("an event of an earlier stage is outdated", () => {
  it.each<[string, ...(readonly (Told | string)[])]>([
    ["a request of what is booked", "BOOKING_CREATED", "BOOKING_REQUESTED"],
    ["a request of what is cancelled", "BOOKING_CANCELLED", "BOOKING_REQUESTED"],
    ["a request of what is rejected", "BOOKING_REJECTED", "BOOKING_REQUESTED"],
    ["a booking that is cancelled", "BOOKING_CANCELLED", "BOOKING_CREATED"],
    ["a booking that was moved", moved("u2", "u1"), "BOOKING_CREATED"],
    [
      "a booking that is to be moved",
      { is: "BOOKING_REQUESTED", uid: "u2", with: { rescheduleUid: "u1" } },
      "BOOKING_CREATED",
    ],
    ["a move that was moved on", moved("u2", "u1"), moved("u1", "u0")],
    ["a move that was cancelled", "BOOKING_CANCELLED", moved("u1", "u0")],
    ["a new host of what is cancelled", "BOOKING_CANCELLED", "BOOKING_REASSIGNED"],
    ["a new place of what is cancelled", "BOOKING_CANCELLED", "BOOKING_LOCATION_UPDATED"],
  ])("%s", async (_what, later, earlier) => {
    expect(await outdated(later as Told, earlier as Told)).toEqual([false, true]);
    expect(await outdated(earlier as Told, later as Told)).toEqual([false, false]);
  });

  it("which its own status tells, where a queue has written it late", async () => {
    const late = { is: "BOOKING_CREATED", with: { status: "CANCELLED" } };
    expect(await outdated(late, "BOOKING_LOCATION_UPDATED")).toEqual([true, true]);
    const cancelled = { is: "BOOKING_CANCELLED", with: { status: "CANCELLED" } };
    expect(await outdated(cancelled)).toEqual([false]);
  });

  it("in every process, and in whatever order two come together", async () => {
    const store = memoryStore();
    const [one, other] = [await warmReceiver({ store }), await warmReceiver({ store })];
    const [created, cancelled] = await Promise.all(
      ["BOOKING_CREATED", "BOOKING_CANCELLED"].map((is) => signed(bodyOf({ is }))),
    );
    if (created === undefined || cancelled === undefined) throw new Error("There are two.");
    await Promise.all([one.calcom.receiveWebhook(cancelled), other.calcom.receiveWebhook(created)]);
    const again = await signed(bodyOf({ is: "BOOKING_CREATED", with: { title: "again" } }));
    expect((await one.calcom.receiveWebhook(again)).outdated).toBe(true);
    expect((await other.calcom.receiveWebhook(again)).outdated).toBe(true);
  });

  it("as recorded: 16 after 17, 43 after 44, 79 after 82", async () => {
    for (const [earlier, later] of [
      [16, 17],
      [43, 44],
      [79, 82],
    ] as const) {
      const { calcom } = await warmReceiver({ webhookSecret: RECORDED_SECRETS });
      const told = async (n: number) =>
        (await calcom.receiveWebhook(requestOf(delivery(n)))).outdated;
      expect([await told(later), await told(earlier)]).toEqual([false, true]);
    }
  });

  it("and orphans what it names as ever", async () => {
    const { calcom, source } = await warmReceiver();
    await calcom.handleWebhook(await signed(bodyOf({ is: "BOOKING_CANCELLED" })));
    const { invalidated } = await calcom.handleWebhook(
      await signed(bodyOf({ is: "BOOKING_CREATED" })),
    );
    expect(invalidated).toContain("event-type:1");
    expect(await source()).toBe("origin");
  });
});

describe("what says nothing about order is never outdated, and outdates nothing", () => {
  it.each([
    "BOOKING_NO_SHOW_UPDATED",
    "MEETING_STARTED",
    "MEETING_ENDED",
    "RECORDING_READY",
    "BOOKING_PAID",
    "AFTER_HOSTS_CAL_VIDEO_NO_SHOW",
    "BOOKING_FROM_THE_FUTURE",
  ])("%s", async (name) => {
    expect(await outdated("BOOKING_CANCELLED", name)).toEqual([false, false]);
    expect(await outdated(name, "BOOKING_REQUESTED", "BOOKING_CREATED")).not.toContain(true);
  });

  it("another booking", async () => {
    expect(await outdated({ is: "BOOKING_CANCELLED", uid: "u2" }, "BOOKING_CREATED")).toEqual([
      false,
      false,
    ]);
  });

  it("a seat: the others' booking lives on", async () => {
    const seats = { seatsPerTimeSlot: 3 };
    const left = { is: "BOOKING_CANCELLED", with: { ...seats, attendeeSeatId: "s1" } };
    const taken = { is: "BOOKING_CREATED", with: { ...seats, attendeeSeatId: "s2" } };
    const seatMoved = {
      is: "BOOKING_RESCHEDULED",
      uid: "u2",
      with: { ...seats, rescheduleUid: "u1" },
    };
    expect(await outdated(left, taken, seatMoved, taken)).not.toContain(true);
    const kept = { is: "BOOKING_CANCELLED", with: { attendees: [{ bookingSeat: { id: 1 } }] } };
    expect(await outdated(kept, "BOOKING_CREATED")).toEqual([false, false]);
  });

  it("but not where a template has no seats to put in", async () => {
    const none = { seatsPerTimeSlot: "", attendeeSeatId: "" };
    const cancelled = { is: "BOOKING_CANCELLED", with: none };
    const created = { is: "BOOKING_CREATED", with: none };
    expect(await outdated(cancelled, created)).toEqual([false, true]);
  });

  it("a move that keeps its uid", async () => {
    expect(await outdated(moved("u1", "u1"), "BOOKING_CREATED")).toEqual([false, false]);
  });

  it("a uid that is none", async () => {
    const odd = ["", "x".repeat(10_000)];
    for (const uid of odd) {
      const told = ["BOOKING_CANCELLED", "BOOKING_CREATED"].map((is) => ({ is, uid }));
      expect(await outdated(...told)).toEqual([false, false]);
    }
  });
});
