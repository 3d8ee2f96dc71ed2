import type { RequestListener } from "node:http";
import express, { type ErrorRequestHandler } from "express";
import { expect, it } from "vitest";
import { createWebhookMiddleware } from "../../src/adapters/express.ts";
import { CalcomClient } from "../../src/index.ts";
import type { WebhookReceiver } from "../../src/webhooks/index.ts";
import { deliveries, delivery } from "../conformance/deliveries.ts";
import { deferred } from "../helpers/deferred.ts";
import { listen } from "../helpers/http-app.ts";
import {
  ALL_SECRETS,
  postSigned,
  sendAllRecorded,
  sendRecorded,
  signedDeliveries,
} from "../helpers/recorded-sending.ts";
import { at, createWorld, SECRET, timesOf, warm } from "../helpers/world.ts";

const CREATED = delivery(1).bodyUtf8;
const post = (url: string) => postSigned(url, CREATED, SECRET);

it("takes every recorded delivery, byte by byte, and tells its handler of each event", async () => {
  const heard: (string | undefined)[] = [];
  const calcom = new CalcomClient({ webhookSecret: ALL_SECRETS });
  const onAny = ({ triggerEvent }: { triggerEvent: string | undefined }) => {
    heard.push(triggerEvent);
  };
  const app = express().post("/hook", createWebhookMiddleware(calcom, { onAny }));
  const { url } = await listen(app);
  expect(await sendAllRecorded(url)).toEqual(signedDeliveries.map(() => 204));
  const triggers = signedDeliveries.map(({ bodyUtf8 }) => JSON.parse(bodyUtf8).triggerEvent);
  // Of templates without a trigger nobody can say which it was.
  await expect.poll(() => new Set(heard)).toEqual(new Set(triggers));
});

it("refuses the recorded delivery of a subscription without a secret", async () => {
  const calcom = new CalcomClient({ webhookSecret: ALL_SECRETS });
  const { url } = await listen(express().post("/hook", createWebhookMiddleware(calcom)));
  const unsigned = deliveries.filter((one) => !signedDeliveries.includes(one));
  for (const one of unsigned) {
    const answer = await sendRecorded(url, one);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: "webhook_signature" });
  }
  expect(unsigned).toHaveLength(1);
});

it("has orphaned every answer before Cal.com is answered", async () => {
  const { fake, half, client, receiveWith } = createWorld();
  const calcom = client();
  const { url } = await listen(express().post("/hook", createWebhookMiddleware(calcom)));
  receiveWith(async (request) => {
    const { method, headers } = request;
    const answer = await fetch(url, { method, headers, body: await request.text() });
    expect(answer.status).toBe(204);
  });
  await warm(calcom, half.id);
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("does not wait for a handler", async () => {
  const gate = deferred();
  const ended = deferred();
  const onBookingCreated = async () => {
    await gate.promise;
    ended.resolve();
  };
  const calcom = new CalcomClient({ webhookSecret: SECRET });
  const middleware = createWebhookMiddleware(calcom, { onBookingCreated });
  const { url } = await listen(express().post("/hook", middleware));
  expect((await post(url)).status).toBe(204);
  gate.resolve();
  await ended.promise;
});

it("lets Cal.com's booking request end while one handler works and another has failed", async () => {
  const gate = deferred();
  const failed = deferred();
  const { fake, half, client, receiveWith } = createWorld();
  const middleware = createWebhookMiddleware(client(), {
    onBookingCreated: () => gate.promise,
    onBookingCancelled: () => Promise.reject(new Error("the mail server is away")),
    onError: () => failed.resolve(),
  });
  const { url } = await listen(express().post("/hook", middleware));
  receiveWith(async (request) => {
    const { method, headers } = request;
    await fetch(url, { method, headers, body: await request.text() });
  });
  const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await fake.bookings.cancel(uid);
  await failed.promise;
  gate.resolve();
});

it("answers in time, by the client's clock, where handlers run first and take long", async () => {
  const gate = deferred();
  const begun = deferred();
  const { clock, client } = createWorld();
  const onBookingCreated = () => {
    begun.resolve();
    return gate.promise;
  };
  const options = { onBookingCreated, answerFirst: false, answerWithinMs: 3_600_000 };
  const middleware = createWebhookMiddleware(client(), options);
  const { url } = await listen(express().post("/hook", middleware));
  const answer = post(url);
  await begun.promise;
  await clock.advance(3_600_000);
  expect((await answer).status).toBe(204);
  gate.resolve();
});

it("lets handlers run before the answer where the platform freezes afterwards", async () => {
  const order: string[] = [];
  const calcom = new CalcomClient({ webhookSecret: SECRET });
  const onBookingCreated = async () => {
    await new Promise(setImmediate);
    order.push("handled");
  };
  const middleware = createWebhookMiddleware(calcom, { onBookingCreated, answerFirst: false });
  const { url } = await listen(async (request, response) => {
    await middleware(request, response);
    order.push("answered");
  });
  expect((await post(url)).status).toBe(204);
  await expect.poll(() => order).toEqual(["handled", "answered"]);
});

it("answers before a handler takes its first step, which may be a long one", async () => {
  const calcom = new CalcomClient({ webhookSecret: SECRET });
  const order: string[] = [];
  const middleware = createWebhookMiddleware(calcom, { onAny: () => void order.push("handled") });
  const { url } = await listen(async (request, response) => {
    await middleware(request, response);
    order.push(response.writableEnded ? "answered" : "left open");
  });
  await post(url);
  await expect.poll(() => order).toEqual(["answered", "handled"]);
});

it("answers 204 when a handler fails, and tells onError of it", async () => {
  const told = deferred<unknown>();
  const calcom = new CalcomClient({ webhookSecret: SECRET });
  const onBookingCreated = () => {
    throw new Error("the mail server is away");
  };
  const onError = (error: unknown) => told.resolve(error);
  const middleware = createWebhookMiddleware(calcom, { onBookingCreated, onError });
  const { url } = await listen(express().post("/hook", middleware));
  expect((await post(url)).status).toBe(204);
  expect(String(await told.promise)).toContain("the mail server is away");
});

it("shows nobody outside what went wrong inside", async () => {
  const broken: WebhookReceiver = {
    receiveWebhook: () => Promise.reject(new Error("password of the store: hunter2")),
  };
  const { url } = await listen(express().post("/hook", createWebhookMiddleware(broken)));
  const answer = await post(url);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toMatch(/hunter2|\bat \S+:\d+/);
});

/** What it reads of the request breaks. */
const breaking: RequestListener = (request) => {
  Object.defineProperty(request, "rawBody", {
    get: () => {
      throw new Error("a platform's own trouble");
    },
  });
};

it("hands errors nobody expected to the error handler of the application", async () => {
  const heard: unknown[] = [];
  const middleware = createWebhookMiddleware(new CalcomClient({ webhookSecret: SECRET }));
  const app = express().use((request, response, next) => {
    breaking(request, response);
    next();
  });
  const catchAll: ErrorRequestHandler = (error, _request, response, _next) => {
    heard.push(error);
    response.status(418).end();
  };
  const { url } = await listen(app.post("/hook", middleware).use(catchAll));
  expect([(await post(url)).status, heard.map(String)]).toEqual([
    418,
    ["Error: a platform's own trouble"],
  ]);
});

it("answers 500 itself where there is nobody to hand an error to", async () => {
  const middleware = createWebhookMiddleware(new CalcomClient({ webhookSecret: SECRET }));
  const { url } = await listen((request, response) => {
    breaking(request, response);
    return middleware(request, response);
  });
  const answer = await post(url);
  expect([answer.status, await answer.text()]).toEqual([500, ""]);
});

it("leaves alone what something ahead of it has answered", async () => {
  const calcom = new CalcomClient({ webhookSecret: SECRET });
  const middleware = createWebhookMiddleware(calcom);
  const finished = deferred();
  const { url } = await listen(async (request, response) => {
    response.writeHead(503).end("too busy");
    await middleware(request, response, (error) => expect(error).toBeUndefined());
    finished.resolve();
  });
  const answer = await post(url);
  expect([answer.status, await answer.text()]).toEqual([503, "too busy"]);
  await finished.promise;
});

it.each(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])(
  "refuses %s, and names what it takes",
  async (method) => {
    const calcom = new CalcomClient({ webhookSecret: SECRET });
    const { url } = await listen(express().use("/hook", createWebhookMiddleware(calcom)));
    const answer = await fetch(url, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
  },
);
