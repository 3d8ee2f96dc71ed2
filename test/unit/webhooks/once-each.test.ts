import { describe, expect, it, vi } from "vitest";
import { memoryStore } from "../../../src/index.ts";
import {
  deliveries,
  delivery,
  RECORDED_SECRETS,
  requestOf,
  signed,
  warmReceiver,
} from "./deliveries.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MADE_AT = Date.parse("2026-12-01T08:00:00Z");

type Payload = Readonly<Record<string, unknown>>;
const event = (triggerEvent: string, payload: Payload, afterMs = 0) => ({
  triggerEvent,
  createdAt: new Date(MADE_AT + afterMs).toISOString(),
  payload,
});

const BOOKING = {
  uid: "u1",
  eventTypeId: 1,
  status: "ACCEPTED",
  startTime: "2026-12-07T09:00:00Z",
  endTime: "2026-12-07T09:30:00Z",
  attendees: [{ email: "ann@example.test", name: "Ann" }],
  organizer: { id: 1, email: "alice@example.test" },
};

/** Whether each of these, one after the other, is taken for a copy. */
async function duplicates(...bodies: readonly (string | object)[]): Promise<boolean[]> {
  const { calcom } = await warmReceiver();
  const found: boolean[] = [];
  for (const body of bodies) found.push((await calcom.handleWebhook(await signed(body))).duplicate);
  return found;
}

describe("the same booking through two subscriptions counts once", () => {
  it("as recorded (79 and 80: other secrets, a millisecond apart)", async () => {
    const { calcom } = await warmReceiver({ webhookSecret: RECORDED_SECRETS });
    const told = [79, 80].map(async (n) => calcom.handleWebhook(requestOf(delivery(n))));
    const results = await Promise.all(told);
    expect(results.map(({ duplicate }) => duplicate).sort()).toEqual([false, true]);
    expect(results[0]?.invalidated).toEqual(results[1]?.invalidated);
  });

  it.each([28, 31, 14, 44, 71, 77, 85])("with recording %i as the first", async (n) => {
    const { bodyUtf8 } = delivery(n);
    const copy = JSON.parse(bodyUtf8);
    const isFlat = copy.payload === undefined;
    if (!isFlat) copy.createdAt = new Date(Date.parse(copy.createdAt) + 4).toISOString();
    expect(await duplicates(bodyUtf8, JSON.stringify(copy, null, 1))).toEqual([false, true]);
  });

  it("though times are written in other ways, and the description grows", async () => {
    const others = ["2026-12-07T09:00:00.000Z", "2026-12-07T09:00:00+00:00"].map((startTime) => ({
      ...BOOKING,
      startTime,
      organizerIcsContent: "BEGIN:VCALENDAR",
    }));
    const bodies = [BOOKING, ...others].map((payload) => event("BOOKING_CANCELLED", payload, 3));
    expect(await duplicates(...bodies)).toEqual([false, true, true]);
  });

  it("however late the copy, and whatever has become of the booking since", async () => {
    const late = { ...BOOKING, status: "CANCELLED", location: "elsewhere", organizer: { id: 2 } };
    const bodies = [event("BOOKING_CREATED", BOOKING), event("BOOKING_CREATED", late, HOUR_MS)];
    expect(await duplicates(...bodies)).toEqual([false, true]);
  });

  it("though one of them has a template that is mapped", async () => {
    const mapBody = (body: unknown) =>
      (body as { u?: string }).u === "u1" && { triggerEvent: "BOOKING_CREATED", payload: BOOKING };
    const { calcom } = await warmReceiver({
      webhooks: { mapBody: (body) => mapBody(body) || undefined },
    });
    await calcom.handleWebhook(await signed(event("BOOKING_CREATED", BOOKING)));
    expect((await calcom.handleWebhook(await signed({ u: "u1" }))).duplicate).toBe(true);
  });

  it("and no store holds an address, nor any other word of it", async () => {
    const store = memoryStore();
    const write = vi.spyOn(store, "write");
    const { calcom } = await warmReceiver({ store });
    await calcom.handleWebhook(await signed(event("BOOKING_CREATED", BOOKING)));
    const written = write.mock.calls.map((args) => JSON.stringify(args));
    expect(written.filter((text) => text.includes(":event:"))).toHaveLength(1);
    expect(written.join()).not.toMatch(/@|Ann/);
  });
});

describe("other events are not copies", () => {
  const CHANGES: readonly (readonly [string, Payload])[] = [
    ["another booking", { uid: "u2" }],
    ["another time", { startTime: "2026-12-07T10:00:00Z" }],
    ["another old booking", { rescheduleUid: "u0" }],
    ["another seat", { attendeeSeatId: "s2" }],
    ["other people", { attendees: [{ email: "bob@example.test" }] }],
    ["another payment", { paymentId: 2 }],
  ];
  it.each(CHANGES)("%s", async (_what, change) => {
    const bodies = [BOOKING, { ...BOOKING, ...change }].map((one) => event("BOOKING_CREATED", one));
    expect(await duplicates(...bodies)).toEqual([false, false]);
  });

  it("another trigger", async () => {
    const bodies = ["BOOKING_REQUESTED", "BOOKING_CREATED"].map((name) => event(name, BOOKING));
    expect(await duplicates(...bodies)).toEqual([false, false]);
  });

  it("no two of the recorded ones but the pair of two subscriptions", async () => {
    const { calcom } = await warmReceiver({ webhookSecret: [...RECORDED_SECRETS, "whsec-team"] });
    const copies: number[] = [];
    for (const one of deliveries.filter(({ n }) => n !== 73)) {
      if ((await calcom.handleWebhook(requestOf(one))).duplicate) copies.push(one.n);
    }
    expect(copies).toEqual([20, 80]);
  });
});

describe("what can come about again", () => {
  const absent = (noShow: boolean): Payload => ({
    bookingUid: "u1",
    attendees: [{ email: "ann@example.test", noShow }],
  });
  const REPEATING: readonly (readonly [string, string, Payload])[] = [
    ["an absence", "BOOKING_NO_SHOW_UPDATED", absent(true)],
    ["a place", "BOOKING_LOCATION_UPDATED", { ...BOOKING, location: "here" }],
    ["a host", "BOOKING_REASSIGNED", { ...BOOKING, addedHostUserIds: [2] }],
    ["an answer of a form", "FORM_SUBMITTED", { formId: "f", responses: { a: "b" } }],
    ["something unknown", "BOOKING_FROM_THE_FUTURE", BOOKING],
    ["a seat", "BOOKING_CREATED", { ...BOOKING, seatsPerTimeSlot: 2, attendeeSeatId: "s" }],
  ];

  it.each(REPEATING)("%s is a copy within a minute, and news after that", async (_w, name, one) => {
    const bodies = [0, MINUTE_MS, MINUTE_MS + 1, 5].map((ms) => event(name, one, ms));
    expect(await duplicates(...bodies)).toEqual([false, true, false, true]);
  });

  it.each(REPEATING)("%s in the same bytes is a copy whenever it comes", async (_w, name, one) => {
    const { calcom, clock } = await warmReceiver();
    const first = await signed(event(name, one));
    await calcom.handleWebhook(first);
    for (const hours of [1, 2, 20]) {
      await clock.advance(hours * HOUR_MS);
      const other = event(name, one, hours * HOUR_MS);
      expect((await calcom.handleWebhook(await signed(other))).duplicate).toBe(false);
      expect((await calcom.handleWebhook(first)).duplicate).toBe(true);
    }
  });

  it("tells marking from taking the mark back", async () => {
    const bodies = [true, false, true].map((noShow) =>
      event("BOOKING_NO_SHOW_UPDATED", absent(noShow), noShow ? 0 : 10),
    );
    expect(await duplicates(...bodies)).toEqual([false, false, true]);
  });

  it.each<[string, string, Payload, Payload]>([
    ["a host's absence", "BOOKING_NO_SHOW_UPDATED", { noShowHost: true }, { noShowHost: false }],
    ["a recording", "RECORDING_READY", { downloadLink: "a" }, { downloadLink: "b" }],
    [
      "a transcript",
      "RECORDING_TRANSCRIPTION_GENERATED",
      { downloadLinks: { recording: "a" } },
      { downloadLinks: { recording: "b" } },
    ],
    ["a refused calendar entry", "CALENDAR_ENTRY_REJECTED", { host: "a" }, { host: "b" }],
    ["something unknown", "BOOKING_NOTE_ADDED", { note: "a" }, { note: "b" }],
  ])("%s is told from another of the same moment", async (_what, name, one, other) => {
    const bodies = [one, other, one].map((said) => event(name, { ...BOOKING, ...said }, 5));
    expect(await duplicates(...bodies)).toEqual([false, false, true]);
  });

  it("an empty uid is none, so that it makes no two bookings one", async () => {
    const bodies = ["a", "b", "a"].map((title) =>
      event("BOOKING_CREATED", { ...BOOKING, uid: "", title }),
    );
    expect(await duplicates(...bodies)).toEqual([false, false, true]);
  });

  it("without a time is known by its bytes alone", async () => {
    const template = { t: "created", uid: "u1" };
    const timeless = { triggerEvent: "BOOKING_REASSIGNED", payload: BOOKING };
    const bodies = [template, { ...template, uid: "u2" }, template, timeless, timeless, "x", "x"];
    expect(await duplicates(...bodies)).toEqual([false, false, true, false, true, false, true]);
  });
});

it("an absence is known by its days, where a template keeps no time of its change", async () => {
  const entry = (end: string) => ({ oooEntry: { uuid: "o1", start: "2026-12-07", end } });
  const bodies = ["2026-12-08", "2026-12-09", "2026-12-08"].map((end) =>
    event("OOO_CREATED", entry(end)),
  );
  expect(await duplicates(...bodies)).toEqual([false, false, true]);
});

it("an absence is known by its id, and by when it was last changed", async () => {
  const entry = (updatedAt: string) => ({
    oooEntry: { uuid: "o1", start: "2026-12-07", end: "2026-12-08", updatedAt, user: { id: 1 } },
  });
  const [first, edited] = [entry("2026-12-01"), entry("2026-12-02")];
  const bodies = [event("OOO_CREATED", first), event("OOO_CREATED", first, HOUR_MS)];
  expect(await duplicates(...bodies, event("OOO_CREATED", edited))).toEqual([false, true, false]);
});
