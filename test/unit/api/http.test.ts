import { describe, expect, it } from "vitest";
import { Http } from "../../../src/api/http.ts";
import { TimeoutError } from "../../../src/index.ts";
import { createVirtualClock } from "../../../src/testing/virtual-clock.ts";
import { errorOf, stubFetch } from "./stub-fetch.ts";

const GET = { method: "GET", path: "slots" } as const;
const POST = { method: "POST", path: "bookings", body: JSON.stringify({ a: 1 }) } as const;

function setup(
  answer: Parameters<typeof stubFetch>[0] = () => Response.json({ data: 1 }),
  options: { apiKey?: string; baseUrl?: string; fetch?: typeof globalThis.fetch } = {},
) {
  const virtual = createVirtualClock();
  const timers = new Set<object>();
  const clock = {
    ...virtual,
    setTimeout(callback: () => void, delayMs: number) {
      const timer = {};
      timers.add(timer);
      const stop = virtual.setTimeout(() => {
        timers.delete(timer);
        callback();
      }, delayMs);
      return () => {
        timers.delete(timer);
        if (typeof stop === "function") stop();
      };
    },
  };
  const { fetch, requests } = stubFetch(answer);
  const { apiKey, baseUrl = "https://api.cal.example/v2" } = options;
  const http = new Http({ baseUrl, apiKey, fetch: options.fetch ?? fetch, clock });
  return { http, clock: virtual, requests, timers };
}

const never = () => new Promise<never>(() => undefined);

describe("a request", () => {
  it("asks every cache below to keep out", async () => {
    const { http, requests } = setup();
    await http.send(GET);
    expect(requests[0]?.cache).toBe("no-store");
  });

  it("carries the key as a bearer", async () => {
    const { http, requests } = setup(undefined, { apiKey: "cal_live_k" });
    await http.send(GET);
    expect(requests[0]?.headers.get("authorization")).toBe("Bearer cal_live_k");
  });

  it("has no authorization without a key", async () => {
    const { http, requests } = setup();
    await http.send(GET);
    expect(requests[0]?.headers.has("authorization")).toBe(false);
  });

  it("names the API version only where there is one", async () => {
    const { http, requests } = setup();
    await http.send({ ...GET, version: "2024-09-04" });
    await http.send(GET);
    const versions = requests.map(({ headers }) => headers.get("cal-api-version"));
    expect(versions).toEqual(["2024-09-04", null]);
  });

  it("encodes its query", async () => {
    const { http, requests } = setup();
    await http.send({ ...GET, query: { timeZone: "Etc/GMT+1", "a&b": "c=d é" } });
    const url = new URL(requests[0]?.url ?? "");
    expect([...url.searchParams]).toEqual([
      ["timeZone", "Etc/GMT+1"],
      ["a&b", "c=d é"],
    ]);
  });

  it("sends JSON as JSON", async () => {
    const { http, requests } = setup();
    await http.send(POST);
    expect(requests[0]?.headers.get("content-type")).toContain("application/json");
    expect(await requests[0]?.json()).toEqual({ a: 1 });
  });

  it.each([
    ["https://h.test/v2", "https://h.test/v2/slots"],
    ["https://h.test/v2/", "https://h.test/v2/slots"],
    ["https://h.test/cal/api/v2", "https://h.test/cal/api/v2/slots"],
    ["http://h.test:3003", "http://h.test:3003/slots"],
  ])("below %s goes to %s", async (baseUrl, expected) => {
    const { http, requests } = setup(undefined, { baseUrl });
    await http.send(GET);
    expect(requests[0]?.url).toBe(expected);
  });

  it("finds the platform's fetch when it is sent, not when the client is made", async () => {
    const before = globalThis.fetch;
    const http = new Http({
      baseUrl: "https://h.test/v2",
      apiKey: undefined,
      fetch: undefined,
      clock: createVirtualClock(),
    });
    const { fetch, requests } = stubFetch(() => Response.json({ later: true }));
    globalThis.fetch = fetch;
    try {
      expect((await http.send(GET)).body).toEqual({ later: true });
    } finally {
      globalThis.fetch = before;
    }
    expect(requests).toHaveLength(1);
  });
});

describe("an answer", () => {
  it("comes with status, request id and parsed body", async () => {
    const { http } = setup(() =>
      Response.json({ data: 1 }, { status: 201, headers: { "x-request-id": "r-9" } }),
    );
    expect(await http.send(GET)).toMatchObject({
      status: 201,
      requestId: "r-9",
      body: { data: 1 },
    });
  });

  it.each(["<html>", "", "{"])("that is not JSON has no body: %j", async (text) => {
    const { http } = setup(() => new Response(text));
    expect((await http.send(GET)).body).toBeUndefined();
  });

  it("of 400 and above is thrown, the path without its query", async () => {
    const { http } = setup(() => Response.json({ message: "no" }, { status: 404 }));
    const error = await errorOf(http.send({ ...GET, query: { attendee: "ann" } }));
    expect(error).toMatchObject({ code: "api_error", method: "GET", path: "/slots", status: 404 });
  });
});

describe("one attempt", () => {
  it.each([500, 502, 503, 429, 408, 413])("is all that a %i gets", async (status) => {
    const headers = { "retry-after": "0", "x-ratelimit-reset-default": "0" };
    const { http, requests } = setup(() => Response.json({}, { status, headers }));
    await expect(http.send(POST)).rejects.toMatchObject({ status });
    await expect(http.send(GET)).rejects.toMatchObject({ status });
    expect(requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  it("is all that a broken connection gets", async () => {
    const { http, requests } = setup(() => Promise.reject(new TypeError("fetch failed")));
    await expect(http.send(POST)).rejects.toMatchObject({ code: "network" });
    await expect(http.send(GET)).rejects.toMatchObject({ code: "network" });
    expect(requests).toHaveLength(2);
  });
});

describe("the deadline", () => {
  const endless = () => {
    const cancelled: unknown[] = [];
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"data":')),
      cancel: (reason) => void cancelled.push(reason),
    });
    return { response: new Response(stream, { status: 200 }), cancelled };
  };

  it("covers a body that never ends", async () => {
    const { http, clock } = setup(() => endless().response);
    const sent = errorOf(http.send({ ...GET, timeoutMs: 500 }));
    await clock.advance(499);
    expect(await Promise.race([sent, "still waiting"])).toBe("still waiting");
    await clock.advance(1);
    const error = await sent;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ timeoutMs: 500, message: "GET /slots took longer than 500 ms." });
  });

  it("holds where a custom fetch does not heed its signal", async () => {
    const { http, clock } = setup(undefined, { fetch: never });
    const sent = errorOf(http.send({ ...POST, timeoutMs: 500 }));
    await clock.advance(500);
    expect(await sent).toBeInstanceOf(TimeoutError);
  });

  it("aborts the request it gives up", async () => {
    const { http, clock, requests } = setup(never);
    const sent = errorOf(http.send({ ...GET, timeoutMs: 500 }));
    await clock.advance(500);
    await sent;
    expect(requests[0]?.signal.aborted).toBe(true);
  });

  it("leaves no timer behind", async () => {
    const { http, timers } = setup((_request, count) =>
      count === 1 ? Response.json({}) : Promise.reject(new TypeError("fetch failed")),
    );
    await http.send({ ...GET, timeoutMs: 500 });
    await errorOf(http.send({ ...GET, timeoutMs: 500 }));
    expect(timers.size).toBe(0);
  });

  it("is nobody's where the caller keeps the time", async () => {
    const { http, timers, clock } = setup(never);
    const controller = new AbortController();
    const sent = errorOf(http.send({ ...GET, signal: controller.signal }));
    await clock.advance(3_600_000);
    expect(timers.size).toBe(0);
    controller.abort("enough");
    expect(await sent).toBe("enough");
  });
});

describe("an abort", () => {
  const reason = new Error("the caller hung up");

  it("rejects with the signal's own reason, whatever fetch makes of it", async () => {
    const rude = (input: unknown) =>
      new Promise<never>((_resolve, reject) => {
        (input as Request).signal.addEventListener("abort", () => reject(new Error("rude")));
      });
    for (const fetch of [undefined, rude as typeof globalThis.fetch, never]) {
      const { http } = setup(never, fetch === undefined ? {} : { fetch });
      const controller = new AbortController();
      const sent = errorOf(http.send({ ...GET, signal: controller.signal, timeoutMs: 500 }));
      controller.abort(reason);
      expect(await sent).toBe(reason);
    }
  });

  it("while the body arrives rejects with the reason too", async () => {
    const { http, clock } = setup(() => new Response(new ReadableStream()));
    const controller = new AbortController();
    const sent = errorOf(http.send({ ...GET, signal: controller.signal, timeoutMs: 500 }));
    await clock.advance(1);
    controller.abort(reason);
    expect(await sent).toBe(reason);
  });

  it("before the start sends nothing", async () => {
    const { http, requests } = setup();
    expect(await errorOf(http.send({ ...GET, signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(requests).toHaveLength(0);
  });

  it("after the end changes nothing", async () => {
    const { http, requests } = setup();
    const controller = new AbortController();
    const answer = await http.send({ ...GET, signal: controller.signal });
    controller.abort(reason);
    expect(answer.body).toEqual({ data: 1 });
    expect(requests[0]?.signal.aborted).toBe(false);
  });
});
