import { describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../../../src/index.ts";
import { TRIGGERS } from "../../../src/webhooks/event-change.ts";
import { handlerName } from "../../../src/webhooks/handler-names.ts";
import type { KnownTrigger, WebhookHandlerOptions } from "../../../src/webhooks/index.ts";
import { createWebhookHandler } from "../../../src/webhooks/index.ts";
import { signed } from "./deliveries.ts";
import { BOOKING, CREATED, handling, posted, told } from "./handler-setup.ts";

const PLAIN = { outdated: false, reason: undefined };
const TRIGGER_NAMES = Object.keys(TRIGGERS) as KnownTrigger[];
/** Has what every trigger needs at least. */
const ANYTHING = {
  ...BOOKING,
  bookingUid: "u1",
  booking: { uid: "u1" },
  oooEntry: { start: "2026-12-07", end: "2026-12-08", user: { id: 1 } },
};

describe.each(TRIGGER_NAMES)("%s", (triggerEvent) => {
  it("has a handler of its own, told before the one of all", async () => {
    const calls: string[] = [];
    const name = handlerName(triggerEvent);
    const own = vi.fn(() => void calls.push("own"));
    const onAny = vi.fn(() => void calls.push("any"));
    const onUnrecognised = vi.fn();
    const { answer } = await handling({ [name]: own, onAny, onUnrecognised });
    const event = { triggerEvent, createdAt: CREATED.createdAt, payload: ANYTHING };
    expect((await answer(await posted(event))).status).toBe(204);
    expect(own.mock.calls).toEqual([[event, PLAIN]]);
    expect(onAny.mock.calls).toEqual([[event, PLAIN]]);
    expect(calls).toEqual(["own", "any"]);
    expect(onUnrecognised).not.toHaveBeenCalled();
  });
});

describe("what no trigger's handler is told", () => {
  const MISSHAPEN = { ...CREATED, payload: { ...BOOKING, startTime: 7 } };

  it.each<[string, string | object]>([
    ["template", { uid: "u1", what: "created" }],
    ["template", "Booked!"],
    ["test", { ...CREATED, payload: { type: "Test", startTime: "x", endTime: "x" } }],
    ["unknown-trigger", { ...CREATED, triggerEvent: "BOOKING_FROM_THE_FUTURE" }],
    ["shape", MISSHAPEN],
  ])("%s: %j is told as unrecognised, and as any", async (reason, body) => {
    const onBookingCreated = vi.fn();
    const onUnrecognised = vi.fn();
    const onAny = vi.fn();
    const { answer, heard } = await handling({ onBookingCreated, onUnrecognised, onAny });
    expect((await answer(await posted(body))).status).toBe(204);
    expect(onBookingCreated).not.toHaveBeenCalled();
    for (const handler of [onUnrecognised, onAny]) {
      expect(handler).toHaveBeenCalledExactlyOnceWith(expect.anything(), {
        outdated: false,
        reason,
      });
    }
    expect(heard).toHaveLength(1);
  });

  it("keeps the payload as it came", async () => {
    const onUnrecognised = vi.fn();
    const { answer } = await handling({ onUnrecognised });
    await answer(await posted(MISSHAPEN));
    expect(onUnrecognised.mock.calls[0]?.[0]).toEqual(MISSHAPEN);
  });
});

describe("a payload", () => {
  it("is given to its handler without what has another type than its type says", async () => {
    const onBookingCreated = vi.fn();
    const onAny = vi.fn();
    const payload = { ...BOOKING, title: 7, future: { a: 1 } };
    const { answer } = await handling({ onBookingCreated, onAny });
    await answer(await posted({ ...CREATED, payload }));
    const { title: _, ...rest } = payload;
    expect(onBookingCreated.mock.calls[0]?.[0].payload).toEqual(rest);
    expect(onAny.mock.calls[0]?.[0].payload).toEqual(payload);
  });
});

describe("handlers", () => {
  it("are told once of what comes twice, and of what is late that it is", async () => {
    const onBookingCreated = vi.fn();
    const { answer, heard } = await handling({ onBookingCreated });
    await answer(await posted({ ...CREATED, triggerEvent: "BOOKING_CANCELLED" }));
    for (let copy = 0; copy < 3; copy++) {
      expect((await answer(await posted())).status).toBe(204);
    }
    expect(onBookingCreated.mock.calls).toEqual([[CREATED, { outdated: true, reason: undefined }]]);
    expect(heard).toHaveLength(4);
  });

  it("are called after the bump", async () => {
    const at: number[] = [];
    const { answer, heard } = await handling({ onAny: () => void at.push(heard.length) });
    await answer(await posted());
    expect(at).toEqual([1]);
  });

  it("need not be there", async () => {
    const { answer, calcom } = await handling();
    expect((await answer(await posted())).status).toBe(204);
    expect((await calcom.handleWebhook(await signed(CREATED))).duplicate).toBe(true);
  });

  it("may be given bytes and headers", async () => {
    const onAny = vi.fn();
    const { answer } = await handling({ onAny });
    expect((await answer(await signed(CREATED))).status).toBe(204);
    expect(onAny).toHaveBeenCalledOnce();
  });
});

describe("what is not a delivery", () => {
  it.each(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])("%s is not allowed", async (method) => {
    const onError = vi.fn();
    const { answer, heard } = await handling({ onError });
    const answered = await told(answer(new Request("https://app.example/hook", { method })));
    expect(answered).toMatchObject({ status: 405, error: "method_not_allowed" });
    expect(answered.headers.get("allow")).toBe("POST");
    expect(onError).not.toHaveBeenCalled();
    expect(heard).toEqual([]);
  });
});

describe("a handler that nobody would ever call", () => {
  const making = (options: object) => () =>
    createWebhookHandler(
      { receiveWebhook: () => Promise.reject(new Error("not asked")) },
      options as WebhookHandlerOptions,
    );

  it.each([
    ["onBookingCreate", "onBookingCreated"],
    ["onBookingCanceled", "onBookingCancelled"],
    ["onBookingcreated", "onBookingCreated"],
    ["onOOOCreated", "onOooCreated"],
    ["onUnrecognized", "onUnrecognised"],
    ["onErrors", "onError"],
    ["onall", "onAny"],
    ["onBOOKING_REJECTED", "onBookingRejected"],
    ["BOOKING_REJECTED", "onBookingRejected"],
    ["OnBookingPaid", "onBookingPaid"],
  ])("%s is refused, and %s is offered", (name, offered) => {
    const make = making({ [name]: () => undefined });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`Do you mean \`${offered}\`?`);
  });

  it("is refused where it is no function", () => {
    expect(making({ onAny: "log" })).toThrow("`onAny` is to be a function");
    expect(making({ onAny: undefined })).not.toThrow();
  });

  it("is refused with a time that is none", () => {
    for (const answerWithinMs of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(making({ answerWithinMs })).toThrow("`answerWithinMs`");
    }
  });
});
