import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signBody } from "../../../src/webhooks/signature.ts";
import { errorOf } from "../api/stub-fetch.ts";
import { SECRET, signed, warmReceiver } from "./deliveries.ts";

const EVENT = { triggerEvent: "BOOKING_CREATED", createdAt: "x", payload: { uid: "u", n: 1 } };
const BYTES = new TextEncoder().encode(JSON.stringify(EVENT));

interface Streamed {
  readonly pieces: readonly Uint8Array[];
  readonly breaksOff?: boolean;
  readonly headers?: Record<string, string>;
}

/** A request whose body comes in pieces; `read` and `cancelled` tell what became of it. */
async function streamed({ pieces, breaksOff = false, headers = {} }: Streamed) {
  const state = { read: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[state.read];
        state.read += 1;
        if (piece !== undefined) controller.enqueue(piece);
        else if (breaksOff) controller.error(new Error("socket hang up"));
        else controller.close();
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const signature = await signBody(Buffer.concat(pieces), SECRET);
  const init = {
    method: "POST",
    body,
    headers: { "x-cal-signature-256": signature, ...headers },
    duplex: "half",
  };
  return { request: new Request("https://app.example/hook", init), state };
}

const small = { webhooks: { maxBodyBytes: 1_000 } };

describe("a body that is too large", () => {
  it("is not read to its end", async () => {
    const { calcom, heard } = await warmReceiver(small);
    const pieces = Array.from({ length: 100 }, () => new Uint8Array(400));
    const { request, state } = await streamed({ pieces });
    const error = await errorOf(calcom.handleWebhook(request));
    expect(error).toMatchObject({ name: "WebhookBodyError", code: "webhook_too_large" });
    expect((error as Error).message).toMatch(/1000 bytes.*maxBodyBytes/);
    expect(state).toEqual({ read: 3, cancelled: true });
    expect(heard).toEqual([]);
  });

  it("is not read at all where its length is told", async () => {
    const { calcom } = await warmReceiver(small);
    const headers = { "content-length": "1001" };
    const { request, state } = await streamed({ pieces: [new Uint8Array(1_001)], headers });
    const error = await errorOf(calcom.handleWebhook(request));
    expect(error).toMatchObject({ code: "webhook_too_large" });
    expect(state).toEqual({ read: 0, cancelled: true });
  });

  it("is found out where less is told", async () => {
    const { calcom } = await warmReceiver(small);
    const headers = { "content-length": "5" };
    const { request } = await streamed({ pieces: [new Uint8Array(1_001)], headers });
    const error = await errorOf(calcom.handleWebhook(request));
    expect(error).toMatchObject({ code: "webhook_too_large" });
  });

  it.each([
    ["bytes", new Uint8Array(1_001)],
    ["a text", "x".repeat(1_001)],
    ["a text of more bytes than letters", "é".repeat(501)],
  ])("is refused as %s", async (_form, body) => {
    const { calcom, heard } = await warmReceiver(small);
    const error = await errorOf(calcom.handleWebhook(await signed(body)));
    expect(error).toMatchObject({ code: "webhook_too_large" });
    expect(heard).toEqual([]);
  });

  it("may have exactly so many bytes", async () => {
    const { calcom } = await warmReceiver(small);
    const bodies = ["x".repeat(1_000), "é".repeat(500), new Uint8Array(1_000)];
    for (const body of bodies) await calcom.handleWebhook(await signed(body));
    const { request } = await streamed({ pieces: [new Uint8Array(600), new Uint8Array(400)] });
    expect((await calcom.handleWebhook(request)).invalidated).toContain("all");
  });

  it("has more than a mebibyte unless told otherwise", async () => {
    const { calcom } = await warmReceiver();
    await calcom.handleWebhook(await signed("x".repeat(1_048_576)));
    const error = await errorOf(calcom.handleWebhook(await signed("x".repeat(1_048_577))));
    expect(error).toMatchObject({ code: "webhook_too_large" });
  });
});

describe("a body that comes in pieces", () => {
  it("is put together, wherever it was cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(BYTES.length), { maxLength: 6 }), async (cuts) => {
        const { calcom } = await warmReceiver();
        const edges = [0, ...cuts.sort((a, b) => a - b), BYTES.length];
        const pieces = edges.slice(1).map((end, index) => BYTES.slice(edges[index], end));
        const { request } = await streamed({ pieces: pieces.filter(({ length }) => length > 0) });
        expect((await calcom.handleWebhook(request)).event).toEqual(EVENT);
      }),
      { numRuns: 20 },
    );
  });

  it("is copied at once: the pieces of a body sent byte by byte take hundreds of times its size", async () => {
    const { calcom } = await warmReceiver();
    const { request } = await streamed({ pieces: [BYTES] });
    const left = [...BYTES];
    const reused = new Uint8Array(1);
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const byte = left.shift();
      if (byte === undefined) controller.close();
      else controller.enqueue(reused.fill(byte));
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const again = new Request(request.url, {
      ...{ method: "POST", headers: request.headers, body, duplex: "half" },
    });
    expect((await calcom.handleWebhook(again)).event).toEqual(EVENT);
  });

  it("is refused when it breaks off, and says why", async () => {
    const { calcom, heard } = await warmReceiver();
    const { request } = await streamed({ pieces: [BYTES], breaksOff: true });
    const error = await errorOf(calcom.handleWebhook(request));
    expect(error).toMatchObject({ name: "WebhookBodyError", code: "webhook_unreadable" });
    expect(error).toMatchObject({ cause: { message: "socket hang up" } });
    expect(heard).toEqual([]);
  });

  it("is nobody's while somebody else reads it", async () => {
    const { calcom } = await warmReceiver();
    const { request } = await streamed({ pieces: [BYTES] });
    request.body?.getReader();
    const error = await errorOf(calcom.handleWebhook(request));
    expect(error).toMatchObject({ code: "webhook_payload" });
  });

  it("may be none", async () => {
    const { calcom } = await warmReceiver();
    const headers = { "x-cal-signature-256": await signBody("", SECRET) };
    const request = new Request("https://app.example/hook", { method: "POST", headers });
    expect((await calcom.handleWebhook(request)).invalidated).toContain("all");
  });
});

it("bytes that are no UTF-8 are signed as bytes, and orphan everything", async () => {
  const text = JSON.stringify({ ...EVENT, payload: { uid: "u", eventTypeId: 1, title: "?" } });
  const body = Buffer.from(text.replace("?", "\u00ff"), "latin1");
  const { calcom } = await warmReceiver({ known: [1] });
  const received = await calcom.receiveWebhook(await signed(body));
  expect(received).toMatchObject({ reason: "template", event: { triggerEvent: undefined } });
  expect(received.invalidated).toContain("all");
});

it("a request of another copy of `fetch` is read as well", async () => {
  const { request } = await streamed({ pieces: [BYTES] });
  const { calcom } = await warmReceiver();
  const foreign = new Proxy({} as Request, {
    get: (_target, name) => {
      const value: unknown = Reflect.get(request, name);
      return typeof value === "function" ? value.bind(request) : value;
    },
    getPrototypeOf: () => Object.prototype,
  });
  expect((await calcom.handleWebhook(foreign)).event).toEqual(EVENT);
});

describe("what cannot be read as bytes is refused with what to do", () => {
  it("a stream of texts", async () => {
    const { calcom } = await warmReceiver();
    const body = new ReadableStream({ pull: (controller) => controller.enqueue("{") });
    const request = new Request("https://app.example/hook", {
      ...{ method: "POST", body, headers: { "x-cal-signature-256": "0" } },
      ...{ duplex: "half" },
    });
    const error = await errorOf(calcom.handleWebhook(request));
    expect(error).toMatchObject({ code: "webhook_payload" });
  });

  it("a framework's own request, which has no stream", async () => {
    const { calcom } = await warmReceiver();
    const request = { method: "POST", headers: new Headers(), arrayBuffer: async () => BYTES };
    const error = await errorOf(calcom.handleWebhook(request as unknown as Request));
    const message = expect.stringContaining("Pass the request itself");
    expect(error).toMatchObject({ code: "webhook_payload", message });
  });
});
