import { once } from "node:events";
import type { RequestListener } from "node:http";
import { connect, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { constants, createGzip } from "node:zlib";
import express, { type ErrorRequestHandler, Router } from "express";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  createChangesMiddleware,
  createSlotsMiddleware,
  type HttpMiddleware,
} from "../../src/adapters/express.ts";
import type { CalcomClient } from "../../src/index.ts";
import { eventsOf } from "../helpers/event-reader.ts";
import { eventually } from "../helpers/eventually.ts";
import { listen, openLine } from "../helpers/http-app.ts";
import { startTcpProxy } from "../helpers/tcp-proxy.ts";
import { createTeller } from "../helpers/teller.ts";
import { createWorld } from "../helpers/world.ts";

const QUERY = "?eventTypeId=1";

/** A server with a stream of changes at `/changes`, whose news the test makes up. */
async function serve(
  make: (middleware: HttpMiddleware) => RequestListener = (middleware) =>
    express().get("/changes", middleware),
) {
  const teller = createTeller();
  const middleware = createChangesMiddleware(teller.source, { eventTypeIds: [1] });
  const app = await listen(make(middleware));
  const url = `http://127.0.0.1:${app.port}/changes${QUERY}`;
  return { ...app, teller, url };
}

const withNodeHttp = (middleware: HttpMiddleware): RequestListener => {
  return (request, response) => void middleware(request, response);
};

const APPS: Readonly<Record<string, (middleware: HttpMiddleware) => RequestListener>> = {
  "a route of Express": (middleware) => express().get("/changes", middleware),
  "a mounted router of Express": (middleware) => {
    const router = Router().get("/", middleware);
    return express().use("/changes", router);
  },
  "node:http": withNodeHttp,
  "a middleware of Connect": (middleware) => (request, response) => {
    const mounted = Object.assign(request, { originalUrl: request.url, url: "/" });
    void middleware(mounted, response, () => response.end());
  },
};

it.each(Object.entries(APPS))("streams from %s", async (_name, make) => {
  const { teller, url } = await serve(make);
  const response = await fetch(url, { headers: { "last-event-id": "one" } });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  const events = eventsOf(response);
  await eventually(() => teller.watchers).toBe(1);
  teller.tell("one");
  expect(await events.next()).toEqual({ event: "beat" });
  teller.tell("two");
  expect(await events.next()).toEqual({ event: "version", id: "two" });
  await events.cancel();
  await eventually(() => teller.watchers).toBe(0);
});

it("streams over HTTP/2", async () => {
  const teller = createTeller();
  const middleware = createChangesMiddleware(teller.source, { eventTypeIds: [1] });
  const server = createHttp2Server((request, response) => void middleware(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  const stream = session.request({ ":path": `/changes${QUERY}` });
  const [headers] = await once(stream, "response");
  expect(headers).toMatchObject({ ":status": 200, "content-type": "text/event-stream" });
  teller.tell("one");
  let text = "";
  stream.setEncoding("utf8").on("data", (piece) => {
    text += piece;
  });
  await eventually(() => text).toContain("id: one\nevent: version\ndata: {}\n\n");
  stream.close();
  await eventually(() => teller.watchers).toBe(0);
});

it("sends what is told at once through a middleware that gathers what it compresses", async () => {
  const { teller, url } = await serve((middleware) =>
    express()
      .use((_request, response, next) => {
        const gzip = createGzip();
        const write = response.write.bind(response);
        gzip.on("data", (bytes: Buffer) => write(bytes));
        response.setHeader("content-encoding", "gzip");
        Object.assign(response, {
          write: (bytes: Uint8Array) => gzip.write(bytes),
          flush: () => gzip.flush(constants.Z_SYNC_FLUSH),
        });
        next();
      })
      .get("/changes", middleware),
  );
  const events = eventsOf(await fetch(url));
  await eventually(() => teller.watchers).toBe(1);
  teller.tell("one");
  expect(await events.next()).toEqual({ event: "version", id: "one" });
});

describe("a page that has gone", () => {
  it("is not watched for, and troubles nobody", async () => {
    const { port, teller } = await serve();
    const line = await openLine(port);
    await line.send(`GET /changes${QUERY} HTTP/1.1\r\nhost: app.example\r\n\r\n`);
    await eventually(() => line.heard()).toContain("retry:");
    teller.tell("one");
    await eventually(() => line.heard()).toContain("id: one");
    line.socket.resetAndDestroy();
    await eventually(() => teller.watchers).toBe(0);
    teller.tell("two");
    expect(teller.counts.stops).toBe(1);
  });

  it("has gone when a proxy in between cuts its connection", async () => {
    const { port, teller } = await serve();
    const proxy = await startTcpProxy(port);
    onTestFinished(() => proxy.close());
    const events = eventsOf(await fetch(`http://127.0.0.1:${proxy.port}/changes${QUERY}`));
    await eventually(() => teller.watchers).toBe(1);
    teller.tell("one");
    await events.next();
    proxy.cut();
    await expect(events.next()).rejects.toThrow();
    await eventually(() => teller.watchers).toBe(0);
  });

  it("before it was answered gets no stream", async () => {
    const teller = createTeller();
    const middleware = createChangesMiddleware(teller.source, { eventTypeIds: [1] });
    const over = new Promise<void>((resolve) => {
      void listen((request, response) => {
        response.destroy();
        response.once("close", () => void middleware(request, response).then(resolve));
      }).then(({ url }) => fetch(`${url}${QUERY}`).catch(() => undefined));
    });
    await over;
    expect(teller.watchers).toBe(0);
  });
});

it("waits for a page that reads slowly, and then tells it what is so", async () => {
  const { port, teller } = await serve(withNodeHttp);
  const line = await openLine(port);
  line.socket.pause();
  await line.send(`GET /changes${QUERY} HTTP/1.1\r\nhost: app.example\r\n\r\n`);
  await eventually(() => teller.watchers).toBe(1);
  let told = 0;
  // More than all buffers between the two hold.
  for (; told < 20_000; told++) {
    teller.tell(`version-${told}-${"x".repeat(1_000)}`);
    await new Promise(setImmediate);
  }
  line.socket.resume();
  await eventually(() => line.heard()).toContain(`id: version-${told - 1}-`);
});

it("answers HEAD and other methods without a stream", async () => {
  const { teller, url } = await serve(withNodeHttp);
  for (const method of ["HEAD", "POST", "PURGE"]) {
    const response = await fetch(url, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
  }
  expect(teller.watchers).toBe(0);
});

it.each(["//", "/changes?eventTypeId=%", "*", "http://[/?eventTypeId=1", "/\\?eventTypeId=2"])(
  "answers whatever address is asked for: %s",
  async (address) => {
    const { port } = await serve(withNodeHttp);
    const line = await openLine(port);
    await line.send(`GET ${address} HTTP/1.1\r\nhost: app.example\r\nlast-event-id: \xe9\r\n\r\n`);
    expect(await line.status()).toBeGreaterThanOrEqual(200);
    expect(line.heard()).not.toContain("500");
  },
);

it("hands to the application what nobody expected", async () => {
  const source = {
    watch: () => {
      throw new Error("nobody expected this");
    },
  };
  const middleware = createChangesMiddleware(source, { eventTypeIds: [1] });
  const { url } = await listen(express().get("/hook", middleware));
  expect((await fetch(`${url}${QUERY}`)).status).toBe(500);
});

it("hands an answer that breaks to the application", async () => {
  const told: unknown[] = [];
  const broken = new Error("the source broke");
  const { url } = await listen(
    express()
      .get("/hook", (request, response, next) => {
        response.writeHead = () => {
          throw broken;
        };
        void createChangesMiddleware(createTeller().source, { eventTypeIds: [1] })(
          request,
          response,
          next,
        );
      })
      .use(((error, _request, response, _next) => {
        told.push(error);
        response.destroy();
      }) satisfies ErrorRequestHandler),
  );
  await expect(fetch(`${url}${QUERY}`)).rejects.toThrow();
  expect(told).toEqual([broken]);
});

it("lets a server close whose streams calcom.close() has ended", async () => {
  const { calcom, half, port, server } = await startPractice();
  const line = await openLine(port);
  const path = `/changes?eventTypeId=${half.id}`;
  await line.send(`GET ${path} HTTP/1.1\r\nhost: app.example\r\nconnection: close\r\n\r\n`);
  await eventually(() => line.heard()).toContain("event: version");
  const closed = new Promise((resolve) => server.close(resolve));
  await calcom.close();
  await line.closed;
  await closed;
});

it("tells a page of changes, and serves it free times, on one server", async () => {
  const { calcom, half, changes, slots } = await startPractice();
  const events = eventsOf(await fetch(changes));
  const first = await events.next();
  const before = await fetch(slots);
  await calcom.invalidate({ eventTypeId: half.id });
  const second = await events.next();
  expect(second).toMatchObject({ event: "version" });
  expect(second?.id).not.toBe(first?.id);
  expect(before.status).toBe(200);
  const etag = before.headers.get("etag") ?? "";
  const again = await fetch(slots, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});

async function startPractice() {
  const { client, half } = createWorld();
  const calcom: CalcomClient = client();
  const options = { eventTypeIds: [half.id] };
  const app = express()
    .get("/changes", createChangesMiddleware(calcom, options))
    .get("/slots", createSlotsMiddleware(calcom, options));
  const { port, server } = await listen(app);
  const base = `http://127.0.0.1:${port}`;
  return {
    calcom,
    half,
    port,
    server,
    changes: `${base}/changes?eventTypeId=${half.id}`,
    slots: `${base}/slots?eventTypeId=${half.id}&start=2026-12-07&end=2026-12-07&timeZone=UTC`,
  };
}
