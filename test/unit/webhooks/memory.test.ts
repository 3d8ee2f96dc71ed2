import { describe, expect, it } from "vitest";
import { memoryStore } from "../../../src/index.ts";
import { signed, sorted, warmReceiver } from "./deliveries.ts";

const HOUR_MS = 3_600_000;
const event = (triggerEvent: string, payload: object, createdAt = "2026-12-01T08:00:00Z") => ({
  triggerEvent,
  createdAt,
  payload,
});
const CREATED = event("BOOKING_CREATED", {
  uid: "old",
  eventTypeId: 1,
  organizer: { id: 1, email: "alice@example.test" },
  schedulingType: null,
});

describe("a duplicate", () => {
  it("is told, and orphans all the same", async () => {
    const { calcom, heard, source, clock } = await warmReceiver();
    const delivery = await signed(CREATED);
    const first = await calcom.handleWebhook(delivery);
    await clock.advance(5_001);
    await source();
    expect(await source()).toBe("cache");
    const second = await calcom.handleWebhook(delivery);
    expect([first.duplicate, second.duplicate]).toEqual([false, true]);
    expect(sorted(second.invalidated)).toEqual(sorted(first.invalidated));
    expect(heard).toHaveLength(2);
    expect(await source()).toBe("origin");
  });

  it("is known to every process of the store", async () => {
    const store = memoryStore();
    const [one, other] = [await warmReceiver({ store }), await warmReceiver({ store })];
    const delivery = await signed(CREATED);
    expect((await one.calcom.handleWebhook(delivery)).duplicate).toBe(false);
    expect((await other.calcom.handleWebhook(delivery)).duplicate).toBe(true);
  });

  it("is forgotten after a day", async () => {
    const { calcom, clock } = await warmReceiver();
    const delivery = await signed(CREATED);
    await calcom.handleWebhook(delivery);
    await clock.advance(24 * HOUR_MS - 1);
    expect((await calcom.handleWebhook(delivery)).duplicate).toBe(true);
    await clock.advance(24 * HOUR_MS);
    expect((await calcom.handleWebhook(delivery)).duplicate).toBe(false);
  });

  it("of a refused delivery is none", async () => {
    const { calcom } = await warmReceiver();
    const { body } = await signed(CREATED);
    await expect(calcom.handleWebhook(await signed(body, "forged"))).rejects.toThrow();
    expect((await calcom.handleWebhook(await signed(body))).duplicate).toBe(false);
  });
});

describe("what the index remembers", () => {
  const moved = event("BOOKING_RESCHEDULED", {
    uid: "new",
    rescheduleUid: "old",
    eventTypeId: 2,
    organizer: { id: 2, email: "bob@example.test" },
    attendees: [{ email: "ann@example.test" }],
    schedulingType: null,
  });

  it("a booking moved from one nobody knows orphans everything", async () => {
    const { calcom } = await warmReceiver();
    const { invalidated } = await calcom.handleWebhook(await signed(moved));
    expect(invalidated).toEqual(expect.arrayContaining(["all", "event-type:2", "host:2"]));
  });

  it("a booking moved from a known one orphans the old host and the new one", async () => {
    const { calcom } = await warmReceiver();
    await calcom.handleWebhook(await signed(CREATED));
    const { invalidated } = await calcom.handleWebhook(await signed(moved));
    expect(invalidated).not.toContain("all");
    expect(invalidated).toEqual(
      expect.arrayContaining(["event-type:1", "event-type:2", "host:1", "host:2"]),
    );
  });

  it("a request that replaces a booking counts as a move", async () => {
    const { calcom } = await warmReceiver();
    const requested = { ...moved, triggerEvent: "BOOKING_REQUESTED" };
    const { invalidated } = await calcom.handleWebhook(await signed(requested));
    expect(invalidated).toContain("all");
  });

  it("a payload that names only a uid reaches the hosts of the booking", async () => {
    const { calcom } = await warmReceiver({ known: [1] });
    await calcom.handleWebhook(await signed(CREATED));
    const absent = event("BOOKING_NO_SHOW_UPDATED", { bookingUid: "old", bookingId: 1 });
    const { invalidated } = await calcom.handleWebhook(await signed(absent));
    expect(invalidated).not.toContain("all");
    expect(invalidated).toEqual(expect.arrayContaining(["event-type:1", "host:1", "unknown"]));
  });

  it("a payload that names only an unknown uid orphans everything", async () => {
    const { calcom } = await warmReceiver({ known: [1] });
    const absent = event("BOOKING_NO_SHOW_UPDATED", { bookingUid: "other", bookingId: 1 });
    const { invalidated } = await calcom.handleWebhook(await signed(absent));
    expect(invalidated).toContain("all");
  });

  it("is the same for every process of the store", async () => {
    const store = memoryStore();
    const [one, other] = [await warmReceiver({ store }), await warmReceiver({ store })];
    await one.calcom.handleWebhook(await signed(CREATED));
    const { invalidated } = await other.calcom.handleWebhook(await signed(moved));
    expect(invalidated).not.toContain("all");
    expect(invalidated).toContain("host:1");
  });
});

it("an attendee who hosts another event type loses that time there", async () => {
  const carol = { id: 3, email: "Carol@example.test" };
  const { calcom, clock } = await warmReceiver({ invalidation: { pools: { 1: [carol] } } });
  const ask = () => calcom.slots.list({ eventTypeId: 1, start: "2026-12-07", end: "2026-12-07" });
  expect((await ask()).provenance.versions).not.toHaveProperty("unknown");
  const payload = {
    ...CREATED.payload,
    eventTypeId: 11,
    attendees: [{ email: "carol@example.test" }],
  };
  await calcom.handleWebhook(await signed(event("BOOKING_CREATED", payload)));
  await clock.advance(1);
  expect((await ask()).provenance.source).toBe("origin");
});
