import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { Http } from "../../../src/api/http.ts";
import { systemClock } from "../../../src/clock.ts";
import { NetworkError } from "../../../src/index.ts";
import { printed } from "./refused.ts";
import { brokenConnection, errorOf, stubFetch } from "./stub-fetch.ts";

const POST = { method: "POST", path: "bookings", body: "{}" } as const;
const apiKey = "cal_live_0123456789abcdef";

function httpOver(fetch: typeof globalThis.fetch | undefined, baseUrl = "https://h.test/v2"): Http {
  return new Http({ baseUrl, apiKey, fetch, clock: systemClock });
}

async function failureOf(thrown: unknown): Promise<NetworkError> {
  const { fetch } = stubFetch(() => Promise.reject(thrown));
  const error = await errorOf(httpOver(fetch).send(POST));
  expect(error).toBeInstanceOf(NetworkError);
  return error as NetworkError;
}

function unreadable(...names: string[]): object {
  const get = () => {
    throw new Error("gotcha");
  };
  return Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { get }])));
}

describe("whether a request may have arrived", () => {
  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
    "%s: it never left",
    async (code) => {
      const error = await failureOf(brokenConnection(code));
      expect(error.mayHaveArrived).toBe(false);
      expect(error.message).toContain(code);
    },
  );

  it.each([
    "ECONNRESET",
    "EPIPE",
    "UND_ERR_SOCKET",
    "ETIMEDOUT",
    "UND_ERR_BODY_TIMEOUT",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("%s: it may have", async (code) => {
    expect((await failureOf(brokenConnection(code))).mayHaveArrived).toBe(true);
  });

  it.each([
    ["without a cause", new TypeError("fetch failed")],
    ["with an odd cause", new TypeError("fetch failed", { cause: "ECONNREFUSED" })],
    ["of a custom fetch", "just a text"],
    ["with an odd code", new TypeError("fetch failed", { cause: { code: 7 } })],
    ["that is an object", { code: "ECONNREFUSED" }],
    ["without a prototype", Object.create(null)],
    ["that is nothing", undefined],
    ["that is a symbol", Symbol("why")],
    ["with an odd message", Object.assign(new Error("x"), { message: Symbol("why") })],
    ["that throws when read", unreadable("cause", "message", "code")],
    ["whose cause throws when read", new TypeError("x", { cause: unreadable("code") })],
  ])("a failure %s: it may have", async (_case, thrown) => {
    const error = await failureOf(thrown);
    expect(error.mayHaveArrived).toBe(true);
    expect(error.cause).toBe(thrown);
  });
});

describe("real connections", () => {
  async function listening(onRequest: (destroy: () => void) => void) {
    const server = createServer((request) => onRequest(() => request.socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const close = () => new Promise<unknown>((resolve) => server.close(resolve));
    return { port, close };
  }

  it.each(["127.0.0.1", "localhost"])("a closed port of %s was never reached", async (host) => {
    const { port, close } = await listening(() => undefined);
    await close();
    const error = await errorOf(httpOver(undefined, `http://${host}:${port}/v2`).send(POST));
    expect(error).toMatchObject({ code: "network", mayHaveArrived: false });
  });

  it("a connection cut after the request may have carried it", async () => {
    let arrived = 0;
    const { port, close } = await listening((destroy) => {
      arrived += 1;
      destroy();
    });
    const error = await errorOf(httpOver(undefined, `http://127.0.0.1:${port}/v2`).send(POST));
    await close();
    expect(error).toMatchObject({ code: "network", mayHaveArrived: true });
    expect(arrived).toBe(1);
  });
});

describe("the text of a failure", () => {
  it("holds no credential and no address, even where the cause's message does", async () => {
    const thrown = new Error(`cannot send Bearer opaque.token with ${apiKey} for ann@example.test`);
    const text = printed(await failureOf(thrown));
    for (const secret of [apiKey, "opaque.token", "ann@example.test"]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain("POST /bookings did not get an answer: cannot send");
  });

  it("repeats nothing of what was sent", async () => {
    const body = '{"attendee":{"name":"Ann Smith"},"notes":"ill"}';
    const { fetch } = stubFetch(() => Promise.reject(new Error(`cannot send ${body}`)));
    const error = await errorOf(httpOver(fetch).send({ ...POST, body }));
    expect((error as Error).message).toContain(
      'cannot send {"attendee":{"name":"<input>"},"notes":"<input>"}',
    );
  });

  it("prints no request that a cause carries", async () => {
    const request = { headers: { authorization: `Bearer ${apiKey}` }, body: "ann@example.test" };
    const cause = Object.assign(new Error("broken"), { code: "ECONNRESET", request });
    const error = await failureOf(Object.assign(new TypeError("failed", { cause }), { request }));
    const text = printed(error);
    for (const secret of [apiKey, "ann@example.test"]) expect(text).not.toContain(secret);
    expect(text).toContain('code: "ECONNRESET"');
  });

  it.each([
    ["nothing", undefined],
    ["an empty message", new Error("")],
  ])("says that fetch failed where it was told %s", async (_case, thrown) => {
    expect((await failureOf(thrown)).message).toBe(
      "POST /bookings did not get an answer: its fetch failed.",
    );
  });
});
