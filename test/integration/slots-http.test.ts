import { serve } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSlotsMiddleware } from "../../src/adapters/express.ts";
import type { CalcomClient } from "../../src/index.ts";
import { createSlotsHandler } from "../../src/slots-http/index.ts";
import { listen } from "../helpers/http-app.ts";
import { watchCommands } from "../helpers/redis-monitor.ts";
import { hasRedis } from "../helpers/redis-server.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { ANN, at, createWorld, DAY } from "../helpers/world.ts";

/** Serves an event type's free times at an address. */
type Serve = (calcom: CalcomClient, eventTypeId: number) => Promise<string>;

const servers: Readonly<Record<string, Serve>> = {
  express: async (calcom, id) => {
    const app = express().get("/api/slots", createSlotsMiddleware(calcom, { eventTypeIds: [id] }));
    return `http://127.0.0.1:${(await listen(app)).port}/api/slots`;
  },
  "an Express router": async (calcom, id) => {
    const router = express.Router();
    router.get("/slots", createSlotsMiddleware(calcom, { eventTypeIds: [id] }));
    return `http://127.0.0.1:${(await listen(express().use("/api", router))).port}/api/slots`;
  },
  "node:http": async (calcom, id) => {
    const answer = createSlotsMiddleware(calcom, { eventTypeIds: [id] });
    const { port } = await listen((request, response) => void answer(request, response));
    return `http://127.0.0.1:${port}/api/slots`;
  },
  hono: async (calcom, id) => {
    const answer = createSlotsHandler(calcom, { eventTypeIds: [id] });
    const app = new Hono().get("/api/slots", (context) => answer(context.req.raw));
    return new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
        resolve(`http://127.0.0.1:${port}/api/slots`),
      );
      onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())));
    });
  },
  fastify: async (calcom, id) => {
    const answer = createSlotsMiddleware(calcom, { eventTypeIds: [id] });
    const app = fastify();
    app.get("/api/slots", (request, reply) => {
      reply.hijack();
      return answer(request.raw, reply.raw);
    });
    onTestFinished(async () => app.close());
    return `${await app.listen({ port: 0, host: "127.0.0.1" })}/api/slots`;
  },
};

const asked = (eventTypeId: number) =>
  new URLSearchParams({ eventTypeId: String(eventTypeId), start: DAY, end: DAY });
const etagOf = (response: Response) => response.headers.get("etag") ?? "";
const ifNot = (response: Response) => ({ headers: { "if-none-match": etagOf(response) } });

describe.each(Object.entries(servers))("free times served by %s", (_name, serveWith) => {
  it("are confirmed until somebody books, and then others", async () => {
    const { client, half } = createWorld();
    const calcom = client();
    const address = `${await serveWith(calcom, half.id)}?${asked(half.id)}`;
    const first = await fetch(address);
    expect(first.status).toBe(200);
    expect(first.headers.get("cache-control")).toBe("no-cache");
    expect((await first.json()).slots[DAY]).toContainEqual({
      start: at("09:00"),
      end: at("09:30"),
    });
    const second = await fetch(address, ifNot(first));
    expect(second.status).toBe(304);
    expect(etagOf(second)).toBe(etagOf(first));
    expect(second.headers.get("cache-status")).toMatch(/^calcom-coherent; hit; ttl=\d+$/);
    const head = await fetch(address, { method: "HEAD" });
    expect([head.status, etagOf(head)]).toEqual([200, etagOf(first)]);
    await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
    const third = await fetch(address, ifNot(first));
    expect(third.status).toBe(200);
    expect(await third.text()).not.toContain(at("09:00"));
    expect(etagOf(third)).not.toBe(etagOf(first));
  });

  it("are refused with a problem where they are asked for wrongly", async () => {
    const { client, half } = createWorld();
    const address = await serveWith(client(), half.id);
    const refused = await fetch(`${address}?${asked(half.id)}&format=time`);
    expect(refused.status).toBe(400);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(await refused.json()).toMatchObject({ code: "bad_question", status: 400 });
  });
});

it("lets a host behind Express ask by what a visitor has sent along", async () => {
  const { client, half } = createWorld();
  const answer = createSlotsMiddleware(client(), {
    questionOf: ({ headers, url }) => {
      if (headers.get("cookie") !== "visitor=ann") return new Response(null, { status: 401 });
      return { eventTypeId: half.id, start: url.slice(-10), end: url.slice(-10) };
    },
  });
  const { port } = await listen(express().get("/on/:day", answer));
  const address = `http://127.0.0.1:${port}/on/${DAY}`;
  expect((await fetch(address)).status).toBe(401);
  const known = await fetch(address, { headers: { cookie: "visitor=ann" } });
  expect(known.headers.get("cache-control")).toBe("private, no-cache");
  expect(Object.keys((await known.json()).slots)).toEqual([DAY]);
});

describe.skipIf(!hasRedis)("free times served over Redis", () => {
  it("are confirmed for one command, by any process", async () => {
    const { half, one, two, server, passing } = await createRedisWorld();
    const options = { eventTypeIds: [half.id] };
    const [answer, other] = [createSlotsHandler(one, options), createSlotsHandler(two, options)];
    const request = (init?: RequestInit) =>
      new Request(`https://host.example/?${asked(half.id)}`, init);
    const first = await passing(answer(request()));
    await passing(other(request()));
    for (const process of [answer, other]) {
      const commands = await watchCommands(server, async () => {
        expect((await process(request(ifNot(first)))).status).toBe(304);
      });
      expect(commands.sent).toHaveLength(1);
      expect(commands.sent[0]).toMatch(/^"MGET"/i);
      expect(commands.inScripts).toEqual([]);
    }
  });

  it("are others in every process once one of them has booked", async () => {
    const { half, one, two, passing } = await createRedisWorld();
    const answer = createSlotsHandler(two, { eventTypeIds: [half.id] });
    const request = (init?: RequestInit) =>
      new Request(`https://host.example/?${asked(half.id)}`, init);
    const first = await passing(answer(request()));
    await passing(one.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN }));
    const second = await passing(answer(request(ifNot(first))));
    expect(second.status).toBe(200);
    expect(await second.text()).not.toContain(at("09:00"));
  });
});
