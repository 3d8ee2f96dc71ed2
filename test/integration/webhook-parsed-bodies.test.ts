import express, { type RequestHandler } from "express";
import { describe, expect, it } from "vitest";
import {
  createWebhookMiddleware,
  keepRawBody,
  type WebhookMiddlewareOptions,
} from "../../src/adapters/express.ts";
import { CalcomClient } from "../../src/index.ts";
import { signBody } from "../../src/webhooks/signature.ts";
import { listen } from "../helpers/http-app.ts";
import {
  ALL_SECRETS,
  postSigned,
  sendAllRecorded,
  signedDeliveries,
} from "../helpers/recorded-sending.ts";

const SECRET = "whsec-test";
const FORM = "application/x-www-form-urlencoded";
const everything = () => true;
const allTaken = signedDeliveries.map(() => 204);

/** An application whose parsers come first. */
async function behind(...parsers: readonly RequestHandler[]) {
  const calcom = new CalcomClient({ webhookSecret: [...ALL_SECRETS, SECRET] });
  const errors: unknown[] = [];
  const options: WebhookMiddlewareOptions = { onError: (error) => void errors.push(error) };
  const app = express();
  for (const parser of parsers) app.use(parser);
  const { url } = await listen(app.post("/hook", createWebhookMiddleware(calcom, options)));
  return { url, errors };
}

const post = async (url: string, body: string, contentType: string, signature?: string) =>
  fetch(url, {
    method: "POST",
    headers: {
      "content-type": contentType,
      "x-cal-signature-256": signature ?? (await signBody(body, SECRET)),
    },
    body,
  });

describe("behind a parser of the whole application", () => {
  it.each([
    ["express.json()", express.json()],
    ["express.json() of any content type", express.json({ type: everything })],
    ["express.json() that keeps the bytes", express.json({ verify: keepRawBody })],
    ["express.raw()", express.raw({ type: everything })],
    ["express.text()", express.text({ type: everything })],
    ["express.urlencoded()", express.urlencoded()],
  ])("takes every recorded delivery behind %s", async (_name, parser) => {
    const { url, errors } = await behind(parser);
    expect(await sendAllRecorded(url)).toEqual(allTaken);
    expect(errors).toEqual([]);
  });

  it.each([
    ["express.json()", express.json()],
    ["express.urlencoded() that keeps the bytes", express.urlencoded({ verify: keepRawBody })],
  ])("takes what is sent as a form behind %s", async (_name, parser) => {
    const { url } = await behind(parser);
    expect(await sendAllRecorded(url, FORM)).toEqual(allTaken);
    const template = "Ünïcode 🗓️ & no=form, really";
    expect((await post(url, template, FORM)).status).toBe(204);
  });

  it.each([
    ["a form", express.urlencoded(), "uid=abc&trigger=BOOKING_CREATED", FORM],
    ["spaces of the sender's own", express.json(), '{ "a": 1 }', "application/json"],
    ["a number JSON writes otherwise", express.json(), '{"a":1.0}', "application/json"],
    ["keys that change places", express.json(), '{"b":1,"1":2}', "application/json"],
    ["a key that comes twice", express.json(), '{"a":1,"a":1}', "application/json"],
  ])(
    "refuses what is not the same when it is written again: %s",
    async (_what, parser, body, type) => {
      const { url, errors } = await behind(parser);
      const answer = await post(url, body, type);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: "webhook_signature" });
      const [error] = errors as [Error];
      expect(error.message).toContain("express.json({ verify: keepRawBody })");
      expect(error.message).toContain("ahead of `express.json()`");
    },
  );

  it("takes the same bytes once the parser keeps them", async () => {
    const { url } = await behind(express.json({ verify: keepRawBody }));
    const bodies = ['{ "a": 1 }', '{"a":1.0}', '{"b":1,"1":2}', '{"a":1,"a":1}'];
    for (const body of bodies) {
      expect((await post(url, body, "application/json")).status).toBe(204);
    }
  });

  it("refuses what no secret has signed, though it is written again the same", async () => {
    const { url } = await behind(express.json());
    const wrong = await signBody('{"a":1}', "another secret");
    expect((await post(url, '{"a":1}', "application/json", wrong)).status).toBe(401);
  });

  it("speaks of parsers only to those who bear a signature", async () => {
    const { url, errors } = await behind(express.json());
    expect((await post(url, "{}", "application/json", "")).status).toBe(401);
    expect((errors[0] as Error).message).not.toContain("express.json");
  });

  it("says at once that nothing was left of a body that something else has read", async () => {
    const readAway: RequestHandler = async (request, _response, next) => {
      for await (const _chunk of request);
      next();
    };
    const { url, errors } = await behind(readAway);
    const answer = await postSigned(url, { triggerEvent: "BOOKING_CREATED" }, SECRET);
    expect([answer.status, (await answer.json()).error]).toEqual([500, "webhook_payload"]);
    expect((errors[0] as Error).message).toContain("keepRawBody");
    expect((await fetch(url, { method: "POST", body: "{}" })).status).toBe(401);
  });

  it("says so as well while something else is still reading", async () => {
    const readOne: RequestHandler = (request, _response, next) => {
      request.once("data", () => {
        request.pause();
        next();
      });
    };
    const { url } = await behind(readOne);
    const answer = await postSigned(url, { triggerEvent: "BOOKING_CREATED" }, SECRET);
    expect(answer.status).toBe(500);
  });

  it("says so as well where a parser made something that cannot be written again", async () => {
    const reviver = (_key: string, value: unknown) => (value === 1 ? 1n : value);
    const { url } = await behind(express.json({ reviver }));
    expect((await post(url, '{"a":1}', "application/json")).status).toBe(500);
  });

  it.each([
    ["its bytes", (body: Buffer) => body],
    ["its text", (body: Buffer) => body.toString()],
  ])("goes by %s where the platform has kept them", async (_what, kept) => {
    const platform: RequestHandler = async (request, _response, next) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      Object.assign(request, { rawBody: kept(body), body: { parsed: "otherwise" } });
      next();
    };
    const { url } = await behind(platform);
    expect(await sendAllRecorded(url)).toEqual(allTaken);
  });

  it("reads a body itself where a parser has set one without reading", async () => {
    const older: RequestHandler = (request, _response, next) => {
      request.body = {};
      next();
    };
    const { url } = await behind(older);
    expect(await sendAllRecorded(url)).toEqual(allTaken);
  });

  it("reads a body itself where something else has only begun to keep it", async () => {
    const keeping: RequestHandler = (request, _response, next) => {
      const kept = Object.assign(request, { rawBody: "" });
      request.on("data", (chunk: Buffer) => {
        kept.rawBody += chunk.toString();
      });
      next();
    };
    const { url } = await behind(keeping);
    expect(await sendAllRecorded(url)).toEqual(allTaken);
  });

  it("reads a body that is handed on as text", async () => {
    const encoding: RequestHandler = (request, _response, next) => {
      request.setEncoding("utf8");
      next();
    };
    const { url } = await behind(encoding);
    expect(await sendAllRecorded(url)).toEqual(allTaken);
  });
});
