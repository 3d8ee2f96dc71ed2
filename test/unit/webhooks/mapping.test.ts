import { describe, expect, it, vi } from "vitest";
import type { WebhookOptions } from "../../../src/index.ts";
import { delivery, RECORDED_SECRETS, requestOf, signed, warmReceiver } from "./deliveries.ts";

const PAYLOAD = {
  uid: "u1",
  eventTypeId: 1,
  organizer: { id: 1, email: "alice@example.test" },
  attendees: [{ email: "ann@example.test" }],
  schedulingType: null,
};
const TEMPLATED = { what: "created", which: "u1", whose: 1 };

async function receive(mapBody: unknown, body: string | object = TEMPLATED) {
  const warn = vi.fn();
  const options = { mapBody: mapBody as NonNullable<WebhookOptions["mapBody"]> };
  const { calcom } = await warmReceiver({ known: [1], webhooks: options, logger: { warn } });
  return { ...(await calcom.receiveWebhook(await signed(body))), warn };
}

describe("a mapping", () => {
  it("makes an event of a template, which then reaches no more than it names", async () => {
    const mapBody = (body: unknown) => ({
      triggerEvent: "BOOKING_CREATED",
      createdAt: "2026-12-01T08:00:00Z",
      payload: { ...PAYLOAD, uid: (body as typeof TEMPLATED).which },
    });
    const { event, reason, invalidated } = await receive(mapBody);
    expect(event).toEqual(mapBody(TEMPLATED));
    expect(reason).toBeUndefined();
    expect(invalidated).toContain("event-type:1");
    expect(invalidated).not.toContain("all");
  });

  it("is given parsed JSON, or the text where it is none", async () => {
    const mapBody = vi.fn(() => undefined);
    await receive(mapBody, { a: [1] });
    await receive(mapBody, "uid=u1&what=created");
    expect(mapBody.mock.calls).toEqual([[{ a: [1] }], ["uid=u1&what=created"]]);
  });

  it("that gives nothing leaves a body to the usual reading", async () => {
    const usual = { triggerEvent: "BOOKING_CREATED", createdAt: "x", payload: PAYLOAD };
    const { event, reason, invalidated, warn } = await receive(() => undefined, usual);
    expect({ event, reason }).toEqual({ event: usual, reason: undefined });
    expect(invalidated).not.toContain("all");
    expect(warn).not.toHaveBeenCalled();
  });

  it("may spell the trigger as older servers do", async () => {
    const { event } = await receive(() => ({ triggerEvent: "booking.created", payload: PAYLOAD }));
    expect(event.triggerEvent).toBe("BOOKING_CREATED");
  });

  it("may name a trigger of its own, which nobody knows", async () => {
    const { reason, invalidated } = await receive(() => ({ triggerEvent: "MINE", payload: {} }));
    expect(reason).toBe("unknown-trigger");
    expect(invalidated).toContain("all");
  });

  it.each<[string, unknown]>([
    ["throws", () => JSON.parse("{")],
    [
      "gives what throws when it is read",
      () => ({
        triggerEvent: "BOOKING_CREATED",
        get payload() {
          throw new Error("no");
        },
      }),
    ],
    ["gives null", () => null],
    ["gives a text", () => "BOOKING_CREATED"],
    ["gives a promise", async () => ({ triggerEvent: "BOOKING_CREATED", payload: PAYLOAD })],
    ["gives a promise that fails", () => Promise.reject(new Error("no"))],
    ["gives no trigger", () => ({ payload: PAYLOAD })],
    ["gives a trigger that is a number", () => ({ triggerEvent: 7, payload: PAYLOAD })],
    ["gives no payload", () => ({ triggerEvent: "MEETING_ENDED" })],
    ["gives a list as payload", () => ({ triggerEvent: "MEETING_ENDED", payload: [] })],
    ["gives a time that is none", () => ({ triggerEvent: "X", createdAt: 5, payload: {} })],
  ])("that %s orphans everything, and the log is told", async (_what, mapBody) => {
    const { event, reason, invalidated, duplicate, warn } = await receive(mapBody);
    expect(event).toEqual({ triggerEvent: undefined, createdAt: undefined, payload: {} });
    expect({ reason, duplicate }).toEqual({ reason: "mapping", duplicate: false });
    expect(invalidated).toContain("all");
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toContain("webhooks.mapBody");
  });

  it("is not asked about what nobody has signed, nor about bytes that are no text", async () => {
    const mapBody = vi.fn();
    const { calcom } = await warmReceiver({ webhooks: { mapBody } });
    await expect(calcom.handleWebhook(await signed(TEMPLATED, "forged"))).rejects.toThrow();
    await calcom.handleWebhook(await signed(new Uint8Array([0xff, 0x80])));
    expect(mapBody).not.toHaveBeenCalled();
  });
});

describe("why an event is not recognised", () => {
  const TEST = {
    type: "Test",
    title: "Test trigger event",
    description: "",
    startTime: "2026-12-01T08:00:00Z",
    endTime: "2026-12-01T08:00:00Z",
    attendees: [{ email: "jdoe@example.test", name: "John Doe" }],
    organizer: { name: "Cal", email: "no-reply@example.test", timeZone: "Europe/London" },
  };

  it.each<[string, string | object, string | undefined]>([
    ["a template", { uid: "u1" }, "template"],
    ["a text", "Booked!", "template"],
    ["a list", "[]", "template"],
    ["a test of a trigger", { triggerEvent: "BOOKING_CREATED", payload: TEST }, "test"],
    ["an older test", { triggerEvent: "PING", payload: {} }, "test"],
    ["an unknown trigger", { triggerEvent: "BOOKING_UNDONE", payload: PAYLOAD }, "unknown-trigger"],
    ["a payload that is none", { triggerEvent: "BOOKING_CREATED", payload: null }, "shape"],
    ["nothing", { triggerEvent: "BOOKING_CREATED", payload: PAYLOAD }, undefined],
    [
      "nothing: a type of that name",
      { triggerEvent: "BOOKING_CREATED", payload: { ...PAYLOAD, type: "Test" } },
      undefined,
    ],
  ])("%s", async (_what, body, reason) => {
    const { calcom } = await warmReceiver({ known: [1] });
    const received = await calcom.receiveWebhook(await signed(body));
    expect(received.reason).toBe(reason);
    expect(received.invalidated.includes("all")).toBe(reason !== undefined);
  });

  it.each([10, 70])("recording %i: a template", async (n) => {
    const { calcom } = await warmReceiver({ webhookSecret: RECORDED_SECRETS });
    const received = await calcom.receiveWebhook(requestOf(delivery(n)));
    expect(received).toMatchObject({ reason: "template", event: { triggerEvent: undefined } });
    expect(received.event.payload.uid).toEqual(expect.any(String));
    expect(received.invalidated).toContain("all");
  });
});
