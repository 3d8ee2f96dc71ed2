import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ConfigurationError, WebhookSignatureError } from "../../../src/index.ts";
import { NO_SECRET_SIGNATURE, signaturesEqual, signBody } from "../../../src/webhooks/signature.ts";
import { errorOf } from "../api/stub-fetch.ts";
import { SECRET, signed, warmReceiver } from "./deliveries.ts";

const EVENT = { triggerEvent: "BOOKING_CREATED", createdAt: "x", payload: { eventTypeId: 1 } };
const TEXT = JSON.stringify(EVENT);

describe("a signature", () => {
  it("is the platform's own HMAC of the raw bytes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array(),
        fc.string({ minLength: 1, unit: "grapheme" }),
        async (body, secret) => {
          const expected = createHmac("sha256", secret).update(body).digest("hex");
          expect(await signBody(body, secret)).toBe(expected);
        },
      ),
    );
  });

  it("of a text is that of its UTF-8 bytes", async () => {
    const text = '{"title":"Zoë 🦊"}';
    expect(await signBody(text, "s")).toBe(await signBody(new TextEncoder().encode(text), "s"));
  });

  it("equals itself alone", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        expect(signaturesEqual(left, right)).toBe(left === right);
        expect(signaturesEqual(left, left)).toBe(true);
      }),
    );
  });
});

describe("a delivery that is not genuine changes nothing", () => {
  const flip = (hex: string) => (hex.startsWith("0") ? "1" : "0") + hex.slice(1);
  const cases: Record<string, () => Promise<{ body: string; headers: Record<string, string> }>> = {
    "without a signature": async () => ({ body: TEXT, headers: {} }),
    "with an empty one": async () => ({ body: TEXT, headers: { "x-cal-signature-256": "" } }),
    "sent by a subscription without a secret": async () => ({
      body: TEXT,
      headers: { "x-cal-signature-256": "no-secret-provided" },
    }),
    "signed with another secret": async () => withSignature(await signBody(TEXT, "other")),
    "signed with an empty secret": async () =>
      withSignature(createHmac("sha256", "").update(TEXT).digest("hex")),
    "with one digit changed": async () => withSignature(flip(await signBody(TEXT, SECRET))),
    "cut short": async () => withSignature((await signBody(TEXT, SECRET)).slice(0, -1)),
    "made longer": async () => withSignature(`${await signBody(TEXT, SECRET)}0`),
    "with another scheme's prefix": async () =>
      withSignature(`sha256=${await signBody(TEXT, SECRET)}`),
    "with the body changed": async () => ({
      ...withSignature(await signBody(TEXT, SECRET)),
      body: TEXT.replace("1", "2"),
    }),
    "with the body written again": async () => ({
      ...withSignature(await signBody(TEXT, SECRET)),
      body: JSON.stringify(EVENT, null, 1),
    }),
    "with the signature of nothing": async () => withSignature(await signBody("", SECRET)),
    "with the secret itself": async () => withSignature(SECRET),
  };
  function withSignature(signature: string) {
    return { body: TEXT, headers: { "x-cal-signature-256": signature } };
  }

  for (const [name, make] of Object.entries(cases)) {
    it(name, async () => {
      const { calcom, heard, source } = await warmReceiver();
      const error = await errorOf(calcom.handleWebhook(await make()));
      expect(error).toBeInstanceOf(WebhookSignatureError);
      expect(error).toMatchObject({ code: "webhook_signature" });
      expect((error as Error).message).not.toContain(SECRET);
      expect(heard).toEqual([]);
      expect(await source()).toBe("cache");
    });
  }

  it("and says what to do where Cal.com sent it unsigned", async () => {
    const { calcom } = await warmReceiver();
    const headers = { "x-cal-signature-256": "no-secret-provided" };
    const error = await errorOf(calcom.handleWebhook({ body: TEXT, headers }));
    expect((error as Error).message).toMatch(/unsigned.*secret/i);
  });
});

describe("a header says what is wrong with it", () => {
  const refusalOf = async (headers: HeadersInit | Record<string, string | string[]>) => {
    const { calcom, heard } = await warmReceiver();
    const given = Array.isArray(headers) ? new Headers(headers) : (headers as Headers);
    const error = await errorOf(calcom.handleWebhook({ body: TEXT, headers: given }));
    expect(error).toBeInstanceOf(WebhookSignatureError);
    expect(heard).toEqual([]);
    return (error as Error).message;
  };
  const NAME = "x-cal-signature-256";

  it("when it came twice, even with the right signature in it", async () => {
    const right = await signBody(TEXT, SECRET);
    const other = await signBody(TEXT, "other");
    for (const pair of [
      [right, other],
      [other, right],
      [right, right],
    ] as const) {
      const doubled = [pair.map((value) => [NAME, value]) as [string, string][]];
      const forms = [
        ...doubled,
        { [NAME]: [...pair] },
        { [NAME]: pair.join(", ") },
        { [NAME]: pair[0], "X-Cal-Signature-256": pair[1] },
      ];
      for (const headers of forms) expect(await refusalOf(headers)).toMatch(/more than one/);
    }
  });

  it.each(["", " ", ","])("when nothing is in it: %j", async (value) => {
    expect(await refusalOf({ [NAME]: value })).toMatch(/has no x-cal-signature-256 header/);
    expect(await refusalOf({ [NAME]: [] })).toMatch(/has no/);
    expect(await refusalOf({})).toMatch(/has no/);
  });

  it.each([
    ["too short", "ab".repeat(31)],
    ["too long", "ab".repeat(33)],
    ["no hexadecimal", "zz".repeat(32)],
    ["another scheme's", `sha256=${"ab".repeat(32)}`],
  ])("when it is %s", async (_what, value) => {
    expect(await refusalOf({ [NAME]: value })).toMatch(/64 hexadecimal digits/);
  });

  it("when Cal.com had no secret, and when the secret is another", async () => {
    expect(await refusalOf({ [NAME]: NO_SECRET_SIGNATURE })).toMatch(/unsigned/);
    expect(await refusalOf({ [NAME]: "ab".repeat(32) })).toMatch(/fits none.*spaces around/);
  });

  it("never by the secret, or the signature it would want", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (value) => {
        const message = await refusalOf({ [NAME]: value });
        expect(message).not.toContain(SECRET);
        expect(message).not.toContain(await signBody(TEXT, SECRET));
      }),
      { numRuns: 30 },
    );
  });

  it("unless it is only in capitals", async () => {
    const { calcom } = await warmReceiver();
    const headers = { [NAME]: (await signBody(TEXT, SECRET)).toUpperCase() };
    expect((await calcom.handleWebhook({ body: TEXT, headers })).event).toEqual(EVENT);
  });
});

describe("several secrets", () => {
  it("are made keys of once, and each signs every delivery", async () => {
    const importKey = vi.spyOn(crypto.subtle, "importKey");
    const { calcom } = await warmReceiver({ webhookSecret: ["first", "second", "third"] });
    const delivery = await signed(EVENT, "first");
    await calcom.handleWebhook(delivery);
    importKey.mockClear();
    const sign = vi.spyOn(crypto.subtle, "sign");
    for (let round = 0; round < 3; round++) await calcom.handleWebhook(delivery);
    expect(importKey).not.toHaveBeenCalled();
    expect(sign).toHaveBeenCalledTimes(9);
    vi.restoreAllMocks();
  });

  it("all count while one is being rotated, wherever they stand", async () => {
    const { calcom } = await warmReceiver({ webhookSecret: ["old", "new", "other-subscription"] });
    for (const secret of ["old", "new", "other-subscription"]) {
      const { invalidated } = await calcom.handleWebhook(await signed(EVENT, secret));
      expect(invalidated).toContain("event-type:1");
    }
  });

  it("do not count any longer when they have been taken out", async () => {
    const { calcom, heard } = await warmReceiver({ webhookSecret: ["new"] });
    const error = await errorOf(calcom.handleWebhook(await signed(EVENT, "old")));
    expect(error).toBeInstanceOf(WebhookSignatureError);
    expect(heard).toEqual([]);
  });

  it.each([undefined, "", [], ["", ""]])("none at all refuse everything: %j", async (secret) => {
    const { calcom, heard, source } = await warmReceiver({ webhookSecret: secret });
    const delivery = await signed(EVENT);
    for (const headers of [delivery.headers, {}, { "x-cal-signature-256": "no-secret-provided" }]) {
      const error = await errorOf(calcom.handleWebhook({ body: delivery.body, headers }));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ code: "configuration" });
      expect((error as Error).message).toContain("webhookSecret");
    }
    expect(heard).toEqual([]);
    expect(await source()).toBe("cache");
  });
});
