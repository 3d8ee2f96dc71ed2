import type { ServerOptions } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, it } from "vitest";
import { createWebhookMiddleware, type NodeRequest } from "../../src/adapters/express.ts";
import { CalcomClient } from "../../src/index.ts";
import type { WebhookReceiver } from "../../src/webhooks/index.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { delivery } from "../conformance/deliveries.ts";
import { deferred } from "../helpers/deferred.ts";
import { headOf, listen, openLine } from "../helpers/http-app.ts";

const BODY = Buffer.from(delivery(49).bodyUtf8);
const SECRET = "whsec-team";
const MB = 1_048_576;
const SHORT = { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 };

describe("bodies as they come over the wire", () => {
  let signature: string;
  beforeEach(async () => {
    signature = `x-cal-signature-256: ${await signBody(BODY, SECRET)}`;
  });

  /** A server, what its middleware was told of, and when it has ended with each request. */
  async function open(webhooks: { maxBodyBytes?: number } = {}, server: ServerOptions = {}) {
    const errors: unknown[] = [];
    const ends: Promise<void>[] = [];
    const arrived = deferred();
    const calcom = new CalcomClient({ webhookSecret: SECRET, webhooks });
    const middleware = createWebhookMiddleware(calcom, {
      onError: (error) => void errors.push(error),
    });
    const app = await listen((request: NodeRequest, response) => {
      ends.push(middleware(request, response));
      arrived.resolve();
    }, server);
    const line = await openLine(app.port);
    return { ...app, line, errors, ends, arrived: arrived.promise };
  }

  it("takes a body that comes byte by byte", async () => {
    const { line } = await open();
    await line.send(headOf(signature, `content-length: ${BODY.length}`));
    for (const byte of BODY) await line.send(Uint8Array.of(byte));
    expect(await line.status()).toBe(204);
  });

  it("takes a body in chunks that cut characters in two", async () => {
    const { line } = await open();
    await line.send(headOf(signature, "transfer-encoding: chunked"));
    for (let at = 0; at < BODY.length; at += 7) {
      const part = BODY.subarray(at, at + 7);
      await line.send(`${part.length.toString(16)}\r\n`);
      await line.send(part);
      await line.send("\r\n");
    }
    await line.send("0\r\n\r\n");
    expect(await line.status()).toBe(204);
  });

  it("lets a sender that asks first go on", async () => {
    const { line } = await open();
    await line.send(headOf(signature, `content-length: ${BODY.length}`, "expect: 100-continue"));
    await expect.poll(line.heard).toContain("HTTP/1.1 100");
    await line.send(BODY);
    expect(await line.status()).toBe(204);
  });

  it("serves one delivery after another on one connection", async () => {
    const { line } = await open();
    for (let count = 1; count <= 3; count++) {
      await line.send(headOf(signature, `content-length: ${BODY.length}`));
      await line.send(BODY);
      await expect.poll(() => line.heard().match(/HTTP\/1\.1 204/g)?.length).toBe(count);
    }
  });

  it.each([
    ["at once, by its announced length", `content-length: ${200 * MB}`, (part: Buffer) => part],
    ["in chunks without an end", "transfer-encoding: chunked", chunk],
  ])("refuses what is too large: %s, and holds none of it", async (_how, header, frame) => {
    const { line, errors } = await open();
    await line.send(headOf(signature, header));
    const part = frame(Buffer.alloc(64 * 1_024, " "));
    const before = heldBytes();
    // Well beyond the limit: it is answered while the sender is still sending.
    for (let sent = 0; sent < 64 * MB; sent += part.length) await line.send(part);
    expect(await line.status()).toBe(413);
    await expect.poll(() => heldBytes() - before).toBeLessThan(4 * MB);
    expect(line.heard()).toContain('"webhook_too_large"');
    expect(errors).toMatchObject([{ code: "webhook_too_large" }]);
  });

  it("takes a body of exactly the allowed size, and refuses one byte more", async () => {
    const { line } = await open({ maxBodyBytes: BODY.length });
    await line.send(headOf(signature, `content-length: ${BODY.length}`));
    await line.send(BODY);
    expect(await line.status()).toBe(204);
    const smaller = await open({ maxBodyBytes: BODY.length - 1 });
    await smaller.line.send(headOf(signature, `content-length: ${BODY.length}`));
    await smaller.line.send(BODY);
    expect(await smaller.line.status()).toBe(413);
  });

  it("goes on with the same connection after a refusal", async () => {
    const { line } = await open({ maxBodyBytes: BODY.length });
    const large = Buffer.alloc(4 * BODY.length, " ");
    await line.send(headOf(signature, `content-length: ${large.length}`));
    await line.send(large);
    expect(await line.status()).toBe(413);
    await line.send(headOf(signature, `content-length: ${BODY.length}`));
    await line.send(BODY);
    await expect.poll(line.heard).toContain("HTTP/1.1 204");
  });

  it("ends with a delivery whose sender breaks off halfway, and does not answer it", async () => {
    const { line, errors, ends, arrived } = await open();
    await line.send(headOf(signature, `content-length: ${BODY.length}`));
    await line.send(BODY.subarray(0, 500));
    await arrived;
    line.socket.destroy();
    await Promise.all(ends);
    expect(errors).toMatchObject([{ code: "webhook_unreadable" }]);
    expect(line.heard()).toBe("");
  });

  it("takes what came whole though its sender has gone, and answers nobody", async () => {
    const calcom = new CalcomClient({ webhookSecret: SECRET });
    const reached = deferred();
    const gate = deferred();
    const handled = deferred();
    const receiver: WebhookReceiver = {
      async receiveWebhook(request) {
        const received = await calcom.receiveWebhook(request);
        reached.resolve();
        await gate.promise;
        return received;
      },
    };
    const middleware = createWebhookMiddleware(receiver, { onAny: () => handled.resolve() });
    const ends: Promise<void>[] = [];
    const { port } = await listen((request, response) => {
      ends.push(middleware(request, response));
      response.once("close", () => gate.resolve());
    });
    const line = await openLine(port);
    await line.send(headOf(signature, `content-length: ${BODY.length}`));
    await line.send(BODY);
    await reached.promise;
    line.socket.destroy();
    await Promise.all([handled.promise, ...ends]);
    expect(line.heard()).toBe("");
  });

  it("ends with a request that was broken off before it came to be read", async () => {
    const calcom = new CalcomClient({ webhookSecret: SECRET });
    const errors: unknown[] = [];
    const middleware = createWebhookMiddleware(calcom, {
      onError: (error) => void errors.push(error),
    });
    const ended = deferred();
    const { port } = await listen((request, response) => {
      request.once("error", () => undefined);
      request.once("close", async () => {
        await middleware(request, response);
        ended.resolve();
      });
    });
    const line = await openLine(port);
    await line.send(headOf(signature, `content-length: ${BODY.length}`));
    line.socket.destroy();
    await ended.promise;
    expect(errors).toMatchObject([{ code: "webhook_unreadable" }]);
  });

  it("lets the server's own time limit end what a sender never ends", async () => {
    const { line, errors, ends, arrived } = await open({}, SHORT);
    await line.send(headOf(signature, `content-length: ${BODY.length}`));
    await line.send(BODY.subarray(0, 500));
    await arrived;
    await line.closed;
    await Promise.all(ends);
    expect(errors).toMatchObject([{ code: "webhook_unreadable" }]);
  });

  it("lets the same limit end a sender that goes on after its refusal", async () => {
    const { line } = await open({ maxBodyBytes: 1_000 }, SHORT);
    await line.send(headOf(signature, "transfer-encoding: chunked"));
    await line.send(chunk(BODY));
    expect(await line.status()).toBe(413);
    await line.closed;
  });
});

function chunk(part: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")]);
}

/** What is in use of what lies outside the heap, as bodies do. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().arrayBuffers;
}
