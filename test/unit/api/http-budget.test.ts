import { describe, expect, it } from "vitest";
import { Http, type HttpRequest } from "../../../src/api/http.ts";
import type { Permit, PermitWish } from "../../../src/api/rate-budget/permits.ts";
import { budgetRefusal } from "../../../src/api/rate-budget/refusal.ts";
import { RateLimitError } from "../../../src/index.ts";
import { createVirtualClock, settle } from "../../../src/testing/virtual-clock.ts";
import { brokenConnection, errorOf, stubFetch } from "./stub-fetch.ts";

const GET = { method: "GET", path: "slots" } as const;

/** Requests that ask for a permit each, and what becomes of the permits. */
function httpWith(answer: (count: number) => Response | Promise<Response>, retries = 0) {
  const clock = createVirtualClock();
  const { fetch, requests } = stubFetch((_request, count) => answer(count));
  const wishes: PermitWish[] = [];
  const ends: string[] = [];
  const permit = (): Permit => ({
    cancel: () => void ends.push("unsent"),
    ended: (got) => void ends.push(got === undefined ? "unanswered" : String(got.status)),
  });
  const governor = {
    refuses: false,
    pass: async (wish: PermitWish) => {
      wishes.push(wish);
      if (governor.refuses) throw budgetRefusal(wish, "budget", 1_000);
      return permit();
    },
    close: async () => undefined,
  };
  const http = new Http({
    ...{ baseUrl: "https://h.test/v2", apiKey: undefined, fetch, clock, governor, retries },
  });
  const send = (more: Partial<HttpRequest> = {}) =>
    http.send({ ...GET, timeoutMs: 1_000, ...more });
  return { clock, requests, wishes, ends, governor, permit, send };
}

const ok = () => new Response("{}");

describe("a request and its permit", () => {
  it("asks as an offer to read, and as a booking to write, unless it says more", async () => {
    const { send, wishes } = httpWith(ok);
    await send();
    await send({ method: "POST" });
    await send({ priority: "prefetch" });
    expect(wishes.map(({ priority }) => priority)).toEqual(["offer", "booking", "prefetch"]);
  });

  it("says how it was answered, also with a refusal", async () => {
    const { ends, send } = httpWith((count) =>
      count === 1 ? ok() : new Response("", { status: 429 }),
    );
    await send();
    await errorOf(send());
    expect(ends).toEqual(["200", "429"]);
  });

  it("says how it was answered before the body is there, which may never come", async () => {
    const { clock, ends, send } = httpWith(
      () => new Response(new ReadableStream(), { status: 429 }),
    );
    const late = errorOf(send());
    await settle();
    expect(ends).toEqual(["429"]);
    await clock.advance(1_000);
    expect(await late).toMatchObject({ code: "timeout" });
  });

  it("says that it may still arrive when it was called off", async () => {
    const { clock, ends, send } = httpWith(() => new Promise<Response>(() => undefined));
    const late = errorOf(send());
    await clock.advance(1_000);
    await late;
    expect(ends[0]).toBe("unanswered");
  });

  it.each([
    ["ECONNRESET", "unanswered"],
    ["ECONNREFUSED", "unsent"],
  ])("says after %s that it is %s", async (code, outcome) => {
    const { ends, send } = httpWith(() => Promise.reject(brokenConnection(code)));
    await errorOf(send());
    expect(ends[0]).toBe(outcome);
  });

  it("gives the permit back when it was called off while it waited", async () => {
    const { ends, requests, send } = httpWith(ok);
    const controller = new AbortController();
    const sending = errorOf(send({ signal: controller.signal }));
    controller.abort(new Error("left"));
    await sending;
    expect([requests.length, ends[0]]).toEqual([0, "unsent"]);
  });

  it("uses the one it was given for the first time it is sent", async () => {
    const { clock, ends, permit, send, wishes } = httpWith(
      (count) => (count === 1 ? new Response("", { status: 503 }) : ok()),
      1,
    );
    const sending = send({ method: "DELETE", permit: permit() });
    await clock.advance(500);
    await sending;
    expect([wishes.length, ends]).toEqual([1, ["503", "200"]]);
  });

  it("is not tried again when the governor refuses it: it has waited there", async () => {
    const { clock, governor, requests, send, wishes } = httpWith(ok, 2);
    governor.refuses = true;
    const refused = errorOf(send({ timeoutMs: 60_000 }));
    await clock.advance(10_000);
    expect(await refused).toBeInstanceOf(RateLimitError);
    expect([wishes.length, requests.length]).toEqual([1, 0]);
  });
});
