import { describe, expect, it } from "vitest";
import { ConfigurationError, type WebhookRequest } from "../../../src/index.ts";
import { signBody } from "../../../src/webhooks/signature.ts";
import { errorOf } from "../api/stub-fetch.ts";
import { SECRET, warmReceiver } from "./deliveries.ts";

const EVENT = {
  triggerEvent: "BOOKING_CREATED",
  createdAt: "2026-12-01T08:00:00.000Z",
  payload: { eventTypeId: 1, title: "Zoë 🦊" },
};
const TEXT = JSON.stringify(EVENT);
const BYTES = new TextEncoder().encode(TEXT);
const signature = await signBody(TEXT, SECRET);
const url = "https://app.example/hook";

/** Bytes that lie somewhere within a larger buffer, as Node's often do. */
function embedded(): Uint8Array {
  const larger = Buffer.alloc(BYTES.length + 32, 0x20);
  larger.set(BYTES, 16);
  return larger.subarray(16, 16 + BYTES.length);
}

const FORMS: Record<string, () => WebhookRequest> = {
  "a Request": () =>
    new Request(url, { method: "POST", body: TEXT, headers: { "X-Cal-Signature-256": signature } }),
  "a text and plain headers": () => ({ body: TEXT, headers: { "x-cal-signature-256": signature } }),
  "bytes and Headers": () => ({
    body: BYTES,
    headers: new Headers({ "X-CAL-SIGNATURE-256": signature }),
  }),
  "a Buffer": () => ({ body: Buffer.from(TEXT), headers: { "x-cal-signature-256": signature } }),
  "bytes within a larger buffer": () => ({
    body: embedded(),
    headers: { "x-cal-signature-256": signature },
  }),
  "a header in a list": () => ({ body: TEXT, headers: { "x-cal-signature-256": [signature] } }),
  "a header in odd letters": () => ({ body: TEXT, headers: { "X-Cal-SIGNATURE-256": signature } }),
  "a header with spaces around": () => ({
    body: TEXT,
    headers: { "x-cal-signature-256": ` ${signature} ` },
  }),
  "other headers that are absent": () => ({
    body: TEXT,
    headers: { "content-type": undefined, "x-cal-signature-256": signature },
  }),
};

describe("a delivery is taken as", () => {
  for (const [name, form] of Object.entries(FORMS)) {
    it(name, async () => {
      const { calcom, source } = await warmReceiver();
      const { event, invalidated, duplicate } = await calcom.handleWebhook(form());
      expect(event).toEqual(EVENT);
      expect(invalidated).toContain("event-type:1");
      expect(duplicate).toBe(false);
      expect(await source()).toBe("origin");
    });
  }
});

describe("a body that is gone is not guessed at", () => {
  const headers = { "x-cal-signature-256": signature };
  it.each<[string, unknown]>([
    ["parsed", EVENT],
    ["parsed as a list", []],
    ["absent", undefined],
    ["null", null],
    ["a number", 7],
  ])("%s", async (_case, body) => {
    const { calcom, heard, source } = await warmReceiver();
    const error = await errorOf(calcom.handleWebhook({ body, headers } as WebhookRequest));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: "webhook_payload" });
    expect((error as Error).message).toContain("express.raw");
    expect(heard).toEqual([]);
    expect(await source()).toBe("cache");
  });

  it("read from the Request before", async () => {
    const { calcom } = await warmReceiver();
    const request = new Request(url, { method: "POST", body: TEXT, headers });
    await request.text();
    const error = await errorOf(calcom.handleWebhook(request));
    expect(error).toMatchObject({ code: "webhook_payload" });
    expect((error as Error).message).toContain("clone()");
  });

  it("but a clone's is", async () => {
    const { calcom } = await warmReceiver();
    const request = new Request(url, { method: "POST", body: TEXT, headers });
    await request.clone().text();
    expect((await calcom.handleWebhook(request)).event).toEqual(EVENT);
  });
});
