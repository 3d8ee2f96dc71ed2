import { describe, expect, it } from "vitest";
import { emailTagOf, signed, sorted, warmReceiver } from "./deliveries.ts";

const TRIGGER = "BOOKING_CREATED";
const GOOD = {
  uid: "u1",
  eventTypeId: 1,
  organizer: { id: 1, email: "alice@example.test" },
  attendees: [{ email: "ann@example.test" }],
  schedulingType: null,
};

describe("a genuine delivery that nobody understands orphans everything", () => {
  it.each<[string, string | Uint8Array | object]>([
    ["a template that is no JSON", "New booking: Ann at nine"],
    ["a form", "triggerEvent=BOOKING_CREATED&uid=u1&eventTypeId=1"],
    ["an empty body", ""],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe, 0x00, 0x80])],
    ["broken JSON", '{"triggerEvent":"BOOKING_CREATED","payload":{"eventTypeId":1}'],
    ["null", "null"],
    ["a text", '"BOOKING_CREATED"'],
    ["a number", "7"],
    ["a list", JSON.stringify([{ triggerEvent: TRIGGER, payload: GOOD }])],
    ["an empty object", {}],
    ["a template without a trigger", { eventTypeId: 1, organizer: GOOD.organizer }],
    ["a payload without a trigger", { payload: GOOD }],
    ["no payload", { triggerEvent: TRIGGER }],
    ["a payload of null", { triggerEvent: TRIGGER, payload: null }],
    ["a payload that is a list", { triggerEvent: TRIGGER, payload: [GOOD] }],
    ["a payload that is a text", { triggerEvent: TRIGGER, payload: "x" }],
    ["a payload of null where nothing changes", { triggerEvent: "MEETING_ENDED", payload: null }],
    ["a list as payload where nothing changes", { triggerEvent: "FORM_SUBMITTED", payload: [] }],
    ["an empty payload", { triggerEvent: TRIGGER, payload: {} }],
    ["a trigger that is a number", { triggerEvent: 7, payload: GOOD }],
    ["a signed test", { triggerEvent: "PING", createdAt: "x" }],
    ["a trigger nobody knows", { triggerEvent: "BOOKING_FROM_THE_FUTURE", payload: GOOD }],
    ["an absence", { triggerEvent: "OOO_CREATED", payload: { oooEntry: { id: 1 } } }],
    ["an event type as text", { triggerEvent: TRIGGER, payload: { ...GOOD, eventTypeId: "1" } }],
    ["an event type of null", { triggerEvent: TRIGGER, payload: { ...GOOD, eventTypeId: null } }],
    ["an endless event type", '{"triggerEvent":"BOOKING_CREATED","payload":{"eventTypeId":1e400}}'],
    ["an organizer of null", { triggerEvent: TRIGGER, payload: { ...GOOD, organizer: null } }],
    [
      "an organizer that is a text",
      { triggerEvent: TRIGGER, payload: { ...GOOD, organizer: "x" } },
    ],
    ["an organizer without id", { triggerEvent: TRIGGER, payload: { ...GOOD, organizer: {} } }],
    [
      "a team that is a text",
      { triggerEvent: TRIGGER, payload: { ...GOOD, team: "x", schedulingType: "COLLECTIVE" } },
    ],
    [
      "a team without members",
      {
        triggerEvent: TRIGGER,
        payload: { ...GOOD, team: { id: 1 }, schedulingType: "COLLECTIVE" },
      },
    ],
    [
      "a member without id",
      {
        triggerEvent: TRIGGER,
        payload: {
          ...GOOD,
          team: { id: 1, members: [{ id: 2 }, {}] },
          schedulingType: "COLLECTIVE",
        },
      },
    ],
    [
      "members that are texts",
      {
        triggerEvent: TRIGGER,
        payload: { ...GOOD, team: { id: 1, members: ["x"] }, schedulingType: "COLLECTIVE" },
      },
    ],
    [
      "no word on scheduling",
      { triggerEvent: TRIGGER, payload: { ...GOOD, schedulingType: undefined } },
    ],
  ])("%s", async (_case, body) => {
    const { calcom, source, heard } = await warmReceiver();
    const { invalidated } = await calcom.handleWebhook(await signed(body));
    expect(invalidated).toEqual(expect.arrayContaining(["all", "unknown"]));
    expect(heard).toHaveLength(1);
    expect(await source()).toBe("origin");
  });
});

describe("what can be understood is", () => {
  async function tagsOf(body: object, known: readonly number[] = []) {
    const { calcom } = await warmReceiver({ known });
    const { invalidated } = await calcom.handleWebhook(await signed(body));
    return sorted(invalidated.filter((tag) => !tag.startsWith("email:")));
  }

  it.each<[string, object]>([
    ["null", { guests: null, team: null, rescheduleUid: null }],
    ["texts", { guests: "y", addedHostUserIds: "z", rescheduleUid: "" }],
    ["mixed", { guests: [null, 7, "carl@example.test"], user: [null] }],
    ["numbers", { uid: 5, bookingUid: {}, userId: "1", user: 7 }],
  ])("the rest of a payload with odd parts: %s", async (_case, odd) => {
    const body = { triggerEvent: TRIGGER, payload: { ...GOOD, ...odd } };
    expect(await tagsOf(body)).toEqual(["event-type:1", "host:1", "unknown"]);
  });

  it("each guest, whatever stands beside it", async () => {
    const { calcom } = await warmReceiver();
    const guests = [null, 7, "carl@example.test"];
    const body = await signed({ triggerEvent: TRIGGER, payload: { ...GOOD, guests } });
    const { invalidated } = await calcom.handleWebhook(body);
    expect(invalidated).toContain(await emailTagOf("carl@example.test"));
  });

  it("a flat delivery", async () => {
    const body = { triggerEvent: "MEETING_ENDED", id: 5, uid: "u", userId: 1, eventTypeId: 1 };
    expect(await tagsOf(body, [1])).toEqual(["event-type:1", "host:1", "unknown"]);
    const { calcom } = await warmReceiver();
    const { event } = await calcom.handleWebhook(await signed(body));
    expect(event).toMatchObject({
      triggerEvent: "MEETING_ENDED",
      payload: { uid: "u", userId: 1 },
    });
  });

  it("a team's booking, with all its members", async () => {
    const team = {
      id: 4,
      name: "support",
      members: [{ id: 2, email: "b@example.test" }, { id: 3 }],
    };
    const payload = { ...GOOD, eventTypeId: 7, team, schedulingType: "COLLECTIVE" };
    expect(await tagsOf({ triggerEvent: TRIGGER, payload })).toEqual([
      "event-type:7",
      "host:1",
      "host:2",
      "host:3",
      "team:4",
      "unknown",
    ]);
  });

  it("hosts that come and go", async () => {
    const payload = { ...GOOD, addedHostUserIds: [8], removedHostUserIds: [9] };
    expect(await tagsOf({ triggerEvent: "BOOKING_REASSIGNED", payload })).toEqual(
      expect.arrayContaining(["host:1", "host:8", "host:9"]),
    );
  });

  it("a byte order mark does not stand in the way", async () => {
    const { calcom } = await warmReceiver();
    const body = `\uFEFF${JSON.stringify({ triggerEvent: TRIGGER, payload: GOOD })}`;
    const { event } = await calcom.handleWebhook(await signed(body));
    expect(event.triggerEvent).toBe(TRIGGER);
  });
});
