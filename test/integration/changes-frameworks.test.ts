import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import fastify from "fastify";
import { Hono } from "hono";
import { expect, it, onTestFinished } from "vitest";
import { type AnswerHttp, createChangesHandler } from "../../src/slots-http/index.ts";
import { eventsOf } from "../helpers/event-reader.ts";
import { eventually } from "../helpers/eventually.ts";
import { createTeller } from "../helpers/teller.ts";

type Start = (changes: AnswerHttp) => Promise<{ readonly port: number; close(): Promise<unknown> }>;

const FRAMEWORKS: Readonly<Record<string, Start>> = {
  async Hono(changes) {
    const app = new Hono().get("/changes", (context) => changes(context.req.raw));
    const server = createAdaptorServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const close = async () => (server as Server).closeAllConnections();
    return { port: (server.address() as { port: number }).port, close };
  },
  async Fastify(changes) {
    const app = fastify({ forceCloseConnections: true });
    app.get("/changes", async (request, reply) => {
      const headers = new Headers(request.headers as Record<string, string>);
      return reply.send(await changes(new Request(`http://localhost${request.url}`, { headers })));
    });
    await app.listen({ port: 0, host: "127.0.0.1" });
    return { port: (app.server.address() as { port: number }).port, close: () => app.close() };
  },
};

it.each(Object.entries(FRAMEWORKS))(
  "streams from %s, until the page has gone",
  async (_name, start) => {
    const teller = createTeller();
    const { port, close } = await start(createChangesHandler(teller.source, { eventTypeIds: [1] }));
    onTestFinished(async () => {
      teller.close();
      await close();
    });
    const url = `http://127.0.0.1:${port}/changes?eventTypeId=1`;
    const opened = fetch(url, { headers: { "last-event-id": "one", connection: "close" } });
    await eventually(() => teller.watchers).toBe(1);
    teller.tell("one");
    const response = await opened;
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = eventsOf(response);
    expect(await events.next()).toEqual({ event: "beat" });
    teller.tell("two");
    expect(await events.next()).toEqual({ event: "version", id: "two" });
    await events.cancel();
    await eventually(() => teller.watchers).toBe(0);
    expect(teller.counts.stops).toBe(1);
  },
);

it.each(Object.entries(FRAMEWORKS))(
  "ends what streams from %s with the client",
  async (_name, start) => {
    const teller = createTeller();
    const { port, close } = await start(createChangesHandler(teller.source, { eventTypeIds: [1] }));
    const events = eventsOf(await fetch(`http://127.0.0.1:${port}/changes?eventTypeId=1`));
    await eventually(() => teller.watchers).toBe(1);
    teller.close();
    expect(await events.next()).toBeUndefined();
    await close();
  },
);
