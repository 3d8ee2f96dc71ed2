import { describe, expect, it } from "vitest";
import { retryDelayMs } from "../../../src/api/retry.ts";
import { CalcomApiError, NetworkError, RateLimitError, SchemaError } from "../../../src/errors.ts";
import { createWorld, onDay } from "../../helpers/world.ts";

const about = { method: "GET", path: "/slots" };
const failed = (status: number) => new CalcomApiError("failed", { ...about, status });
const SLOTS = { method: "GET", path: "/v2/slots" };

describe("what is worth another try", () => {
  it.each([408, 500, 502, 503, 504, 520, 522, 524])("is status %i", (status) => {
    expect(retryDelayMs(failed(status), 1, 0.5)).toBeGreaterThan(0);
  });

  it.each([400, 401, 403, 404, 409, 422, 501])("is not status %i", (status) => {
    expect(retryDelayMs(failed(status), 1, 0.5)).toBeUndefined();
  });

  it("is a broken connection, and not an answer of another shape", () => {
    const broken = new NetworkError("broken", { mayHaveArrived: true });
    const odd = new SchemaError("invalid_response", "odd", { path: "data" });
    expect(retryDelayMs(broken, 1, 0.5)).toBeGreaterThan(0);
    expect(retryDelayMs(odd, 1, 0.5)).toBeUndefined();
  });

  it("waits longer each time, by half at least of what it could", () => {
    const bounds = [1, 2, 3].map((attempt) => [
      retryDelayMs(failed(503), attempt, 0),
      retryDelayMs(failed(503), attempt, 1),
    ]);
    expect(bounds).toEqual([
      [125, 250],
      [250, 500],
      [500, 1_000],
    ]);
  });

  it("waits out a rate limit as long as it was told, else a minute", () => {
    const limited = (retryAfterMs?: number) =>
      retryDelayMs(new RateLimitError("slow down", { ...about, retryAfterMs }), 1, 0);
    expect([limited(7_000), limited()]).toEqual([7_000, 60_000]);
  });
});

it("asks again after a transient failure", async () => {
  const { fake, half, clock, client } = createWorld();
  const calcom = client();
  fake.faults.error500Before({ ...SLOTS, times: 2 });
  const read = calcom.slots.list(onDay(half.id));
  await expect
    .poll(async () => {
      await clock.advance(100);
      return fake.requests.length;
    })
    .toBe(3);
  expect((await read).provenance.source).toBe("origin");
});

it("gives up with the last error when tries run out", async () => {
  const { fake, half, clock, client } = createWorld();
  const calcom = client({ retries: 1 });
  fake.faults.error500Before({ ...SLOTS, times: 9 });
  const read = calcom.slots.list(onDay(half.id)).catch((error: unknown) => error);
  await expect
    .poll(async () => {
      await clock.advance(100);
      return fake.requests.length;
    })
    .toBe(2);
  expect(await read).toMatchObject({ code: "api_error", status: 500 });
});

it("does not wait for what would come after the deadline", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  fake.faults.error500Before(SLOTS);
  const read = calcom.slots.list(onDay(half.id), { timeoutMs: 100 });
  await expect(read).rejects.toMatchObject({ code: "api_error", status: 500 });
  expect(fake.requests).toHaveLength(1);
});

it("waits for the reset it was told of", async () => {
  let calls = 0;
  const { fake, half, clock, client } = createWorld();
  const calcom = client({
    timeoutMs: 30_000,
    fetch: (input, init) => {
      calls += 1;
      if (calls > 1) return fake.fetch(input, init);
      const headers = { "x-ratelimit-reset-default": "12" };
      return Promise.resolve(Response.json({}, { status: 429, headers }));
    },
  });
  const read = calcom.slots.list(onDay(half.id));
  await expect.poll(() => calls).toBe(1);
  await clock.advance(11_999);
  expect(calls).toBe(1);
  await clock.advance(1);
  expect((await read).provenance.source).toBe("origin");
});

it("stops waiting when its last reader has gone", async () => {
  const { fake, half, clock, client } = createWorld();
  const calcom = client();
  fake.faults.error500Before(SLOTS);
  const quitter = new AbortController();
  const read = calcom.slots.list(onDay(half.id), { signal: quitter.signal });
  await expect.poll(() => fake.requests[0]?.status).toBe(500);
  quitter.abort(new Error("hung up"));
  await expect(read).rejects.toThrow("hung up");
  await clock.advance(5_000);
  expect(fake.requests).toHaveLength(1);
});
